package e2e

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
)

// The real dashboard in a real browser. Its program is this test's own process, so that
// the test moves the clock, and no restore puts another program in its place.

// panel is an office that serves the dashboard, and the restores it is told to do.
type panel struct {
	*hookstest.Office
	url      string
	restores chan string
}

// openPanel serves an office whose only copy lacks two filings.
func openPanel(t *testing.T) *panel {
	t.Helper()
	o := &panel{Office: hookstest.NewProduction(t, openingTime), restores: make(chan string, 9)}
	o.Filed(t, nil)
	if err := o.CreateBackup(t.Context(), "copia.zip"); err != nil {
		t.Fatal(err)
	}
	o.Filed(t, nil)
	o.Filed(t, nil)
	o.OnBackupRestore().BindFunc(func(e *core.BackupEvent) error {
		o.restores <- e.Name
		return errors.New("nothing is restored in this test")
	})
	o.serve(t)
	return o
}

// serve serves the office to an administrator as the program does, until the test ends.
func (o *panel) serve(t *testing.T) {
	t.Helper()
	o.Must(t, core.CollectionNameSuperusers, map[string]any{"email": adminMail, "password": adminKey})
	uitest.Mount(t, o.Office)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	o.url = "http://" + listener.Addr().String()
	o.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Listener = listener
		return e.Next()
	})
	served := make(chan error, 1)
	go func() { served <- apis.Serve(o.App, apis.ServeConfig{HttpAddr: listener.Addr().String()}) }()
	t.Cleanup(func() {
		stop := &core.TerminateEvent{}
		stop.App = o.App
		if err := errors.Join(o.OnTerminate().Trigger(stop), <-served); err != nil {
			t.Error(err)
		}
	})
}

// askRestore signs in and goes to where a press of "Restore backup" restores the copy.
func (p *page) askRestore() {
	p.t.Helper()
	p.open("/_/")
	p.fill("login_identity", adminMail)
	p.fill("login_pass", adminKey)
	p.press("Login")
	p.point("the settings", `[document.querySelector(".app-header a[href='#/settings']")]`)
	p.see("Application name")
	if p.phone {
		p.point("the list of settings", `[document.querySelector(".responsive-sidebar-btn")]`)
	}
	p.point("the copies", `[document.querySelector(".settings-sidebar a[href='#/settings/backups']")]`)
	p.see("copia.zip")
	p.point("the copy's restore", `[document.querySelector(".backups-list .ri-restart-line")?.parentElement]`)
	p.wait("a dialog asks for the copy's name", `!!document.activeElement?.matches(".backup-restore-modal")`)
	id, err := ask[string](p, `document.querySelector(".backup-restore-modal input").id`)
	if err != nil {
		p.t.Fatal(err)
	}
	p.fill(id, "copia.zip")
}

// told waits until a dialog says what the copy lacks. The dashboard's own notices, which
// go away by themselves, are no dialog.
func (p *page) told() {
	p.t.Helper()
	p.wait("a dialog says what the copy lacks", `!![...document.querySelectorAll(".modal[data-modal-state=open]")].at(-1)
		?.innerText.includes("En la copia faltan 2 solicitudes, 2-2026 a 3-2026.")`)
}

// understood puts that dialog away.
func (p *page) understood() {
	p.t.Helper()
	p.press("Entendido")
	p.seeNot("En la copia faltan 2 solicitudes")
	p.see("Todavía no se restauró nada.")
}

func TestTheDashboardSaysWhatARestoreDoesUntilItIsRead(t *testing.T) {
	t.Parallel()
	chromium(t)
	for name, phone := range map[string]bool{"a computer": false, "a phone": true} {
		t.Run("on "+name, func(t *testing.T) {
			o := openPanel(t)
			p := openBrowserAt(t, &office{t: t, url: o.url}, phone)
			p.expects("the server responded with a status of 409")
			p.askRestore()
			button := p.place("the restore", `[...document.querySelectorAll(".backup-restore-modal button[type=submit]")]`)
			p.touch(button)
			p.touch(button) // a double click
			p.told()
			if folder := os.Getenv("MESA_FOTOS"); folder != "" {
				p.photograph(filepath.Join(folder, "restaurar-"+name[2:]+"-pantalla.png"))
			}
			p.understood()
			p.press("Restore backup")
			p.told() // nobody reads that fast
			p.understood()
			o.Clock.Add(5 * time.Second)
			if n := len(o.restores); n > 0 {
				t.Fatal("restored unread")
			}
			p.press("Restore backup")
			select {
			case <-o.restores:
			case <-time.After(patience):
				t.Error("nothing is restored")
			}
		})
	}
}
