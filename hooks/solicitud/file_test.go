package solicitud_test

import (
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
)

func TestFilingTakesEverythingFromItsDraft(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	draft := o.Ready(t, nil)
	s := o.Must(t, mesa.ColSolicitudes, map[string]any{"borrador": draft.Id, "numero": "999-2026", "estado": "atendida", "nombres": "OTRO"})
	s = o.Record(t, mesa.ColSolicitudes, s.Id)
	for field, want := range map[string]string{
		"numero": "1-2026", "estado": "recibida", "nombres": "JUAN", "correo": "juan@ejemplo.pe", "asunto": "Presento prestación de servicios",
		"terminos_version": "4", "presentada_motivo": "", "vence_subsanacion": "", "vence_respuesta": "",
		"recibida_en": "2026-03-24 15:00:00.000Z", "presentada_el": "2026-03-24 05:00:00.000Z",
	} {
		if got := s.GetString(field); got != want {
			t.Errorf("%s = %q, want %q", field, got, want)
		}
	}
	docs := o.Documents(t, s.Id)
	if len(docs) != 1 || docs[0].GetInt("folios") != 3 || len(docs[0].GetString("sha256")) != 64 || docs[0].GetString("borrador") != "" {
		t.Errorf("documents: %v", docs)
	}
	trail, _ := o.FindAllRecords(mesa.ColMovimientos)
	if len(trail) != 1 || trail[0].GetString("etapa") != "RECEPCION" || trail[0].GetString("observaciones") != "Recepción de solicitud" {
		t.Errorf("trail: %v", trail)
	}
	if mails := o.Mailer.Mailbox.All(); len(mails) != 1 || mails[0].Asunto != "Hemos recibido su solicitud" {
		t.Errorf("mails: %v", mails)
	}
}

func TestFilingOnASundayCountsOnMonday(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, "2022-04-10T08:59:41-05:00")
	s := o.Filed(t, nil)
	if s.GetString("numero") != "1-2022" || s.GetString("presentada_el") != "2022-04-11 05:00:00.000Z" ||
		s.GetString("presentada_motivo") != "domingo" {
		t.Errorf("got %s %s %s", s.GetString("numero"), s.GetString("presentada_el"), s.GetString("presentada_motivo"))
	}
}

func TestTheYearOfANumberIsLimas(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, "2027-01-01T04:59:59Z") // still 2026 in Lima
	if n := o.Filed(t, nil).GetString("numero"); n != "1-2026" {
		t.Errorf("before midnight: %s", n)
	}
	o.Clock.Set("2027-01-01T05:00:00Z")
	if n := o.Filed(t, nil).GetString("numero"); n != "1-2027" {
		t.Errorf("after midnight: %s", n)
	}
}

func TestAnIncompleteDraftGetsNoNumber(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	draft := o.Draft(t, nil)
	usual := o.Draft(t, map[string]any{"tramite": o.Tramite(t, 2).Id})
	_, err := o.Create(t, mesa.ColSolicitudes, map[string]any{"borrador": usual.Id})
	hookstest.WantRefusal(t, err, 422, "principal", mesa.TextFaltaPrincipal)
	_, err = o.Create(t, mesa.ColSolicitudes, map[string]any{"borrador": draft.Id})
	hookstest.WantRefusal(t, err, 422, "principal", mesa.TextFaltaPedido)
	hookstest.WantRefusal(t, err, 422, "codigo", mesa.TextCorreoSinCodigo)
	_, err = o.Create(t, mesa.ColSolicitudes, map[string]any{"nombres": "SIN BORRADOR"})
	hookstest.WantRefusal(t, err, 422, "borrador", mesa.TextSolicitudSinBase)
	if n := o.Filed(t, nil).GetString("numero"); n != "1-2026" {
		t.Errorf("refused filings used numbers: next is %s", n)
	}
}

func TestAChangedStoredFileIsNoticedBeforeTheNumber(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	draft := o.Ready(t, nil)
	doc, _ := o.FindFirstRecordByData(mesa.ColDocumentos, "borrador", draft.Id)
	path := filepath.Join(o.DataDir(), "storage", doc.BaseFilesPath(), doc.GetString("archivo"))
	if err := os.WriteFile(path, hookstest.PDF(1), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := o.Create(t, mesa.ColSolicitudes, map[string]any{"borrador": draft.Id})
	hookstest.WantRefusal(t, err, 422, "principal", mesa.TextHashDistinto)
}

func TestFiftyFilingsAtOnceGetFiftyConsecutiveNumbers(t *testing.T) {
	if testing.Short() {
		t.Skip("at full size in make test")
	}
	t.Parallel()
	o := hookstest.New(t, workday)
	const n = 50
	drafts := make([]string, n)
	for i := range drafts {
		drafts[i] = o.Ready(t, nil).Id
	}
	got := make([]int, n)
	var wg sync.WaitGroup
	for i, draft := range drafts {
		wg.Go(func() {
			s, err := o.Create(t, mesa.ColSolicitudes, map[string]any{"borrador": draft})
			if err != nil {
				t.Errorf("filing %d: %s", i, hookstest.Explain(err))
				return
			}
			got[i] = s.GetInt("correlativo")
		})
	}
	wg.Wait()
	slices.Sort(got)
	for i, c := range got {
		if c != i+1 {
			t.Fatalf("numbers: %v", got)
		}
	}
}

func TestADraftSentTwiceAtOnceIsFiledOnce(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	draft := o.Ready(t, nil)
	var wg sync.WaitGroup
	errs := make([]error, 4)
	for i := range errs {
		wg.Go(func() { _, errs[i] = o.Create(t, mesa.ColSolicitudes, map[string]any{"borrador": draft.Id}) })
	}
	wg.Wait()
	filed := 0
	for _, err := range errs {
		if err == nil {
			filed++
			continue
		}
		p, _ := mesa.AsProblem(err)
		if p.Status != 409 && p.Status != 422 {
			t.Errorf("refusal: %s", hookstest.Explain(err))
		}
	}
	if total, _ := o.CountRecords(mesa.ColSolicitudes); filed != 1 || total != 1 {
		t.Errorf("%d answers, %d filings", filed, total)
	}
}
