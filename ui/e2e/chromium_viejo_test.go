package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"mesadepartes/hooks/hookstest"

	"github.com/chromedp/chromedp"
)

// unpack is what Node runs to unpack the browser: Go's library reads no brotli.
const unpack = `const { createReadStream, createWriteStream } = require("node:fs");
require("node:stream").pipeline(createReadStream(process.argv[1]), require("node:zlib").createBrotliDecompress(),
	createWriteStream(process.argv[2], { mode: 0o755 }), (err) => { if (err) throw err; });`

// oldChromium is a Chromium of 2021, or skips the test where there is none.
func oldChromium(t *testing.T) string {
	t.Helper()
	packed := filepath.Join(hookstest.Root(), ".ci/chromium-viejo/node_modules/@sparticuz/chromium/bin/chromium.br")
	if _, err := os.Stat(packed); err != nil || runtime.GOOS != "linux" || runtime.GOARCH != "amd64" {
		if os.Getenv("MESA_CHROMIUM_VIEJO") == "required" {
			t.Fatalf("no old Chromium, and MESA_CHROMIUM_VIEJO=required (%v)", err)
		}
		t.Skip("no old Chromium (Linux on amd64 only): run `npm ci --ignore-scripts` in .ci/chromium-viejo")
	}
	chromium(t) // its libraries are those of today's
	path := filepath.Join(t.TempDir(), "chromium")
	if out, err := exec.CommandContext(t.Context(), "node", "-e", unpack, packed, path).CombinedOutput(); err != nil {
		t.Fatalf("unpacking: %v %s", err, out)
	}
	return path
}

// A filing from the home to its number in a browser of 2021. Its file goes up by itself, which
// it does only when no script failed.
func TestFilingInAnOldChromium(t *testing.T) {
	t.Parallel()
	// The build is one for machines without a desktop: one process, no helper that starts others.
	p := startBrowser(t, openOffice(t), false, oldChromium(t), chromedp.Flag("single-process", true), chromedp.Flag("no-zygote", true))
	version, err := ask[string](p, "navigator.userAgent")
	if err != nil {
		t.Fatal(err)
	}
	t.Log(version)
	const noa = "noa@ejemplo.pe"
	p.open("/")
	p.press("Ver detalles")
	p.see("Qué fecha cuenta") // the text came, so that the button moves no more
	p.press("Cerrar")
	p.press("Acepto los términos y condiciones")
	p.press("Persona Natural")
	p.see("Datos personales")
	p.fillPerson(noa)
	p.press("Código de validación")
	p.see("Revise su correo")
	p.fill("codigo", p.office.code(noa))
	p.press("Validar")
	p.fileRest()
}
