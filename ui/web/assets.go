package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// Assets serves the files that pages load. The address of a file carries the hash
// of its bytes: a browser may keep the file for good, because a file that changes
// gets another address.
type Assets struct {
	urls  map[string]string // name → address
	files map[string]asset  // address → bytes
}

type asset struct {
	kind string
	data []byte
	gzip func() []byte // the same, compressed at its first use
}

// text tells whether an asset becomes smaller when it is compressed.
func (a asset) text() bool {
	return strings.HasPrefix(a.kind, "text/") || strings.HasPrefix(a.kind, "image/svg")
}

// LoadAssets reads static/: css/*.css become one mesa.css in the order of their
// names, js/ loses its folder, everything else keeps its path.
func LoadAssets(files fs.FS) (*Assets, error) {
	a := &Assets{urls: map[string]string{}, files: map[string]asset{}}
	var sheets [][]byte
	err := fs.WalkDir(files, "static", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasPrefix(entry.Name(), ".") {
			return err
		}
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		name = strings.TrimPrefix(name, "static/")
		switch {
		case strings.HasPrefix(name, "css/"):
			sheets = append(sheets, data)
		case strings.HasPrefix(name, "js/"):
			a.add(strings.TrimPrefix(name, "js/"), remarks.ReplaceAll(data, nil))
		default:
			a.add(name, data)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	a.add("mesa.css", a.bundle(sheets))
	return a, nil
}

var (
	inSheet = regexp.MustCompile(`url\(asset:([^)]+)\)`)  // an asset that a sheet names
	forUs   = regexp.MustCompile(`(?s)(?:/\*.*?\*/|\s)+`) // what only people read in a sheet
	around  = regexp.MustCompile(`[;\s]*([{},;])\s*`)     // room around what parts rules
	remarks = regexp.MustCompile(`(?m)^\s*(?://.*\n)?`)   // what only people read at the beginning of a script's lines
)

// bundle makes one sheet of several, without what only people read. A sheet that names an
// asset which was not built in is left out: titles then have the machine's own letters.
func (a *Assets) bundle(sheets [][]byte) []byte {
	var css bytes.Buffer
	for _, sheet := range sheets {
		whole := true
		sheet = inSheet.ReplaceAllFunc(sheet, func(named []byte) []byte {
			url := a.urls[string(inSheet.FindSubmatch(named)[1])]
			whole = whole && url != ""
			return []byte(`url("` + url + `")`)
		})
		if whole {
			css.Write(around.ReplaceAll(forUs.ReplaceAll(sheet, []byte(" ")), []byte("$1")))
		}
	}
	return css.Bytes()
}

func (a *Assets) add(name string, data []byte) {
	sum := sha256.Sum256(data)
	ext := path.Ext(name)
	url := "/static/" + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
	a.urls[name] = url
	a.files[url] = asset{kind: kindOf(ext), data: data, gzip: sync.OnceValue(func() []byte { return compress(data) })}
}

// kindOf is the type of a file by its ending; not every machine knows that of a font.
func kindOf(ext string) string {
	if ext == ".woff2" {
		return "font/woff2"
	}
	return mime.TypeByExtension(ext)
}

// URL is the address of an asset, or "" when the asset was not built in: a program
// built without make has no browser libraries, and its pages work as plain forms.
func (a *Assets) URL(name string) string { return a.urls[name] }

// workerPolicy is that of the PDF viewer's worker, which decodes scans with WebAssembly.
const workerPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'"

// Serve answers GET /static/….
func (a *Assets) Serve(e *core.RequestEvent) error {
	file, ok := a.files[e.Request.URL.Path]
	if !ok {
		return e.NotFoundError("", nil)
	}
	h := e.Response.Header()
	h.Set("Content-Type", file.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	if strings.Contains(e.Request.URL.Path, ".worker.") {
		h.Set("Content-Security-Policy", workerPolicy)
	}
	data := file.data
	if file.text() && zipped(e, len(data)) {
		data = file.gzip()
	}
	http.ServeContent(e.Response, e.Request, "", time.Time{}, bytes.NewReader(data))
	return nil
}
