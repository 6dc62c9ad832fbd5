package portal_test

import (
	"regexp"
	"strings"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
)

// mailKinds are the kinds of mail that the way through an office causes.
var mailKinds = []string{
	"archivo", "codigo", "derivacion", "desistimiento", "encauzada", "inicio_plazo", "no_presentada", "numeros", "observacion", "plazo",
	"prorroga", "reapertura", "recepcion", "recordatorio", "remitida", "respuesta", "resumen", "subsanacion",
}

// fileAndRead files a solicitud and reads the form at each of its parts.
func (v *visit) fileAndRead(texts map[string]string) {
	v.t.Helper()
	read := func(where string) { texts[where] = plain(v.Get(v.draft).Body) }
	v.start("natural")
	read("datos")
	v.identify()
	read("tramite")
	chosen := v.office.Tramite(v.t, 4) // ten days from the registration where the office says no other
	v.want(v.Post(v.draft+"/tramite", "tramite", chosen.Id, "asunto", "Presento prestación de servicios",
		"documento_tipo", "carta", "documento_fecha", "2026-03-20"), 303)
	read("documentos")
	v.attach()
	read("revisar")
	p := v.Post(v.draft + "/enviar")
	v.want(p, 303)
	texts["constancia"] = plain(v.Get(p.Location).Body)
}

// followAndRead takes that filing through an observation to its answer, and reads what the
// citizen is shown at each stage.
func (v *visit) followAndRead(texts map[string]string) {
	v.t.Helper()
	o, numero := v.office, "1-2026"
	id := v.filing(numero)
	track := func(where string) { texts[where] = plain(v.search("/seguimiento", numero, "11111111").Body) }
	track("recibida")
	o.Clock.Set("2026-03-23T10:00:00-05:00")
	doc := o.Observe(v.t, id)
	track("observada sin enviar")
	o.Deliver(v.t)
	track("observada")
	link := v.link()
	texts["aviso"] = plain(v.Get(link).Body)
	o.Acknowledge(v.t, id)
	texts["aviso confirmado"] = plain(v.Get(link).Body)
	last := o.Record(v.t, mesa.ColSolicitudes, id).GetDateTime("vence_subsanacion").Time()
	o.TickAt(v.t, last.Format("2006-01-02")+"T09:00:00-05:00")
	if p := v.search("/subsanar", numero, "11111111"); p.Status == 303 {
		texts["subsanar"] = plain(v.Get(p.Location).Body)
	}
	o.Correct(v.t, id, doc.Id)
	track("subsanada")
	v.officeAnswers(id, track)
	v.Post("/seguimiento/olvide", "correo", "juan@ejemplo.pe")
	o.Deliver(v.t)
}

// officeAnswers makes the moves of staff up to the answer.
func (v *visit) officeAnswers(id string, track func(string)) {
	v.t.Helper()
	o := v.office
	allowed := o.Tramite(v.t, 5)
	allowed.Set("prorroga_base", "Ley inventada, art. 1")
	if err := o.Save(allowed); err != nil {
		v.t.Fatal(hookstest.Explain(err))
	}
	o.MustMove(v.t, id, mesa.EtapaReconducido, map[string]any{"tramite": allowed.Id, "motivo": "Es otro trámite."})
	o.MustMove(v.t, id, mesa.EtapaRegistrado, nil)
	track("registrada")
	o.MustMove(v.t, id, mesa.EtapaDerivado, map[string]any{"area": o.Area(v.t).Id})
	o.Must(v.t, mesa.ColNoLaborables, map[string]any{"fecha": o.Now().AddDate(0, 0, 7), "nombre": "Aniversario", "base_legal": basis})
	o.TickAt(v.t, o.Now().Format("2006-01-02")+"T17:00:00-05:00")
	track("derivada")
	o.MustMove(v.t, id, mesa.EtapaProrrogado, map[string]any{"motivo": "Son 4000 folios.", "vence_nuevo": "2026-05-18"})
	o.MustMove(v.t, id, mesa.EtapaAtendido, map[string]any{"observaciones": "No procede.", "sentido": "desfavorable"})
	track("atendida")
}

// closeAndRead takes other filings out by every exit, for their mails.
func (v *visit) closeAndRead() {
	v.t.Helper()
	o := v.office
	o.MustMove(v.t, o.Filed(v.t, ofPaper).Id, mesa.EtapaRemitido, hookstest.Referral(o.Now()))
	o.MustMove(v.t, o.Filed(v.t, ofPaper).Id, mesa.EtapaDesistido, map[string]any{"motivo": "Carta 7."})
	archived, late := o.Filed(v.t, ofPaper).Id, o.Filed(v.t, ofPaper).Id
	o.MustMove(v.t, archived, mesa.EtapaRegistrado, nil)
	o.MustMove(v.t, archived, mesa.EtapaArchivado, map[string]any{"motivo": "Ya se entregó."})
	o.Observe(v.t, late)
	o.Deliver(v.t)
	o.Acknowledge(v.t, late)
	later := o.Now().AddDate(0, 0, 20).Format("2006-01-02")
	o.TickAt(v.t, later+"T09:00:00-05:00")
	o.DiscardOutages(v.t) // the program is taken to have worked meanwhile
	o.TickAt(v.t, later+"T09:01:00-05:00")
	o.MustMove(v.t, late, mesa.EtapaReabierto, map[string]any{"motivo": "Fue un error."})
}

// ofPaper says of a filing what an office may ask of its document.
var ofPaper = map[string]any{"documento_tipo": "carta", "documento_fecha": "2026-03-20 05:00:00.000Z"}

var subjectOfCode = regexp.MustCompile(`código de validación`)

// mails are the texts of all mails, by their kind; codes leave by another way.
func (v *visit) mails() map[string]string {
	v.t.Helper()
	texts := map[string]string{}
	rows, err := v.office.FindAllRecords(mesa.ColCorreos)
	if err != nil {
		v.t.Fatal(err)
	}
	for _, r := range rows {
		texts[r.GetString("tipo")] += plain(r.GetString("texto")) + " " + plain(r.GetString("html")) + " "
	}
	box := v.Get("/buzon.json").Body
	if subjectOfCode.MatchString(box) {
		texts["codigo"] = strings.NewReplacer("{", "", "}", "").Replace(plain(box))
	}
	return texts
}
