package solicitud_test

import (
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

func TestEveryMoveOfTheContractAndNoOther(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	o := hookstest.New(t, workday)
	type leads = map[mesa.Etapa]mesa.Estado
	working := func(same mesa.Estado) leads {
		return leads{
			mesa.EtapaDerivado: mesa.Derivada, mesa.EtapaAtendido: mesa.Atendida, mesa.EtapaArchivado: mesa.Archivada,
			mesa.EtapaReconducido: same, mesa.EtapaRemitido: mesa.Remitida, mesa.EtapaProrrogado: same, mesa.EtapaDesistido: mesa.Archivada,
		}
	}
	review := func(same mesa.Estado) leads {
		return leads{
			mesa.EtapaRegistrado: mesa.Registrada, mesa.EtapaReconducido: same, mesa.EtapaRemitido: mesa.Remitida,
			mesa.EtapaDesistido: mesa.Archivada,
		}
	}
	allowed := map[mesa.Estado]leads{
		mesa.Recibida:     review(mesa.Recibida),
		mesa.Observada:    {mesa.EtapaSubsanado: mesa.Subsanada, mesa.EtapaDesistido: mesa.Archivada},
		mesa.Subsanada:    review(mesa.Subsanada),
		mesa.NoPresentada: {mesa.EtapaReabierto: mesa.Observada},
		mesa.Registrada:   working(mesa.Registrada),
		mesa.Derivada:     working(mesa.Derivada),
		mesa.Atendida:     {mesa.EtapaArchivado: mesa.Archivada},
		mesa.Archivada:    {mesa.EtapaReabierto: mesa.Registrada},
		mesa.Remitida:     {mesa.EtapaReabierto: mesa.Recibida},
	}
	allowed[mesa.Recibida][mesa.EtapaObservado] = mesa.Observada
	allowed[mesa.Subsanada][mesa.EtapaNoPresentado] = mesa.NoPresentada
	allowed[mesa.Derivada][mesa.EtapaDevuelto] = mesa.Registrada
	// A cédula repeats a notice, so there must have been one.
	notified := map[mesa.Estado]bool{mesa.Observada: true, mesa.Subsanada: true, mesa.NoPresentada: true, mesa.Atendida: true,
		mesa.Archivada: true, mesa.Remitida: true}
	for _, from := range mesa.Estados() {
		t.Run(string(from), func(t *testing.T) {
			id := o.Brought(t, from)
			for _, etapa := range mesa.Etapas() {
				want, ok := allowed[from][etapa]
				if etapa == mesa.EtapaNota || etapa == mesa.EtapaCedula && notified[from] {
					want, ok = from, true
				}
				trail, _ := o.CountRecords(mesa.ColMovimientos)
				_, err := o.Move(t, id, etapa, everything(t, o, etapa))
				got := mesa.AsSolicitud(o.Record(t, mesa.ColSolicitudes, id)).Estado()
				after, _ := o.CountRecords(mesa.ColMovimientos)
				switch {
				case ok && (err != nil || got != want || after != trail+1):
					t.Errorf("%s: %s → %s, %d lines, want %s and one line", etapa, hookstest.Explain(err), got, after-trail, want)
				case !ok && (err == nil || got != from || after != trail):
					t.Errorf("%s went through: %s, %d lines", etapa, got, after-trail)
				}
				if ok {
					id = o.Brought(t, from) // each allowed move gets a filing of its own
				}
			}
		})
	}
}

// everything is what any stage may ask for.
func everything(t testing.TB, o *hookstest.Office, etapa mesa.Etapa) map[string]any {
	t.Helper()
	values := hookstest.Referral(o.Now())
	values["observaciones"], values["area"], values["tramite"] = "texto", o.Area(t).Id, o.Tramite(t, 2).Id
	values["vence_nuevo"], values["instrucciones"] = "2026-10-15", "Responda antes del viernes."
	if etapa == mesa.EtapaCedula {
		for !o.Reading(t).IsWorking(o.Now()) { // no cédula is delivered on such a day
			o.Clock.Add(24 * time.Hour)
		}
		values["entregada_el"], values["cedula_numero"] = o.Now(), "12-2026"
	}
	if etapa == mesa.EtapaSubsanado {
		values["respuesta"] = hookstest.File("escaneo.pdf", hookstest.PDF(2))
	}
	return values
}

func TestAMoveNeedsWhatItNeeds(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	o := hookstest.New(t, workday)
	tramite := o.Tramite(t, 1)
	tramite.Set("area", "") // else it would be proposed
	if err := o.Save(tramite); err != nil {
		t.Fatal(err)
	}
	retired := o.Tramite(t, 2)
	retired.Set("activo", false)
	if err := o.Save(retired); err != nil {
		t.Fatal(err)
	}
	why := map[string]any{"motivo": "x"}
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
		{"atender con un sentido inventado", mesa.Registrada, mesa.EtapaAtendido,
			map[string]any{"observaciones": "Va", "sentido": "quizás"}, "sentido", mesa.TextSentido},
		{"responder con un documento de mañana", mesa.Registrada, mesa.EtapaAtendido,
			map[string]any{"observaciones": "Va", "documento_fecha": "2026-03-25"}, "documento_fecha", mesa.TextFechaManana},
		{"responder con un documento de ayer", mesa.Registrada, mesa.EtapaAtendido,
			map[string]any{"observaciones": "Va", "documento_fecha": "2026-03-23"}, "documento_fecha", mesa.TextFechaAntes},
		{"devolver sin motivo", mesa.Derivada, mesa.EtapaDevuelto, nil, "motivo", mesa.TextFaltaMotivo},
		{"reconducir sin motivo", mesa.Recibida, mesa.EtapaReconducido, nil, "motivo", mesa.TextFaltaMotivo},
		{"reconducir a ningún trámite", mesa.Recibida, mesa.EtapaReconducido, why, "tramite", mesa.TextOtroTramite},
		{"reconducir al mismo trámite", mesa.Recibida, mesa.EtapaReconducido,
			map[string]any{"motivo": "x", "tramite": tramite.Id}, "tramite", mesa.TextOtroTramite},
		{"reconducir a un trámite retirado", mesa.Recibida, mesa.EtapaReconducido,
			map[string]any{"motivo": "x", "tramite": retired.Id}, "tramite", mesa.TextOtroTramite},
		{"remitir sin motivo", mesa.Recibida, mesa.EtapaRemitido, nil, "motivo", mesa.TextFaltaMotivo},
		{"remitir a nadie", mesa.Recibida, mesa.EtapaRemitido, why, "entidad_destino", mesa.TextFaltaEntidad},
		{"remitir sin oficio", mesa.Recibida, mesa.EtapaRemitido, why, "documento_numero", mesa.TextFaltaOficio},
		{"remitir sin fecha", mesa.Recibida, mesa.EtapaRemitido, why, "documento_fecha", mesa.TextFaltaFechaOficio},
		{"prorrogar sin motivo", mesa.Registrada, mesa.EtapaProrrogado, nil, "motivo", mesa.TextFaltaMotivo},
		{"prorrogar sin día", mesa.Registrada, mesa.EtapaProrrogado, why, "vence_nuevo", mesa.TextFaltaVenceNuevo},
		{"prorrogar al mismo día", mesa.Registrada, mesa.EtapaProrrogado, map[string]any{"motivo": "x", "vence_nuevo": "2026-04-09"},
			"vence_nuevo", mesa.TextVenceNuevoAntes("jueves 9 de abril de 2026")},
		{"prorrogar a un sábado", mesa.Registrada, mesa.EtapaProrrogado, map[string]any{"motivo": "x", "vence_nuevo": "2026-04-11"},
			"vence_nuevo", mesa.TextVenceNuevoInutil},
		{"desistir sin el documento", mesa.Observada, mesa.EtapaDesistido, nil, "motivo", mesa.TextFaltaDesistimiento},
		{"archivar sin motivo", mesa.Derivada, mesa.EtapaArchivado, nil, "motivo", mesa.TextFaltaMotivo},
		{"reabrir sin motivo", mesa.Archivada, mesa.EtapaReabierto, nil, "motivo", mesa.TextFaltaMotivo},
		{"subsanar en mesa sin escaneo", mesa.Observada, mesa.EtapaSubsanado, why, "respuesta", mesa.TextFaltaEscaneo},
		{"subsanar en mesa sin motivo", mesa.Observada, mesa.EtapaSubsanado,
			map[string]any{"respuesta": hookstest.File("a.pdf", hookstest.PDF(1))}, "motivo", mesa.TextFaltaMotivo},
		{"no presentada sin decir qué faltó", mesa.Subsanada, mesa.EtapaNoPresentado, nil, "motivo", mesa.TextFaltaMalSubsanado},
		{"motivo muy largo", mesa.Derivada, mesa.EtapaDevuelto, map[string]any{"motivo": strings.Repeat("ñ", mesa.MaxMotivo+1)},
			"motivo", mesa.TextTooLong(mesa.MaxMotivo)},
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
	if left, _ := o.FindAllRecords(mesa.ColDocumentos); countClass(left, mesa.ClaseRespuesta)+countClass(left, mesa.ClaseAnexo(1)) != 0 {
		t.Error("a refused move left its PDF behind")
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

// Two filings join one expediente only when the officer says so, or the filing names it.
func TestATakenExpedienteIsAskedAbout(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	first, second, third := o.Filed(t, nil), o.Filed(t, nil), o.Filed(t, nil)
	o.MustMove(t, first.Id, mesa.EtapaRegistrado, map[string]any{"expediente": "045-2026"})
	for _, id := range []string{second.Id, third.Id} {
		_, err := o.Move(t, id, mesa.EtapaRegistrado, map[string]any{"expediente": " 045-2026 "})
		hookstest.WantRefusal(t, err, 409, "confirma_expediente", mesa.TextExpedienteTomado("045-2026", "1-2026"))
	}
	o.MustMove(t, second.Id, mesa.EtapaRegistrado, map[string]any{"expediente": "045-2026", "confirma_expediente": true})
	if got := o.Record(t, mesa.ColSolicitudes, second.Id).GetString("expediente"); got != "045-2026" {
		t.Errorf("joined to %q", got)
	}
	o.MustMove(t, third.Id, mesa.EtapaRegistrado, nil)
}
