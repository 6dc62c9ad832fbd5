package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
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
	var css bytes.Buffer
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
			css.Write(data)
			css.WriteByte('\n')
		default:
			a.add(strings.TrimPrefix(name, "js/"), data)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	a.add("mesa.css", css.Bytes())
	return a, nil
}

func (a *Assets) add(name string, data []byte) {
	sum := sha256.Sum256(data)
	ext := path.Ext(name)
	url := "/static/" + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
	a.urls[name] = url
	a.files[url] = asset{kind: mime.TypeByExtension(ext), data: data, gzip: sync.OnceValue(func() []byte { return compress(data) })}
}

// URL is the address of an asset, or "" when the asset was not built in: a program
// built without make has no browser libraries, and its pages work as plain forms.
func (a *Assets) URL(name string) string { return a.urls[name] }

// Serve answers GET /static/….
func (a *Assets) Serve(e *core.RequestEvent) error {
	file, ok := a.files[e.Request.URL.Path]
	if !ok {
		return e.NotFoundError("", nil)
	}
	h := e.Response.Header()
	h.Set("Content-Type", file.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	data := file.data
	if file.text() && zipped(e, len(data)) {
		data = file.gzip()
	}
	http.ServeContent(e.Response, e.Request, "", time.Time{}, bytes.NewReader(data))
	return nil
}
