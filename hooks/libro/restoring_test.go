package libro_test

import (
	"net/http"
	"sync"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

const restoreCopy = "/api/backups/copia.zip/restore"

// asked serves an office whose only copy lacks two filings, and no restore is done: what
// the room lets through gets 204.
func asked(t *testing.T, o *hookstest.Office) uitest.REST {
	t.Helper()
	o.Filed(t, nil)
	if err := o.CreateBackup(t.Context(), "copia.zip"); err != nil {
		t.Fatal(err)
	}
	o.Filed(t, nil)
	o.Filed(t, nil)
	o.OnServe().Bind(&hook.Handler[*core.ServeEvent]{Priority: 50, Func: func(e *core.ServeEvent) error {
		e.Router.BindFunc(func(e *core.RequestEvent) error {
			if e.Request.URL.Path == restoreCopy {
				return e.NoContent(http.StatusNoContent)
			}
			return e.Next()
		})
		return e.Next()
	}})
	admin, _ := uitest.NewREST(t, o)
	return admin
}

// told wants the answer that says what the copy lacks.
func told(t *testing.T, admin uitest.REST) {
	t.Helper()
	if p := admin.Call("POST", restoreCopy, nil); p.Status != 409 || !p.Has("En la copia faltan 2 solicitudes, 2-2026 a 3-2026.") {
		t.Errorf("%d %s", p.Status, p.Body)
	}
}

// together asks many times at once and gives how many were let through.
func together(admin uitest.REST) (passed int) {
	var all sync.WaitGroup
	answers := make([]int, 10)
	for i := range answers {
		all.Go(func() { answers[i] = admin.Call("POST", restoreCopy, nil).Status })
	}
	all.Wait()
	for _, status := range answers {
		if status == http.StatusNoContent {
			passed++
		}
	}
	return passed
}

func TestARestoreIsConfirmedOnlyByWhoHadTheTimeToRead(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	admin := asked(t, o)
	if n := together(admin); n != 0 {
		t.Errorf("%d of ten first questions at once are let through", n)
	}
	o.Clock.Add(4900 * time.Millisecond)
	told(t, admin) // as a double click asks
	o.Clock.Add(100 * time.Millisecond)
	if n := together(admin); n != 1 {
		t.Errorf("%d of ten confirmations at once are let through", n)
	}
	o.Clock.Add(10 * time.Minute)
	told(t, admin) // too late
	o.Clock.Add(-time.Hour)
	told(t, admin) // the clock was put right meanwhile
	o.Clock.Add(10*time.Minute - time.Second)
	if p := admin.Call("POST", restoreCopy, nil); p.Status != 204 {
		t.Errorf("a confirmation in time: %d %s", p.Status, p.Body)
	}
	told(t, admin)
}

func TestACopyInABucketIsLookedInto(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	hookstest.NewBucket(t, o.App)
	s := o.Settings()
	s.Backups.S3, s.S3.Enabled = s.S3, false
	admin := asked(t, o)
	told(t, admin)
	if p := admin.Call("POST", "/api/backups/otra.zip/restore", nil); p.Status != 409 || !p.Has(mesa.TextRestaurarNoLee) {
		t.Errorf("a copy that is not there: %d %s", p.Status, p.Body)
	}
}
