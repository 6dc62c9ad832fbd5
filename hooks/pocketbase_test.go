package hooks_test

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// startJobs in jobs.go only adds to PocketBase's cron, which PocketBase starts with the
// server and stops with the base. A job whose name is taken replaces the first one. The
// app opens no base, so that the clock of the bubble moves when everybody waits.
func TestPocketBaseStillRunsTheCronWithTheServer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		app := core.NewBaseApp(core.BaseAppConfig{DataDir: t.TempDir()})
		app.Cron().RemoveAll() // what PocketBase itself does by the hour asks the base
		var first, second atomic.Int32
		for _, runs := range []*atomic.Int32{&first, &second} {
			app.Cron().MustAdd("mesa_prueba", "* * * * *", func() { runs.Add(1) })
		}
		hourLater := func(when string, want int32) {
			t.Helper()
			<-time.After(time.Hour + time.Second)
			if synctest.Wait(); first.Load() != 0 || second.Load() != want {
				t.Errorf("%s: %d and %d runs, want 0 and %d", when, first.Load(), second.Load(), want)
			}
		}
		hourLater("before the server", 0)
		if err := app.OnServe().Trigger(&core.ServeEvent{App: app}); err != nil {
			t.Fatal(err)
		}
		hourLater("with the server", 60)
		end := &core.BootstrapEvent{}
		end.App = app
		if err := app.OnBootstrapClear().Trigger(end); err != nil {
			t.Fatal(err)
		}
		hourLater("after the end", 60)
	})
}
