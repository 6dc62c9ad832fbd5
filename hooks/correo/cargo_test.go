package correo_test

import (
	"strings"
	"testing"

	"mesadepartes/hooks/cargo"
	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

const sunday = "2026-03-22T10:00:00-05:00"

// The mail of a filing is its proof for who never opens the page: procedure, folios of each
// file and of all, the day that counts, the receipt's code and address.
func TestTheMailOfAFilingSaysWhatTheReceiptProves(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		now  string
		want []string
		not  string
	}{
		"on a workday": {workday, []string{"Cuenta como presentada el: martes 24 de marzo de 2026"}, "Motivo:"},
		"on a Sunday": {sunday, []string{
			"Cuenta como presentada el: lunes 23 de marzo de 2026", "Motivo: el 22 de marzo fue domingo",
		}, "(el 22"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := hookstest.New(t, c.now)
			draft := o.Ready(t, nil)
			o.Must(t, mesa.ColDocumentos, map[string]any{
				"borrador": draft.Id, "clase": "anexo1", "archivo": hookstest.File("anexo.pdf", hookstest.PDF(1)),
			})
			s := o.Must(t, mesa.ColSolicitudes, map[string]any{"borrador": draft.Id})
			mail := o.NoticeOf(t, s.Id, "recepcion")
			code := codeOf(t, o, s.Id, mesa.EtapaRecepcion)
			tells(t, mail, append(c.want, "Trámite: "+o.Tramite(t, 1).GetString("nombre"),
				"3 folios", "1 folio", "Total de folios: 4", cargo.InFours(code), mesa.CargoPath(code))...)
			if text := mail.GetString("texto"); strings.Contains(text, c.not) {
				t.Errorf("the mail says %q: %s", c.not, text)
			}
		})
	}
}

// A correction is told as a filing is, whichever way it came.
func TestTheMailOfACorrectionSaysWhatTheReceiptProves(t *testing.T) {
	t.Parallel()
	for name, correct := range map[string]func(*hookstest.Office, string, string){
		"by the page": func(o *hookstest.Office, id, doc string) { o.Correct(t, id, doc) },
		"at the counter": func(o *hookstest.Office, id, _ string) {
			o.MustMove(t, id, mesa.EtapaSubsanado, map[string]any{
				"motivo": "Vino a mesa de partes.", "respuesta": hookstest.File("escaneo.pdf", hookstest.PDF(2)),
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := hookstest.New(t, workday)
			id := o.Filed(t, nil).Id
			doc := o.Observe(t, id)
			correct(o, id, doc.Id)
			code := codeOf(t, o, id, mesa.EtapaSubsanado)
			tells(t, o.NoticeOf(t, id, "subsanacion"), "Cuenta desde el: martes 24 de marzo de 2026",
				"Trámite: "+o.Tramite(t, 1).GetString("nombre"), "2 folios", "Total de folios: 2", cargo.InFours(code), mesa.CargoPath(code))
		})
	}
}

func TestTheMailOfAnAnswerNamesItsReceipt(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	id := o.Brought(t, mesa.Atendida)
	code := codeOf(t, o, id, mesa.EtapaAtendido)
	tells(t, o.NoticeOf(t, id, "respuesta"), cargo.InFours(code), mesa.CargoPath(code))
}

// tells looks for words in the text of a mail, and for those that are no label in its page.
func tells(t *testing.T, mail *core.Record, words ...string) {
	t.Helper()
	for _, want := range words {
		if !strings.Contains(mail.GetString("texto"), want) {
			t.Errorf("the text lacks %q: %s", want, mail.GetString("texto"))
		}
		_, value, label := strings.Cut(want, ": ")
		if !label {
			value = want
		}
		if !strings.Contains(mail.GetString("html"), value) {
			t.Errorf("the page lacks %q", value)
		}
	}
}

// codeOf is the code of the receipt of a stage.
func codeOf(t *testing.T, o *hookstest.Office, solicitud string, etapa mesa.Etapa) string {
	t.Helper()
	mov, err := o.FindFirstRecordByFilter(mesa.ColMovimientos, "solicitud = {:s} && etapa = {:e}",
		dbx.Params{"s": solicitud, "e": string(etapa)})
	if err != nil {
		t.Fatal(err)
	}
	code, err := o.Registro.CodeOf(o.App, mov)
	if err != nil || code == "" {
		t.Fatalf("the line has no receipt: %q, %v", code, err)
	}
	return code
}

// The receipt of a registration has no mail of its own: the mail that says where the filing
// went encloses it, and the answer links it.
func TestTheMailsAfterARegistrationBringItsReceipt(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	server := hookstest.NewSMTP(t, o.App)
	id := o.Brought(t, mesa.Derivada)
	code := codeOf(t, o, id, mesa.EtapaRegistrado)
	o.Deliver(t)
	tells(t, o.NoticeOf(t, id, "derivacion"), cargo.InFours(code), mesa.CargoPath(code))
	o.MustMove(t, id, mesa.EtapaAtendido, map[string]any{"observaciones": "Se atiende."})
	tells(t, o.NoticeOf(t, id, "respuesta"), "argo de recepción", mesa.CargoPath(code))
	enclosed := 0
	for _, mail := range server.Mails() {
		if hookstest.MailHas(mail, "cargo-"+code+".pdf") {
			enclosed++
		}
	}
	if enclosed != 1 {
		t.Errorf("%d mails enclose the receipt of the registration", enclosed)
	}
}

// A filing whose answer skips the areas, and one of the counter without an address.
func TestAnAnswerLinksTheReceiptOfTheRegistrationWhateverCameBefore(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	for name, s := range map[string]*core.Record{"mailed": o.Filed(t, nil), "at the counter": o.AtCounter(t, nil)} {
		o.MustMove(t, s.Id, mesa.EtapaRegistrado, nil)
		o.MustMove(t, s.Id, mesa.EtapaAtendido, map[string]any{"observaciones": "Se atiende."})
		code, answer := codeOf(t, o, s.Id, mesa.EtapaRegistrado), o.NoticeOf(t, s.Id, "respuesta")
		if !strings.Contains(answer.GetString("texto"), mesa.CargoPath(code)) {
			t.Errorf("%s: %s", name, answer.GetString("texto"))
		}
	}
}

// An answer whose file leaves no room for the receipt does not say that it goes with it.
func TestAHeavyAnswerOnlyLinksItsReceipt(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	server := hookstest.NewSMTP(t, o.App)
	id := o.Brought(t, mesa.Derivada)
	heavy := hookstest.File("respuesta.pdf", append(hookstest.PDF(1), make([]byte, 9<<20)...))
	o.MustMove(t, id, mesa.EtapaAtendido, map[string]any{"observaciones": "Se atiende.", "respuesta": heavy})
	o.Deliver(t)
	answer, code := o.NoticeOf(t, id, "respuesta"), codeOf(t, o, id, mesa.EtapaAtendido)
	tells(t, answer, mesa.CargoPath(code))
	text, wrong := answer.GetString("texto"), "va con este correo"
	if strings.Contains(text, wrong) || strings.Contains(answer.GetString("html"), wrong) {
		t.Error(text)
	}
	for _, mail := range server.Mails() {
		if hookstest.MailHas(mail, "cargo-"+code+".pdf") {
			t.Error("the receipt is enclosed beside 9 MB")
		}
	}
}
