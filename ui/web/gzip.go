package web

import (
	"bytes"
	"compress/gzip"
	"runtime"
	"strings"

	"github.com/pocketbase/pocketbase/core"
)

// worthwhile is from how many bytes on an answer is compressed.
const worthwhile = 256

// writers are those that compress, one a processor. PocketBase's middleware holds one
// of a megabyte for the whole request, also while the request waits for its turn at
// the base or for a slow peer: with two hundred citizens at once those were 200 MB.
var writers = func() chan *gzip.Writer {
	free := make(chan *gzip.Writer, runtime.GOMAXPROCS(0))
	for range cap(free) {
		free <- gzip.NewWriter(nil)
	}
	return free
}()

func compress(body []byte) []byte {
	w := <-writers
	defer func() { writers <- w }()
	var b bytes.Buffer
	w.Reset(&b)
	_, _ = w.Write(body) // a buffer refuses nothing
	_ = w.Close()
	return b.Bytes()
}

// zipped tells whether an answer of so many bytes goes compressed, and says so in its
// header.
func zipped(e *core.RequestEvent, bytes int) bool {
	h := e.Response.Header()
	h.Add("Vary", "Accept-Encoding")
	if bytes < worthwhile || !strings.Contains(e.Request.Header.Get("Accept-Encoding"), "gzip") {
		return false
	}
	h.Set("Content-Encoding", "gzip")
	return true
}
