package solicitud_test

import (
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

const pedido = "Copia de las órdenes de compra N.° 12 y 13 del año 2025.\nTambién los informes técnicos de ñandúes."

// information are the values of a draft that asks for public information.
func information(o *hookstest.Office, t *testing.T) map[string]any {
	return map[string]any{"tramite": o.Tramite(t, 1).Id, "asunto": "Órdenes de compra", "pedido": pedido, "entrega": "correo"}
}

// escritoOf is the principal document of a draft or a filing, nil when there is none.
func escritoOf(o *hookstest.Office, t *testing.T, column, id string) *core.Record {
	t.Helper()
	docs, err := o.FindRecordsByFilter(mesa.ColDocumentos, column+" = {:id} && clase = 'principal'", "", 0, 0, map[string]any{"id": id})
	if err != nil || len(docs) > 1 {
		t.Fatalf("%d principal documents, %v", len(docs), err)
	}
	if len(docs) == 0 {
		return nil
	}
	return docs[0]
}

func TestARequestForInformationNeedsNoPDF(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	draft := o.Draft(t, information(o, t))
	if escritoOf(o, t, "borrador", draft.Id) != nil {
		t.Error("an escrito before the address is proved")
	}
	o.Prove(t, draft)
	first := escritoOf(o, t, "borrador", draft.Id)
	if first == nil || first.GetString("escrito") == "" || first.GetInt("folios") != 1 {
		t.Fatalf("escrito: %v", first)
	}
	said := hookstest.PDFText(t, o, first)
	for _, words := range []string{
		"SOLICITUD DE ACCESO A LA INFORMACIÓN PÚBLICA", "JUAN PEREZ PEREZ", "DNI 11111111", "Av. Inventada 123, Lima", "juan@ejemplo.pe",
		"órdenes de compra N.° 12 y 13", "informes técnicos de ñandúes", "Forma de entrega: Correo electrónico", "24 de marzo de 2026",
	} {
		if !strings.Contains(said, hookstest.Tight(words)) {
			t.Errorf("the escrito lacks %q: %s", words, said)
		}
	}
	s := o.Must(t, mesa.ColSolicitudes, map[string]any{"borrador": draft.Id})
	filed := o.Record(t, mesa.ColSolicitudes, s.Id)
	if filed.GetString("numero") != "1-2026" || filed.GetString("pedido") != pedido || filed.GetString("entrega") != "correo" {
		t.Errorf("filing: %v", filed)
	}
	if got := escritoOf(o, t, "solicitud", s.Id); got == nil || got.Id != first.Id {
		t.Error("another escrito was filed than the one that was read")
	}
}

func TestTheEscritoFollowsTheText(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	draft := o.Draft(t, information(o, t))
	o.Prove(t, draft)
	first := escritoOf(o, t, "borrador", draft.Id)
	change := func(values map[string]any) *core.Record {
		t.Helper()
		r := o.Record(t, mesa.ColBorradores, draft.Id)
		r.Load(values)
		if err := o.Save(r); err != nil {
			t.Fatal(hookstest.Explain(err))
		}
		return escritoOf(o, t, "borrador", draft.Id)
	}
	if same := change(map[string]any{"asunto": "Órdenes de compra"}); same.Id != first.Id {
		t.Error("the same text was written twice")
	}
	second := change(map[string]any{"pedido": "Otra cosa"})
	if second.Id == first.Id || !strings.Contains(hookstest.PDFText(t, o, second), "Otracosa") {
		t.Error("a changed text left the old escrito")
	}
	if other := change(map[string]any{"tramite": o.Tramite(t, 2).Id}); other != nil {
		t.Error("another procedure kept the escrito")
	}
	if again := change(map[string]any{"tramite": o.Tramite(t, 1).Id}); again == nil || again.GetString("escrito") == "" {
		t.Error("coming back wrote no escrito")
	}
	o.Must(t, mesa.ColDocumentos, map[string]any{
		"borrador": draft.Id, "clase": mesa.ClasePrincipal, "archivo": hookstest.File("mio.pdf", hookstest.PDF(2)), "escrito": "forged",
	})
	if own := change(map[string]any{"pedido": "Y otra más"}); own.GetString("escrito") != "" || own.GetInt("folios") != 2 {
		t.Error("an uploaded document was written over")
	}
	if err := o.Delete(escritoOf(o, t, "borrador", draft.Id)); err != nil {
		t.Fatal(err)
	}
	if back := escritoOf(o, t, "borrador", draft.Id); back == nil || !strings.Contains(hookstest.PDFText(t, o, back), "Yotramás") {
		t.Error("the escrito did not come back when the file went")
	}
}

func TestARequestIsRefusedBesideItsField(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	for _, c := range []struct{ campo, value, texto string }{
		{"pedido", strings.Repeat("á", 4001), mesa.TextTooLong(4000)}, {"entrega", "", mesa.TextEntrega},
		{"entrega", "otro", mesa.TextEntregaOtro}, {"entrega", "paloma", ""},
	} {
		draft := o.Draft(t, information(o, t))
		draft.Set(c.campo, c.value)
		campo := c.campo
		if c.value == "otro" {
			campo = "entrega_otro"
		}
		hookstest.WantRefusal(t, o.Save(draft), 422, campo, cmpOr(c.texto, mesa.TextDatoInvalido))
	}
	values := information(o, t)
	values["pedido"] = strings.Repeat("ñ", 4000)
	draft := o.Draft(t, values)
	o.Prove(t, draft)
	if long := escritoOf(o, t, "borrador", draft.Id); long == nil || long.GetInt("folios") < 2 {
		t.Errorf("4,000 letters in a row: %v", long)
	}
	empty := o.Draft(t, map[string]any{"tramite": o.Tramite(t, 1).Id})
	o.Prove(t, empty)
	_, err := o.Create(t, mesa.ColSolicitudes, map[string]any{"borrador": empty.Id})
	hookstest.WantRefusal(t, err, 422, mesa.ClasePrincipal, mesa.TextFaltaPedido)
}

func cmpOr(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func TestInformationIsOpenToAnyIdentityDocument(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	values := information(o, t)
	values["tipo_documento"], values["numero_documento"] = mesa.Pasaporte, "X1234567"
	draft := o.Draft(t, values)
	draft.Set("tramite", o.Tramite(t, 2).Id)
	hookstest.WantRefusal(t, o.Save(draft), 422, "tramite", mesa.TextDocumentoNoAdmite)
	usual := o.Draft(t, map[string]any{"tramite": o.Tramite(t, 2).Id})
	usual.Load(map[string]any{"tipo_documento": mesa.Pasaporte, "numero_documento": "X1234567"})
	hookstest.WantRefusal(t, o.Save(usual), 422, "tipo_documento", mesa.TextDocumentoNoAdmite)
	o.Set(t, map[string]any{"documentos_identidad": []string{mesa.DNI, mesa.Pasaporte}})
	if err := o.Save(usual); err != nil {
		t.Error(hookstest.Explain(err))
	}
}

func TestAnAdmittedRequestIsNotObserved(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	s := o.Filed(t, map[string]any{"tramite": o.Tramite(t, 1).Id}) // a PDF does, without a typed request
	other := o.Filed(t, map[string]any{"tramite": o.Tramite(t, 2).Id})
	o.Clock.Add(4 * 24 * time.Hour)
	for _, doc := range o.Documents(t, s.Id) {
		doc.Load(map[string]any{"observado": true, "observacion": "Falta la firma."})
		if err := o.Save(doc); err != nil {
			t.Fatal(hookstest.Explain(err))
		}
	}
	_, err := o.Move(t, s.Id, mesa.EtapaObservado, nil)
	hookstest.WantRefusal(t, err, 409, "etapa", mesa.TextSAIPAdmitida)
	o.MustMove(t, other.Id, mesa.EtapaObservado, map[string]any{"observaciones": "Tarde, pero se observa."})
}

// A reopening gives an admitted request no new days to be observed (art. 16.1 of DS
// 007-2024-JUS).
func TestAReopenedRequestThatWasAdmittedIsNotObserved(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, monday)
	id := o.Filed(t, map[string]any{"tramite": o.Tramite(t, 1).Id}).Id
	play(t, o, id, act{"2026-11-06 10:00:00", mesa.EtapaRemitido, referral("2026-11-06")},
		act{"2026-11-09 10:00:00", mesa.EtapaReabierto, because})
	_, err := o.Move(t, id, mesa.EtapaObservado, map[string]any{"observaciones": "Falta la firma."})
	hookstest.WantRefusal(t, err, 409, "etapa", mesa.TextSAIPAdmitida)
}
