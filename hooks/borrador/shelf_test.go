package borrador_test

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/borrador"
	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/pocketbase/core"
)

// fileDoor is the address of a stored file at PocketBase's own door, for an account.
func fileDoor(t *testing.T, account, r *core.Record, field string) string {
	t.Helper()
	token, err := account.NewFileToken()
	if err != nil {
		t.Fatal(err)
	}
	return "/api/files/" + r.Collection().Name + "/" + r.Id + "/" + r.GetString(field) + "?token=" + token
}

func accountOf(t *testing.T, o *hookstest.Office, token string) *core.Record {
	t.Helper()
	account, err := o.FindAuthRecordByToken(token, core.TokenTypeAuth)
	if err != nil {
		t.Fatal(err)
	}
	return account
}

// serveMoved in download.go leans on PocketBase naming the field at its own door: there the file
// is answered with what PocketBase would have said, whether it moved or not.
func TestPocketBaseStillNamesTheFieldAtItsOwnDoor(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	site := uitest.Serve(t, o)
	account := accountOf(t, o, uitest.Superuser(t, o))
	s := o.Filed(t, nil)
	doc := o.Documents(t, s.Id)[0]
	o.MustMove(t, s.Id, mesa.EtapaRegistrado, nil)
	answer := o.Record(t, mesa.ColMovimientos, o.MustMove(t, s.Id, mesa.EtapaAtendido, map[string]any{
		"observaciones": "Procede.", "respuesta": hookstest.File("r.pdf", hookstest.PDF(2)),
	}).Id)
	whole, err := os.ReadFile(onDisk(o, doc))
	if err != nil {
		t.Fatal(err)
	}
	var flat, moved http.Header
	for _, place := range []string{"where it was written", "on its shelf"} {
		for r, field := range map[*core.Record]string{doc: "archivo", answer: "respuesta"} {
			address := fileDoor(t, account, r, field)
			p := ask(t, site.URL+address, "")
			if p.status != 200 || field == "archivo" && !bytes.Equal(p.body, whole) {
				t.Errorf("%s, %s: %d, %d bytes", place, field, p.status, len(p.body))
			}
			if part := ask(t, site.URL+address, "bytes=5-9"); part.status != 206 || field == "archivo" && !bytes.Equal(part.body, whole[5:10]) {
				t.Errorf("%s, a part of %s: %d %q", place, field, part.status, part.body)
			}
			if d := ask(t, site.URL+address+"&download=1", "").header.Get("Content-Disposition"); !strings.HasPrefix(d, "attachment; ") {
				t.Errorf("%s, to keep: %s", place, d)
			}
			if field != "archivo" {
				continue
			}
			if flat == nil {
				flat = p.header
			}
			moved = p.header
		}
		o.Shelve(t)
	}
	for _, name := range []string{"Content-Type", "Content-Disposition", "Content-Security-Policy", "Cache-Control", "Accept-Ranges"} {
		if flat.Get(name) == "" || flat.Get(name) != moved.Get(name) {
			t.Errorf("%s: %q and on the shelf %q", name, flat.Get(name), moved.Get(name))
		}
	}
}

type answered struct {
	status int
	header http.Header
	body   []byte
}

func ask(t *testing.T, address, part string) answered {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	if part != "" {
		req.Header.Set("Range", part)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answered{res.StatusCode, res.Header, body}
}

func TestADocumentDamagedOnItsShelfIsRefusedAndFoundAtNight(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	admin, _ := uitest.NewREST(t, o)
	account := accountOf(t, o, admin.Token)
	doc := o.Documents(t, o.Filed(t, nil).Id)[0]
	o.Filed(t, nil)
	o.Shelve(t)
	sampled := func(want string) {
		t.Helper()
		if err := o.Borrador.Sample(o.App); err != nil {
			t.Fatal(err)
		}
		if m, err := borrador.LastSample(o.App); err != nil || strings.Join(m.Danados, " ") != want || m.Leidos < 2 {
			t.Errorf("%+v %v, want %q", m, err, want)
		}
	}
	sampled("")
	damage(t, hookstest.OnShelf(o, doc, "archivo"))
	o.Clock.Add(2 * time.Minute)
	p := admin.Call("GET", fileDoor(t, account, doc, "archivo"), nil)
	if p.Status != 409 || !strings.Contains(p.Body, mesa.TextArchivoAlterado) {
		t.Errorf("%d %s", p.Status, p.Body)
	}
	sampled(doc.Id)
	if err := os.Remove(hookstest.OnShelf(o, doc, "archivo")); err != nil {
		t.Fatal(err)
	}
	if p := admin.Call("GET", fileDoor(t, account, doc, "archivo"), nil); p.Status != 409 {
		t.Errorf("a lost one: %d %s", p.Status, p.Body)
	}
}
