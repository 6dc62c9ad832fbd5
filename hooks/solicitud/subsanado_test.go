package solicitud_test

import (
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"
)

func TestOneActOfObservations(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, "2022-04-13T09:30:00-05:00") // Wednesday of Holy Week
	id := o.Filed(t, nil).Id
	o.Observe(t, id)
	s := o.Record(t, mesa.ColSolicitudes, id)
	if got := s.GetString("vence_subsanacion"); got != "2022-04-19 05:00:00.000Z" {
		t.Errorf("two working days from Holy Wednesday end on %s, want Tuesday 19", got)
	}
	if _, err := o.Move(t, id, mesa.EtapaObservado, map[string]any{"observaciones": "otra"}); err == nil {
		t.Error("a second act went through while the first is pending")
	}
}

func TestACorrectionWithinAndAfterTheTerm(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday) // term ends Thursday 26, 23:59:59
	first, second := o.Filed(t, nil).Id, o.Filed(t, nil).Id
	doc1, doc2 := o.Observe(t, first), o.Observe(t, second)
	o.Clock.Set("2026-03-26T23:59:59-05:00")
	o.Correct(t, first, doc1.Id)
	late := o.Must(t, mesa.ColSubsanacion, map[string]any{"solicitud": second, "secreto": "x"})
	o.Must(t, mesa.ColDocumentos, map[string]any{
		"subsanacion": late.Id, "reemplaza": doc2.Id, "archivo": hookstest.File("n.pdf", hookstest.PDF(1)),
	})
	o.Clock.Set("2026-03-27T00:00:00-05:00")
	hookstest.WantRefusal(t, o.SendCorrection(t, second, late.Id), 409, "", mesa.TextPlazoVencido)
	if err := o.CloseOverdue(t); err != nil {
		t.Fatal(err)
	}
	if err := o.CloseOverdue(t); err != nil { // idempotent
		t.Fatal(err)
	}
	if got := o.Record(t, mesa.ColSolicitudes, second).GetString("estado"); got != "no_presentada" {
		t.Errorf("estado %s", got)
	}
	closing, _ := o.FindRecordsByFilter(mesa.ColMovimientos, "etapa = 'NO PRESENTADO'", "", 0, 0)
	if len(closing) != 1 || closing[0].GetString("actor") != "" {
		t.Errorf("closing lines %d", len(closing))
	}
	if last := o.Mailer.Mailbox.All()[0]; last.Asunto != "Su solicitud se tiene por no presentada" {
		t.Errorf("last mail %q", last.Asunto)
	}
}

func TestACorrectionMustReplaceEveryObservedDocument(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	draft := o.Ready(t, nil)
	o.Must(t, mesa.ColDocumentos, map[string]any{
		"borrador": draft.Id, "clase": "anexo1", "archivo": hookstest.File("a.pdf", hookstest.PDF(1)),
	})
	id := o.Must(t, mesa.ColSolicitudes, map[string]any{"borrador": draft.Id}).Id
	docs := o.Documents(t, id)
	for _, d := range docs {
		d.Set("observado", true)
		d.Set("observacion", "Corregir.")
		if err := o.Save(d); err != nil {
			t.Fatal(err)
		}
	}
	o.MustMove(t, id, mesa.EtapaObservado, map[string]any{"observaciones": "Se genera observación en la solicitud."})
	c := o.Must(t, mesa.ColSubsanacion, map[string]any{"solicitud": id, "secreto": "x"})
	o.Must(t, mesa.ColDocumentos, map[string]any{
		"subsanacion": c.Id, "reemplaza": docs[0].Id, "archivo": hookstest.File("n.pdf", hookstest.PDF(1)),
	})
	hookstest.WantRefusal(t, o.SendCorrection(t, id, c.Id), 422, docs[1].Id, mesa.TextFaltaSubsanar)
	o.Must(t, mesa.ColDocumentos, map[string]any{
		"subsanacion": c.Id, "reemplaza": docs[1].Id, "archivo": hookstest.File("n.pdf", hookstest.PDF(1)),
	})
	if err := o.SendCorrection(t, id, c.Id); err != nil {
		t.Fatal(hookstest.Explain(err))
	}
	if err := o.SendCorrection(t, id, c.Id); err == nil {
		t.Error("sent twice")
	}
	if current := mesa.Current(o.Documents(t, id)); len(current) != 2 || len(mesa.Observed(current)) != 0 {
		t.Errorf("current documents: %d, observed %d", len(current), len(mesa.Observed(current)))
	}
}

func TestAGeneralObservationTakesATextOrAnAnnex(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	id := o.Filed(t, nil).Id
	o.MustMove(t, id, mesa.EtapaObservado, map[string]any{"observaciones": "Precise su pedido."})
	c := o.Must(t, mesa.ColSubsanacion, map[string]any{"solicitud": id, "secreto": "x"})
	hookstest.WantRefusal(t, o.SendCorrection(t, id, c.Id), 422, "respuesta", mesa.TextFaltaAnswer)
	annex := o.Must(t, mesa.ColDocumentos, map[string]any{"subsanacion": c.Id, "archivo": hookstest.File("n.pdf", hookstest.PDF(1))})
	if annex.GetString("clase") != "anexo1" {
		t.Errorf("class %s", annex.GetString("clase"))
	}
	if err := o.SendCorrection(t, id, c.Id); err != nil {
		t.Fatal(hookstest.Explain(err))
	}
}

func TestOnlyAnObservedFilingIsCorrected(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	id := o.Filed(t, nil).Id
	_, err := o.Create(t, mesa.ColSubsanacion, map[string]any{"solicitud": id, "secreto": "x"})
	hookstest.WantRefusal(t, err, 409, "", mesa.TextNoObservada)
	doc := o.Observe(t, id)
	c := o.Must(t, mesa.ColSubsanacion, map[string]any{"solicitud": id, "secreto": "x"})
	other := o.Filed(t, nil)
	_, err = o.Create(t, mesa.ColDocumentos, map[string]any{
		"subsanacion": c.Id, "reemplaza": o.Documents(t, other.Id)[0].Id, "archivo": hookstest.File("n.pdf", hookstest.PDF(1)),
	})
	hookstest.WantRefusal(t, err, 422, "reemplaza", mesa.TextNoEsObservado)
	big := hookstest.PDFOfSize(1, 20<<20+1)
	_, err = o.Create(t, mesa.ColDocumentos, map[string]any{"subsanacion": c.Id, "reemplaza": doc.Id, "archivo": hookstest.File("n.pdf", big)})
	hookstest.WantRefusal(t, err, 422, "archivo", mesa.TextPDF("grande", 20<<20))
}

func TestASecondRoundOnlyRepeatsWhatWasNotMended(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	draft := o.Ready(t, nil)
	annex := o.Must(t, mesa.ColDocumentos, map[string]any{
		"borrador": draft.Id, "clase": "anexo1", "archivo": hookstest.File("a.pdf", hookstest.PDF(1)),
	})
	id := o.Must(t, mesa.ColSolicitudes, map[string]any{"borrador": draft.Id}).Id
	var main string
	for _, d := range o.Documents(t, id) {
		if d.Id != annex.Id {
			main = d.Id
			d.Set("observado", true)
			d.Set("observacion", "Corregir.")
			if err := o.Save(d); err != nil {
				t.Fatal(err)
			}
		}
	}
	o.MustMove(t, id, mesa.EtapaObservado, nil)
	o.Correct(t, id, main)
	fresh := o.Record(t, mesa.ColDocumentos, annex.Id)
	fresh.Set("observado", true)
	fresh.Set("observacion", "Esto se vio tarde.")
	hookstest.WantRefusal(t, o.Save(fresh), 409, "observado", mesa.TextSegundaRonda)
	_, err := o.Move(t, id, mesa.EtapaObservado, map[string]any{"observaciones": "algo nuevo"})
	hookstest.WantRefusal(t, err, 409, "observaciones", mesa.TextSegundaRonda)
	for _, d := range mesa.Current(o.Documents(t, id)) {
		if d.GetString("reemplaza") == main {
			d.Set("observado", true)
			d.Set("observacion", "Sigue faltando.")
			if err := o.Save(d); err != nil {
				t.Fatal(hookstest.Explain(err))
			}
		}
	}
	_, err = o.Move(t, id, mesa.EtapaRegistrado, nil)
	hookstest.WantRefusal(t, err, 409, "etapa", mesa.TextObservacionOculta)
	o.MustMove(t, id, mesa.EtapaObservado, nil)
}

func TestOutsideDevelopmentACorrectionNeedsItsCode(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	hookstest.NewSMTP(t, o.App)
	id := o.Filed(t, nil).Id
	doc := o.Observe(t, id)
	c := o.Must(t, mesa.ColSubsanacion, map[string]any{"solicitud": id, "secreto": "x"})
	file := map[string]any{"subsanacion": c.Id, "reemplaza": doc.Id, "archivo": hookstest.File("n.pdf", hookstest.PDF(1))}
	_, err := o.Create(t, mesa.ColDocumentos, file)
	hookstest.WantRefusal(t, err, 403, "", mesa.TextCorreoSinCodigo)
	hookstest.WantRefusal(t, o.SendCorrection(t, id, c.Id), 403, "", mesa.TextCorreoSinCodigo)
	c.Set("validada", true)
	if err := rule.Save(o, c); err != nil {
		t.Fatal(err)
	}
	o.Must(t, mesa.ColDocumentos, file)
	if err := o.SendCorrection(t, id, c.Id); err != nil {
		t.Fatal(hookstest.Explain(err))
	}
}
