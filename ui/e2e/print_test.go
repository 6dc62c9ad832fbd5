package e2e

import (
	"bytes"
	"os"
	"path/filepath"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// oneSheet prints the page on A4 and counts its sheets, of which there must be one.
// MESA_FOTOS keeps what was printed.
func (p *page) oneSheet(name string) {
	p.t.Helper()
	printed, err := chromedp.Call(p.ctx, cdppage.PrintToPDF, cdppage.PrintToPDFParams{PaperWidth: 8.27, PaperHeight: 11.69})
	if err != nil {
		p.t.Fatal(err)
	}
	if folder := os.Getenv("MESA_FOTOS"); folder != "" {
		_ = os.WriteFile(filepath.Join(folder, name+".pdf"), printed.Data, 0o600)
	}
	if n := bytes.Count(printed.Data, []byte("/Type /Page\n")); n != 1 {
		p.t.Errorf("%s takes %d sheets", name, n)
	}
}
