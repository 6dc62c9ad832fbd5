package e2e

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/pdf"
	"mesadepartes/ui/uitest"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/pocketbase/pocketbase/core"
)

// The staff's guide shows the real screens: these are its pictures.
func TestTheStaffsGuideHasPictures(t *testing.T) {
	t.Parallel()
	p, o := openInbox(t, 0, false)
	o.ByLaw(t) // as a new office is set
	for i, who := range []struct{ nombres, apellidos, asunto string }{
		{"ROSA", "QUISPE MAMANI", "Pido copia del contrato de mantenimiento de 2025"},
		{"LUIS ALBERTO", "ÑAHUI TORRES", "Reclamo por la demora en la entrega de materiales"},
		{"CARMEN", "FLORES DÍAZ", "Presento mi currículo para la convocatoria"},
	} {
		draft := o.Draft(t, map[string]any{
			"nombres": who.nombres, "apellidos": who.apellidos, "asunto": who.asunto, "tramite": o.Tramite(t, i+1).Id,
		})
		o.Prove(t, draft)
		paper, err := pdf.Write(pdf.Paper{Title: "Solicitud", Lead: []string{"Lima, 24 de marzo de 2026"}, Parts: []pdf.Part{
			{Text: []string{"Señores de la entidad:", who.asunto + ".", "Adjunto lo que pide el TUPA. Agradeceré su respuesta por correo."}},
			{Rows: []pdf.Row{{Name: "Firma", Value: who.nombres + " " + who.apellidos}}},
		}})
		if err != nil {
			t.Fatal(err)
		}
		for _, clase := range []string{"principal", "anexo1"} {
			o.Must(t, mesa.ColDocumentos, map[string]any{"borrador": draft.Id, "clase": clase, "archivo": hookstest.File(clase+".pdf", paper)})
		}
		o.Must(t, mesa.ColSolicitudes, map[string]any{"borrador": draft.Id})
	}
	p.open("/bandeja")
	p.see("ROSA QUISPE MAMANI")
	p.look("bandeja-guia-lista")
	p.open("/bandeja/1-2026")
	p.wait("the document is drawn", `document.querySelector(".bd-pliego canvas")?.width > 300`)
	p.look("bandeja-guia-revision")
	p.press("Observar")
	p.focusedIn("observar")
	p.keys(" ")
	p.keys("Falta la firma en la última página.")
	p.look("bandeja-guia-observar")
	p.open("/bandeja/guia")
	p.see("Guía del personal")
	p.look("bandeja-guia")
	p.fitsTwoSheets("guia")
	if p.pictured != len(guide)-1 { // one is of the administrator's guide
		t.Errorf("the test came through %d of the guide's %d pictures", p.pictured, len(guide)-1)
	}
}

// fitsTwoSheets prints the page as staff do, on A4.
func (p *page) fitsTwoSheets(name string) {
	p.t.Helper()
	printed, err := chromedp.Call(p.ctx, cdppage.PrintToPDF, cdppage.PrintToPDFParams{PaperWidth: 8.27, PaperHeight: 11.69})
	if err != nil {
		p.t.Fatal(err)
	}
	if folder := os.Getenv("MESA_FOTOS"); folder != "" {
		_ = os.WriteFile(filepath.Join(folder, name+".pdf"), printed.Data, 0o600)
	}
	if n := bytes.Count(printed.Data, []byte("/Type /Page\n")); n < 1 || n > 2 {
		p.t.Errorf("the guide takes %d sheets", n)
	}
}

// So does the guide of who sets the office up.
func TestTheGuideOfGoingLiveHasPictures(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := hookstest.New(t, openingTime)
	o.Must(t, core.CollectionNameSuperusers, map[string]any{"email": adminMail, "password": adminKey})
	p := openBrowserAt(t, &office{t: t, url: uitest.Serve(t, o).URL}, false)
	p.open("/bandeja")
	p.see("Ingresar a la bandeja")
	p.fill("correo", adminMail)
	p.fill("clave", adminKey)
	p.press("Ingresar")
	p.see("Puesta en marcha")
	p.open("/bandeja/puesta-en-marcha")
	p.see("Estos datos son de mi entidad")
	p.look("bandeja-guia-puesta")
	p.open("/bandeja/guia/puesta-en-marcha")
	p.see("Puesta en marcha, en diez minutos")
	p.look("bandeja-guia-marcha")
	p.fitsTwoSheets("guia-puesta-en-marcha")
	if p.pictured != 1 {
		t.Errorf("the test came through %d of the guide's pictures", p.pictured)
	}
}
