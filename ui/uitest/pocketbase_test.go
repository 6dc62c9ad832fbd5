package uitest_test

import (
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/pocketbase/core"
)

func TestMain(m *testing.M) { hookstest.Main(m) }

// Serve in site.go starts no server of PocketBase: it leans on the event of the start, to
// which rooms and screens bind, and on a router that then builds every route, ours and
// PocketBase's. The event of the end, which ends the jobs, is told in the same way.
func TestPocketBaseStillServesWhatTheEventOfTheStartBuilds(t *testing.T) {
	t.Parallel()
	ended := make(chan bool, 1)
	t.Run("site", func(t *testing.T) {
		o := hookstest.New(t, "2026-03-24T10:00:00-05:00")
		o.App.OnTerminate().BindFunc(func(e *core.TerminateEvent) error {
			ended <- true
			return e.Next()
		})
		b := uitest.NewBrowser(t, uitest.Serve(t, o))
		for path, status := range map[string]int{
			"/": 200, "/seguimiento": 200, "/api/health": 200, "/api/collections/_superusers/auth-methods": 200, "/nada": 404,
		} {
			if p := b.Get(path); p.Status != status {
				t.Errorf("%s: %d", path, p.Status)
			}
		}
	})
	if len(ended) != 1 {
		t.Error("the end of the test was no end of the program")
	}
}
