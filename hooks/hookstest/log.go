package hookstest

import (
	"context"
	"runtime"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/logger"
)

// Logged writes what still waits of an app's log and gives every line, newest last. A
// line is there only if Logs.MaxDays of the app's settings keeps the log for some day.
func Logged(t testing.TB, app core.App) []*core.Log {
	t.Helper()
	handler, is := app.Logger().Handler().(*logger.BatchHandler)
	if !is {
		t.Fatalf("the log is written by a %T", app.Logger().Handler())
	}
	if err := handler.WriteAll(context.WithValue(context.Background(), logger.BlockKey, true)); err != nil {
		t.Fatal(err)
	}
	var lines []*core.Log
	if err := app.LogQuery().OrderBy("rowid").All(&lines); err != nil {
		t.Fatal(err)
	}
	return lines
}

// LoggedSoon is Logged once there is a line: PocketBase logs a request in the background,
// after its answer.
func LoggedSoon(t testing.TB, app core.App) []*core.Log {
	t.Helper()
	lines := Logged(t, app)
	for end := time.Now().Add(10 * time.Second); len(lines) == 0 && time.Now().Before(end); lines = Logged(t, app) {
		runtime.Gosched()
	}
	return lines
}
