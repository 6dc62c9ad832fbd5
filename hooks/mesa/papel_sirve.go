package mesa

import (
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// PapelServed is the file that a download is about: whoever begins one tells its key.
func PapelServed(e *core.FileDownloadRequestEvent) Papel {
	return Papel{e.ServedPath}
}

// Serve answers a download with the PDF that it is about, in pieces when asked so, with the
// headers that PocketBase's own door sets where they are not set yet.
func Serve(e *core.FileDownloadRequestEvent) error {
	f, err := PapelServed(e).Open(e.Request.Context(), e.App)
	if err != nil {
		return e.NotFoundError("", err)
	}
	defer f.Close()
	disposition := "inline"
	if apart, err := strconv.ParseBool(e.Request.URL.Query().Get("download")); err == nil && apart {
		disposition = "attachment"
	}
	h := e.Response.Header()
	for name, value := range map[string]string{
		"Content-Disposition":     disposition + "; filename=" + strconv.Quote(e.ServedName),
		"Content-Type":            "application/pdf",
		"Content-Security-Policy": "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'; sandbox",
		"Cache-Control":           "max-age=2592000, stale-while-revalidate=86400",
	} {
		if h.Get(name) == "" {
			h.Set(name, value)
		}
	}
	http.ServeContent(e.Response, e.Request, e.ServedName, changed(f), f)
	return nil
}

// changed is when a file was written; zero when it does not tell.
func changed(f any) time.Time {
	switch f := f.(type) {
	case *os.File:
		if info, err := f.Stat(); err == nil {
			return info.ModTime()
		}
	case remote:
		return f.ReadSeekCloser.(interface{ ModTime() time.Time }).ModTime()
	}
	return time.Time{}
}
