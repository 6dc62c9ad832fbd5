package solicitud_test

import (
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

func TestEveryMoveOfTheContractAndNoOther(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	allowed := map[mesa.Estado]map[mesa.Etapa]mesa.Estado{
		mesa.Recibida:     {mesa.EtapaObservado: mesa.Observada, mesa.EtapaRegistrado: mesa.Registrada},
		mesa.Observada:    {},
		mesa.Subsanada:    {mesa.EtapaRegistrado: mesa.Registrada},
		mesa.NoPresentada: {},
		mesa.Registrada:   {mesa.EtapaDerivado: mesa.Derivada, mesa.EtapaAtendido: mesa.Atendida, mesa.EtapaArchivado: mesa.Archivada},
		mesa.Derivada:     {mesa.EtapaDerivado: mesa.Derivada, mesa.EtapaAtendido: mesa.Atendida, mesa.EtapaArchivado: mesa.Archivada},
		mesa.Atendida:     {mesa.EtapaArchivado: mesa.Archivada},
		mesa.Archivada:    {},
	}
	// A cédula repeats a notice, so there must have been one.
	notified := map[mesa.Estado]bool{mesa.Observada: true, mesa.Subsanada: true, mesa.NoPresentada: true, mesa.Atendida: true}
	for _, from := range mesa.Estados() {
		t.Run(string(from), func(t *testing.T) {
			id := o.Brought(t, from)
			for _, etapa := range mesa.Etapas() {
				want, ok := allowed[from][etapa]
				if etapa == mesa.EtapaNota || etapa == mesa.EtapaCedula && notified[from] {
					want, ok = from, true
				}
				if ok && want != from {
					id = o.Brought(t, from) // each allowed move gets a filing of its own
				}
				trail, _ := o.CountRecords(mesa.ColMovimientos)
				_, err := o.Move(t, id, etapa, map[string]any{"observaciones": "texto", "area": o.Area(t).Id})
				got := mesa.AsSolicitud(o.Record(t, mesa.ColSolicitudes, id)).Estado()
				after, _ := o.CountRecords(mesa.ColMovimientos)
				switch {
				case ok && (err != nil || got != want || after != trail+1):
					t.Errorf("%s: %v → %s, %d lines, want %s and one line", etapa, err, got, after-trail, want)
				case !ok && (err == nil || got != from || after != trail):
					t.Errorf("%s went through: %s, %d lines", etapa, got, after-trail)
				}
				if ok && want != from {
					id = o.Brought(t, from)
				}
			}
		})
	}
}

func TestAMoveNeedsWhatItNeeds(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	tramite := o.Tramite(t, 1)
	tramite.Set("area", "") // else it would be proposed
	if err := o.Save(tramite); err != nil {
		t.Fatal(err)
	}
	off := o.Must(t, mesa.ColAreas, map[string]any{"nombre": "ÁREA CERRADA", "activo": false})
	for _, c := range []struct {
		name   string
		from   mesa.Estado
		etapa  mesa.Etapa
		values map[string]any
		campo  string
		texto  string
	}{
		{"observar sin decir qué", mesa.Recibida, mesa.EtapaObservado, nil, "observaciones", mesa.TextFaltaObservacion},
		{"derivar sin área", mesa.Registrada, mesa.EtapaDerivado, nil, "area", mesa.TextFaltaArea},
		{"derivar a un área cerrada", mesa.Registrada, mesa.EtapaDerivado, map[string]any{"area": off.Id}, "area", mesa.TextAreaInactiva},
		{"atender sin respuesta", mesa.Registrada, mesa.EtapaAtendido, nil, "observaciones", mesa.TextFaltaRespuesta},
		{"nota vacía", mesa.Registrada, mesa.EtapaNota, nil, "observaciones", mesa.TextNotaVacia},
		{"PDF donde no va", mesa.Recibida, mesa.EtapaRegistrado,
			map[string]any{"respuesta": hookstest.File("a.pdf", hookstest.PDF(1))}, "respuesta", mesa.TextRespuestaSolo},
		{"respuesta que no es PDF", mesa.Registrada, mesa.EtapaAtendido,
			map[string]any{"observaciones": "Va", "respuesta": hookstest.File("a.pdf", []byte("MZ no soy un PDF"))},
			"respuesta", mesa.TextPDF("no_es_pdf", 0)},
	} {
		t.Run(c.name, func(t *testing.T) {
			id := o.Brought(t, c.from)
			_, err := o.Move(t, id, c.etapa, c.values)
			hookstest.WantRefusal(t, err, 422, c.campo, c.texto)
		})
	}
	if left, _ := o.FindAllRecords(mesa.ColDocumentos); countClass(left, mesa.ClaseRespuesta) != 0 {
		t.Error("a refused move left its answer behind")
	}
}

func countClass(docs []*core.Record, clase string) (n int) {
	for _, d := range docs {
		if d.GetString("clase") == clase {
			n++
		}
	}
	return n
}

func TestARefusedAnswerLeavesNoFile(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	id := o.Brought(t, mesa.Recibida) // not registered yet: ATENDIDO is refused after the PDF was stored
	_, err := o.Move(t, id, mesa.EtapaAtendido, map[string]any{"observaciones": "Va", "respuesta": hookstest.File("a.pdf", hookstest.PDF(1))})
	hookstest.WantRefusal(t, err, 409, "etapa", "")
	docs, _ := o.FindAllRecords(mesa.ColDocumentos)
	if countClass(docs, mesa.ClaseRespuesta) != 0 {
		t.Error("the answer of a refused move stayed")
	}
}

func TestRegistrationGivesTheExpedienteAndStartsTheTerm(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	id := o.Filed(t, nil).Id // procedure 1: 10 working days
	mov := o.MustMove(t, id, mesa.EtapaRegistrado, nil)
	s := o.Record(t, mesa.ColSolicitudes, id)
	if s.GetString("expediente") != "EXP-1-2026" || mov.GetString("expediente") != "EXP-1-2026" {
		t.Errorf("expediente %q / %q", s.GetString("expediente"), mov.GetString("expediente"))
	}
	// 24 March 2026 + 10 working days, with Holy Thursday and Good Friday between.
	if got := s.GetString("vence_respuesta"); got != "2026-04-09 05:00:00.000Z" {
		t.Errorf("vence_respuesta %s", got)
	}
	other := o.Filed(t, nil).Id
	o.MustMove(t, other, mesa.EtapaRegistrado, map[string]any{"expediente": "2026-77"})
	if got := o.Record(t, mesa.ColSolicitudes, other).GetString("expediente"); got != "2026-77" {
		t.Errorf("own expediente %q", got)
	}
}

func TestTheTermMayRunFromTheFiling(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.Set(t, map[string]any{"inicio_plazo": "presentacion"})
	plain := o.Filed(t, nil).Id
	corrected := o.Filed(t, nil).Id
	doc := o.Observe(t, corrected)
	o.Clock.Set("2026-03-25T10:00:00-05:00")
	o.Correct(t, corrected, doc.Id)
	o.Clock.Set("2026-03-27T10:00:00-05:00")
	for id, want := range map[string]string{plain: "2026-04-09 05:00:00.000Z", corrected: "2026-04-10 05:00:00.000Z"} {
		o.MustMove(t, id, mesa.EtapaRegistrado, nil)
		if got := o.Record(t, mesa.ColSolicitudes, id).GetString("vence_respuesta"); got != want {
			t.Errorf("vence_respuesta %s, want %s", got, want)
		}
	}
}

func TestAnAnswerIsKeptAndMailed(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	mail := hookstest.NewSMTP(t, o.App)
	id := o.Filed(t, nil).Id
	o.MustMove(t, id, mesa.EtapaRegistrado, nil)
	o.MustMove(t, id, mesa.EtapaAtendido, map[string]any{
		"observaciones": "Procede <b>todo</b>.", "respuesta": hookstest.File("carta.pdf", hookstest.PDF(2)),
	})
	docs := o.Documents(t, id)
	if countClass(docs, mesa.ClaseRespuesta) != 1 {
		t.Fatalf("documents %v", docs)
	}
	if _, err := o.Mailer.Deliver(o.App); err != nil {
		t.Fatal(err)
	}
	mails := mail.Mails()
	last := mails[len(mails)-1]
	for _, part := range []string{"carta.pdf", "application/pdf", "Procede &lt;b&gt;todo&lt;/b&gt;"} {
		if !hookstest.MailHas(last, part) {
			t.Errorf("the mail lacks %q", part)
		}
	}
}
