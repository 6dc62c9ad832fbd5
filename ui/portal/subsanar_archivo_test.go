package portal_test

import (
	"bytes"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/pocketbase/core"
)

// observedTwice is a filing of two documents, both observed, and the way into its correction.
func observedTwice(t *testing.T) (v *visit, session string, docs []*core.Record) {
	t.Helper()
	v = newVisit(t).start("natural").identify().choose("Presento el entregable").attach()
	v.want(v.Upload(v.draft+"/documentos/anexo1", "acta.pdf", hookstest.PDF(2), ""), 303)
	v.want(v.Post(v.draft+"/enviar"), 303)
	s := v.filing("1-2026")
	docs, err := mesa.DocumentsOf(v.office.App, s)
	if err != nil || len(docs) != 2 {
		t.Fatalf("%d documents: %v", len(docs), err)
	}
	for _, doc := range docs {
		doc.Load(map[string]any{"observado": true, "observacion": "Falta la firma en " + doc.GetString("nombre")})
		if err := v.office.Save(doc); err != nil {
			t.Fatal(hookstest.Explain(err))
		}
	}
	v.office.MustMove(t, s, mesa.EtapaObservado, nil)
	return v, v.search("/subsanar", "1-2026", "11111111").Location, docs
}

func TestTheObservedFileOpensBesideItsObservation(t *testing.T) {
	t.Parallel()
	v, session, docs := observedTwice(t)
	page := v.Get(session)
	for _, doc := range docs {
		link := session + "/observados/" + doc.Id
		if !page.Has(`href="` + link + `"`) {
			t.Errorf("no link to %s", doc.GetString("nombre"))
		}
		p := v.Get(link)
		if p.Status != 200 || p.Header.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(p.Body, "%PDF-") ||
			!strings.Contains(p.Header.Get("Cache-Control"), "no-store") {
			t.Errorf("%s: %d %s", link, p.Status, p.Header.Get("Content-Type"))
		}
		if p := v.stranger().Get(link); p.Status != 404 {
			t.Errorf("a stranger gets %d", p.Status)
		}
	}
	if n, err := v.office.CountRecords(mesa.ColAccesos); err != nil || n != 2 {
		t.Errorf("%d openings are noted: %v", n, err)
	}
	other := v.office.Filed(t, nil)
	foreign, err := mesa.DocumentsOf(v.office.App, other.Id)
	if err != nil || len(foreign) == 0 {
		t.Fatal(err)
	}
	v.want(v.Get(session+"/observados/"+foreign[0].Id), 404)
	v.want(v.Get(session+"/observados/noexiste0000000"), 404)
	v.want(v.Upload(session+"/documentos/"+docs[0].Id, "nuevo.pdf", hookstest.PDF(5), ""), 303)
	if p := v.Get(session + "/documentos/" + docs[0].Id); p.Status != 200 || !bytes.Equal([]byte(p.Body), hookstest.PDF(5)) {
		t.Errorf("the new file: %d", p.Status)
	}
	if p := v.Get(session + "/documentos/" + docs[1].Id); p.Status != 303 || p.Location != session {
		t.Errorf("a place without a file: %d", p.Status)
	}
}

// Where the office asks for no code, number and document open the correction, and nobody's papers.
func TestWithoutTheCodeNoFileOpens(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	o.Set(t, map[string]any{"exigir_codigo_subsanacion": false})
	site := uitest.Serve(t, o)
	s := o.Filed(t, nil)
	doc := o.Observe(t, s.Id)
	v := &visit{uitest.NewBrowser(t, site), t, o, site, ""}
	session := v.heldCorrection(s.Id)
	if page := v.Get(session); page.Status != 200 || page.Has("/observados/") {
		t.Errorf("the page offers the observed file: %d", page.Status)
	}
	v.want(v.Get(session+"/observados/"+doc.Id), 403)
	v.want(v.Upload(session+"/documentos/"+doc.Id, "nuevo.pdf", hookstest.PDF(5), ""), 303)
	v.want(v.Get(session+"/documentos/"+doc.Id), 403)
	if page := v.Get(session); !page.Has("nuevo.pdf") || page.Has(`class="archivo__nombre"><a`) {
		t.Error("the new file opens")
	}
}

func TestASecondCardThatIsMissingIsOpenRedAndLinked(t *testing.T) {
	t.Parallel()
	v, session, docs := observedTwice(t)
	page := v.Get(session)
	if n := strings.Count(page.Body, `role="switch" value="1" checked`); n != 2 {
		t.Errorf("%d switches are on", n)
	}
	deadline, observation, file := strings.Index(page.Body, "Tiene plazo hasta"), strings.Index(page.Body, "Falta la firma"),
		strings.Index(page.Body, `type="file"`)
	if deadline < 0 || deadline > observation || observation > file {
		t.Errorf("deadline at %d, observation at %d, file at %d", deadline, observation, file)
	}
	v.want(v.Upload(session+"/documentos/"+docs[0].Id, "nuevo.pdf", hookstest.PDF(5), ""), 303)
	p := v.Post(session + "/enviar")
	v.wantRefused(p, 422, "archivo-"+docs[1].Id, mesa.TextFaltaSubsanar)
	if !p.Has(`<section class="archivo archivo--error" id="tarjeta-`+docs[1].Id) || p.Has(`archivo--error" id="tarjeta-`+docs[0].Id) ||
		strings.Count(p.Body, `role="switch" value="1" checked`) != 2 {
		t.Errorf("the second card: %s", problems(p))
	}
	v.office.Set(t, map[string]any{"limite_subsanacion_mb": 20})
	p = v.Upload(session+"/documentos/"+docs[1].Id, "grande.pdf", hookstest.PDFOfSize(1, 30<<20), "")
	v.wantRefused(p, 422, "archivo-"+docs[1].Id, mesa.TextPDF("grande", 20<<20))
	if !p.Has("nuevo.pdf") {
		t.Error("the first file is lost")
	}
}

func TestTheObservedFileAgainIsPointedOutAndTaken(t *testing.T) {
	t.Parallel()
	v, session, docs := observedTwice(t)
	v.want(v.Upload(session+"/documentos/"+docs[0].Id, "mismo.pdf", hookstest.PDF(2), ""), 303)
	v.want(v.Upload(session+"/documentos/"+docs[1].Id, "corregida.pdf", hookstest.PDF(7), "9-2026"), 303)
	page := v.Get(session)
	if n := strings.Count(page.Body, mesa.TextIgualAlObservado); n != 1 {
		t.Errorf("pointed out %d times", n)
	}
	p := v.Post(session + "/enviar")
	v.want(p, 303)
	receipt := v.Get(p.Location)
	mail := v.office.Mailer.Mailbox.All()[0]
	if mail.Asunto != "Hemos recibido su subsanación" {
		t.Fatalf("the mail is %q", mail.Asunto)
	}
	for where, body := range map[string]string{"receipt": receipt.Body, "text": mail.Texto, "HTML": mail.HTML} {
		for _, want := range []string{"mismo.pdf", "2 folios", hookstest.SHA256(hookstest.PDF(2)), "corregida.pdf", "7 folios",
			hookstest.SHA256(hookstest.PDF(7)), "9-2026"} {
			if !strings.Contains(body, want) {
				t.Errorf("the %s lacks %q", where, want)
			}
		}
	}
}

func TestTwoBrowsersWithOneCorrection(t *testing.T) {
	t.Parallel()
	v, session, docs := observedTwice(t)
	v.want(v.Upload(session+"/documentos/"+docs[0].Id, "uno.pdf", hookstest.PDF(5), ""), 303)
	other := v.stranger()
	second := other.search("/subsanar", "1-2026", "11111111").Location
	if page := other.Get(second); !page.Has("uno.pdf") {
		t.Error("the second browser has not what the first put in")
	}
	other.want(other.Upload(second+"/documentos/"+docs[1].Id, "dos.pdf", hookstest.PDF(6), ""), 303)
	v.want(v.Get(session), 404) // it went over to the second browser
	v.want(v.Get(session+"/observados/"+docs[0].Id), 404)
	v.want(v.Post(session+"/enviar"), 404)
	p := other.Post(second + "/enviar")
	other.want(p, 303)
	if receipt := other.Get(p.Location); !receipt.Has("uno.pdf") || !receipt.Has("dos.pdf") {
		t.Errorf("the receipt: %s", problems(receipt))
	}
	other.want(other.Get(second+"/observados/"+docs[0].Id), 409)
}
