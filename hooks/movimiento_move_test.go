package hooks_test

import (
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// brought takes a new filing to a state by the moves a real one makes.
func brought(t *testing.T, o *hookstest.Office, estado mesa.Estado) string {
	t.Helper()
	id := o.Filed(t, nil).Id
	area := map[string]any{"area": o.Area(t).Id}
	switch estado {
	case mesa.Observada, mesa.NoPresentada, mesa.Subsanada:
		doc := o.Observe(t, id)
		if estado == mesa.NoPresentada {
			at := o.Now()
			o.Clock.Add(10 * 24 * time.Hour)
			if err := o.CloseOverdue(o.App); err != nil {
				t.Fatal(err)
			}
			o.Clock.Set(at.Format(time.RFC3339))
		}
		if estado == mesa.Subsanada {
			correct(t, o, id, doc.Id)
		}
	case mesa.Registrada:
		o.MustMove(t, id, mesa.EtapaRegistrado, nil)
	case mesa.Derivada:
		o.MustMove(t, id, mesa.EtapaRegistrado, nil)
		o.MustMove(t, id, mesa.EtapaDerivado, area)
	case mesa.Atendida:
		o.MustMove(t, id, mesa.EtapaRegistrado, nil)
		o.MustMove(t, id, mesa.EtapaAtendido, map[string]any{"observaciones": "Procede."})
	case mesa.Archivada:
		o.MustMove(t, id, mesa.EtapaRegistrado, nil)
		o.MustMove(t, id, mesa.EtapaArchivado, nil)
	}
	if got := mesa.AsSolicitud(o.Record(t, mesa.ColSolicitudes, id)).Estado(); got != estado {
		t.Fatalf("brought to %s, want %s", got, estado)
	}
	return id
}

// correct sends a correction that replaces one document.
func correct(t *testing.T, o *hookstest.Office, solicitud, doc string) *core.Record {
	t.Helper()
	c := o.Must(t, mesa.ColSubsanacion, map[string]any{"solicitud": solicitud, "secreto": "x"})
	o.Must(t, mesa.ColDocumentos, map[string]any{"subsanacion": c.Id, "reemplaza": doc, "archivo": hookstest.File("nuevo.pdf", hookstest.PDF(2))})
	if err := sendCorrection(t, o, solicitud, c.Id); err != nil {
		t.Fatalf("correction: %s", hookstest.Explain(err))
	}
	return c
}

func sendCorrection(t *testing.T, o *hookstest.Office, solicitud, correction string) error {
	t.Helper()
	c, err := o.FindCollectionByNameOrId(mesa.ColMovimientos)
	if err != nil {
		t.Fatal(err)
	}
	mov := core.NewRecord(c)
	mov.Load(map[string]any{"solicitud": solicitud, "etapa": "SUBSANADO", "subsanacion": correction})
	mesa.SetActor(mov, mesa.Actor{Mano: mesa.ManoCiudadano, Name: "solicitudes/x JUAN"})
	return o.Save(mov)
}

func TestEveryMoveOfTheContractAndNoOther(t *testing.T) {
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
			id := brought(t, o, from)
			for _, etapa := range mesa.Etapas() {
				want, ok := allowed[from][etapa]
				if etapa == mesa.EtapaNota || etapa == mesa.EtapaCedula && notified[from] {
					want, ok = from, true
				}
				if ok && want != from {
					id = brought(t, o, from) // each allowed move gets a filing of its own
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
					id = brought(t, o, from)
				}
			}
		})
	}
}

func TestAMoveNeedsWhatItNeeds(t *testing.T) {
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
		{"PDF donde no va", mesa.Recibida, mesa.EtapaRegistrado, map[string]any{"respuesta": hookstest.File("a.pdf", hookstest.PDF(1))}, "respuesta", mesa.TextRespuestaSolo},
		{"respuesta que no es PDF", mesa.Registrada, mesa.EtapaAtendido, map[string]any{"observaciones": "Va", "respuesta": hookstest.File("a.pdf", []byte("MZ no soy un PDF"))}, "respuesta", mesa.TextPDF("no_es_pdf", 0)},
	} {
		t.Run(c.name, func(t *testing.T) {
			id := brought(t, o, c.from)
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
	o := hookstest.New(t, workday)
	id := brought(t, o, mesa.Recibida) // not registered yet: ATENDIDO is refused after the PDF was stored
	_, err := o.Move(t, id, mesa.EtapaAtendido, map[string]any{"observaciones": "Va", "respuesta": hookstest.File("a.pdf", hookstest.PDF(1))})
	hookstest.WantRefusal(t, err, 409, "etapa", "")
	docs, _ := o.FindAllRecords(mesa.ColDocumentos)
	if countClass(docs, mesa.ClaseRespuesta) != 0 {
		t.Error("the answer of a refused move stayed")
	}
}

func TestRegistrationGivesTheExpedienteAndStartsTheTerm(t *testing.T) {
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
	o := hookstest.New(t, workday)
	o.Set(t, map[string]any{"inicio_plazo": "presentacion"})
	plain := o.Filed(t, nil).Id
	corrected := o.Filed(t, nil).Id
	doc := o.Observe(t, corrected)
	o.Clock.Set("2026-03-25T10:00:00-05:00")
	correct(t, o, corrected, doc.Id)
	o.Clock.Set("2026-03-27T10:00:00-05:00")
	for id, want := range map[string]string{plain: "2026-04-09 05:00:00.000Z", corrected: "2026-04-10 05:00:00.000Z"} {
		o.MustMove(t, id, mesa.EtapaRegistrado, nil)
		if got := o.Record(t, mesa.ColSolicitudes, id).GetString("vence_respuesta"); got != want {
			t.Errorf("vence_respuesta %s, want %s", got, want)
		}
	}
}

func TestAnAnswerIsKeptAndMailed(t *testing.T) {
	o := hookstest.NewProduction(t, workday)
	mail := hookstest.NewSMTP(t, o.App)
	id := o.Filed(t, nil).Id
	o.MustMove(t, id, mesa.EtapaRegistrado, nil)
	o.MustMove(t, id, mesa.EtapaAtendido, map[string]any{"observaciones": "Procede <b>todo</b>.", "respuesta": hookstest.File("carta.pdf", hookstest.PDF(2))})
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
		if !containsDecoded(last, part) {
			t.Errorf("the mail lacks %q", part)
		}
	}
}
