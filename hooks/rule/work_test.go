package rule_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

// begin starts work with a server whose start ends in failure, nil for none, and gives
// what ends the program. The app opens no base, so that a bubble of synctest, whose
// clock moves when everybody waits, holds every goroutine.
func begin(t *testing.T, failure error, work func(context.Context)) (end func()) {
	t.Helper()
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: t.TempDir()})
	serve := &hook.Hook[*core.ServeEvent]{}
	serve.BindFunc(func(e *core.ServeEvent) error { return rule.Work(e, "prueba", work) })
	event := &core.ServeEvent{App: app}
	if err := serve.Trigger(event, func(*core.ServeEvent) error { return failure }); !errors.Is(err, failure) {
		t.Fatalf("the start ended with %v", err)
	}
	return func() {
		stop := &core.TerminateEvent{}
		stop.App = app
		if err := app.OnTerminate().Trigger(stop); err != nil {
			t.Error(err)
		}
	}
}

// took is how long something takes by the clock of the bubble.
func took(do func()) time.Duration {
	began := time.Now()
	do()
	return time.Since(began)
}

func TestWorkEndsWithTheProgram(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ended := false
		end := begin(t, nil, func(ctx context.Context) {
			<-ctx.Done()
			<-time.After(2 * time.Second) // what is under way, by the clock of the bubble
			ended = true
		})
		if d := took(end); d != 2*time.Second || !ended {
			t.Errorf("the program ended after %v, the work had ended: %v", d, ended)
		}
	})
}

func TestWorkThatGoesOnIsLeftBehindAfterFiveSeconds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		end := begin(t, nil, func(context.Context) { <-release })
		if d := took(end); d != 5*time.Second {
			t.Errorf("the program ended after %v", d)
		}
		close(release)
	})
}

func TestWorkThatPanicsEndsNothingElse(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		end := begin(t, nil, func(context.Context) { panic("prueba") })
		synctest.Wait()
		if d := took(end); d != 0 {
			t.Errorf("the program ended after %v", d)
		}
	})
}

func TestWithoutItsServerWorkNeverBegins(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		end := begin(t, errRefused, func(context.Context) { t.Error("the work began") })
		synctest.Wait()
		if d := took(end); d != 0 {
			t.Errorf("the program ended after %v", d)
		}
	})
}

// logging is a plain app that keeps its log.
func logging(t *testing.T) core.App {
	t.Helper()
	app := hookstest.Stock(t)
	app.Settings().Logs.MaxDays = 1
	t.Cleanup(func() { app.Settings().Logs.MaxDays = 0 })
	return app
}

func TestAJobLogsWhatWentWrong(t *testing.T) {
	t.Parallel()
	app := logging(t)
	rule.Job(app, "well", func(core.App) error { return nil })
	if lines := hookstest.Logged(t, app); len(lines) != 0 {
		t.Errorf("a job that did well is logged: %v", lines)
	}
	rule.Job(app, "badly", func(given core.App) error {
		if given != app {
			t.Error("the job works on another app")
		}
		return errRefused
	})
	lines := hookstest.Logged(t, app)
	if len(lines) != 1 || lines[0].Data["job"] != "badly" || fmt.Sprint(lines[0].Data["error"]) != errRefused.Error() {
		t.Errorf("logged %v", lines)
	}
}

func TestAPanicInAJobIsLoggedWithItsPlace(t *testing.T) {
	t.Parallel()
	app := logging(t)
	rule.Job(app, "suddenly", func(core.App) error { panic("prueba") })
	lines := hookstest.Logged(t, app)
	if len(lines) != 1 || lines[0].Data["in"] != "suddenly" || lines[0].Data["panic"] != "prueba" ||
		!strings.Contains(fmt.Sprint(lines[0].Data["stack"]), "work_test.go") {
		t.Errorf("logged %v", lines)
	}
}

// round is what the cron does with a job by the minute.
func round(app core.App) { app.Cron().Jobs()[len(app.Cron().Jobs())-1].Run() }

func TestARoundOfTheCronEndsBeforeTheBaseCloses(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		app := core.NewBaseApp(core.BaseAppConfig{DataDir: t.TempDir()})
		var begun, ended atomic.Int32
		rule.Cron(app, "prueba", "* * * * *", func(ctx context.Context, _ core.App) error {
			begun.Add(1)
			<-ctx.Done()
			<-time.After(2 * time.Second)
			ended.Add(1)
			return nil
		})
		go round(app)
		synctest.Wait()
		round(app) // the next minute, while the first round is under way
		stop := &core.TerminateEvent{}
		stop.App = app
		d := took(func() { _ = app.OnTerminate().Trigger(stop) })
		round(app) // the cron has not heard of the end yet
		if d != 2*time.Second || begun.Load() != 1 || ended.Load() != 1 {
			t.Errorf("the program ended after %v with %d rounds begun and %d ended", d, begun.Load(), ended.Load())
		}
	})
}
