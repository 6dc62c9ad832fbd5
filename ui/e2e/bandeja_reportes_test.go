package e2e

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"

	"github.com/chromedp/cdproto/emulation"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/pocketbase/pocketbase/core"
)

// reportDays are the filings of each day of two weeks of a busy office.
var reportDays = []int{3, 5, 2, 4, 6, 0, 1, 4, 7, 3, 2, 5, 0, 0, 3}

// openReports is a browser of the head of an office that worked for two weeks.
func openReports(t *testing.T) *page {
	t.Helper()
	chromium(t)
	o := hookstest.New(t, openingTime)
	o.Must(t, mesa.ColPersonal, map[string]any{
		"email": "jefa@ejemplo.pe", "password": adminKey, "nombre": "ROSA DE PRUEBA", "rol": "jefatura", "activo": true,
	})
	var desk []*core.Record
	for _, nombre := range []string{"ANA DE PRUEBA", "LUIS DE PRUEBA"} {
		desk = append(desk, o.Must(t, mesa.ColPersonal, map[string]any{
			"email": nombre[:3] + "@ejemplo.pe", "password": adminKey, "nombre": nombre, "rol": "mesa", "activo": true,
		}))
	}
	move := func(s *core.Record, n int, etapa mesa.Etapa, values map[string]any) {
		t.Helper()
		c, err := o.FindCachedCollectionByNameOrId(mesa.ColMovimientos)
		if err != nil {
			t.Fatal(err)
		}
		mov := core.NewRecord(c)
		mov.Load(values)
		mov.Set("solicitud", s.Id)
		mov.Set("etapa", string(etapa))
		mesa.SetActor(mov, mesa.StaffActor(desk[n/3%2]))
		if err := o.Save(mov); err != nil {
			t.Fatal(err)
		}
	}
	area, n := o.Area(t).Id, 0
	var waiting []*core.Record
	for _, filings := range reportDays {
		for range filings {
			n++
			s := o.Filed(t, map[string]any{"tramite": o.Tramite(t, 1+n%5).Id})
			switch n % 4 {
			case 0:
				o.Observe(t, s.Id)
			case 1:
				waiting = append(waiting, s)
				move(s, n, mesa.EtapaRegistrado, nil)
			case 2:
				move(s, n, mesa.EtapaRegistrado, nil)
				move(s, n, mesa.EtapaDerivado, map[string]any{"area": area})
			}
			o.Clock.Add(11 * time.Minute)
		}
		if len(waiting) > 3 {
			move(waiting[0], n, mesa.EtapaAtendido, map[string]any{"observaciones": "Se responde.", "sentido": "favorable"})
			waiting = waiting[1:]
		}
		o.Clock.Add(24*time.Hour - time.Duration(filings)*11*time.Minute)
	}
	p := openBrowserAt(t, &office{t: t, url: uitest.Serve(t, o).URL}, false)
	p.open("/bandeja/ingresar")
	p.fill("correo", "jefa@ejemplo.pe")
	p.fill("clave", adminKey)
	p.press("Ingresar")
	p.see("Por vencer")
	return p
}

// The head of the office reads the report, its registers, and prints it.
func TestTheReportsAreReadAndPrinted(t *testing.T) {
	t.Parallel()
	p := openReports(t)
	p.open("/bandeja/reportes")
	p.see("Ingresaron", "Plazos de ley")
	p.look("reportes")
	p.printed("reportes")
	p.press("Ver los números")
	p.look("reportes-numeros")
	p.open("/bandeja/reportes?registro=diario")
	p.see("Registro de ingresos y salidas")
	p.look("reportes-diario")
	p.printed("reportes-diario")
	p.open("/bandeja/reportes?registro=saip")
	p.see("Pedidos de acceso")
	p.look("reportes-saip")
}

// printed audits the page as paper shows it, and keeps it when MESA_FOTOS names a folder.
func (p *page) printed(name string) {
	p.t.Helper()
	if _, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}); err != nil {
		p.t.Fatal(err)
	}
	p.fits(name+", printed", 1280)
	folder := os.Getenv("MESA_FOTOS")
	if folder != "" {
		paper, err := chromedp.Call(p.ctx, cdppage.PrintToPDF, cdppage.PrintToPDFParams{})
		if err != nil {
			p.t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name+".pdf"), paper.Data, 0o600); err != nil {
			p.t.Fatal(err)
		}
	}
	if _, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{}); err != nil {
		p.t.Fatal(err)
	}
}
