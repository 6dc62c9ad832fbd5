package e2e

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/registro"
	"mesadepartes/ui/uitest"

	"github.com/chromedp/chromedp"
)

// A receipt is verified at the site on a phone, and by the saved page from the disk, with no
// server at all: genuine, changed in one byte, and with the file that was filed beside it.
func TestAReceiptIsVerifiedOnThePhoneAndWithoutANetwork(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := hookstest.New(t, openingTime)
	site := uitest.Serve(t, o)
	s := o.Filed(t, nil)
	all, err := o.Registro.Cargos(o.App, s.Id)
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	dir, b := t.TempDir(), uitest.NewBrowser(t, site)
	keep := func(name, body string) (path string) {
		path = filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	receipt := b.Get(all[0].Path())
	if receipt.Status != http.StatusOK {
		t.Fatal(receipt.Status)
	}
	genuine := keep("cargo.pdf", receipt.Body)
	changed := []byte(receipt.Body)
	changed[3000] ^= 1
	altered := keep("alterado.pdf", string(changed))
	o.Registro.Firma = registro.Firma{P12: hookstest.P12(t, o.Now().AddDate(1, 0, 0), "x"), Clave: "x", TSA: hookstest.NewTSA(t).URL}
	second, err := o.Registro.Cargos(o.App, o.Filed(t, nil).Id)
	if err != nil {
		t.Fatal(err)
	}
	body := b.Get(second[0].Path()).Body
	signed := keep("firmado.pdf", body)
	at := strings.LastIndex(body, "/Contents <3") + 4000 // within the digital signature
	resigned := keep("firma-alterada.pdf", body[:at]+string(body[at]^1)+body[at+1:])
	offline := keep("verificador.html", b.Get("/verificar/sin-conexion.html").Body)

	p := openBrowserAt(t, &office{t: t, url: site.URL}, true)
	p.open("/verificar")
	p.look("verificar")
	p.attach("#cargo", genuine)
	p.press("Verificar el cargo")
	p.see("Auténtico", s.GetString("numero"))
	p.look("verificar-autentico")
	p.attach("#cargo", altered)
	p.press("Verificar el cargo")
	p.see("Alterado")
	p.fill("codigo", "corto")
	p.expects("422")
	p.press("Buscar el cargo")
	p.see("Escriba el código del cargo")
	p.look("verificar-error")

	p.do(chromedp.Navigate("file://" + offline))
	p.attach("#cargo", genuine)
	p.see("La entidad entregó este cargo y nadie lo cambió.", s.GetString("numero"))
	p.attach("#archivos", keep("otro.pdf", "otro"))
	p.see("NO es ninguno de los archivos de este cargo")
	p.attach("#cargo", altered)
	p.see("El archivo cambió después de que la entidad lo selló.")
	p.attach("#cargo", signed)
	p.see("La entidad entregó este cargo y nadie lo cambió.", "2-2026")
	p.attach("#cargo", resigned)
	p.see("El archivo cambió después de que la entidad lo selló.")
}
