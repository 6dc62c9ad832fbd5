package uitest

import (
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
)

// Announce begins a resumable upload of so many bytes. Pairs are its metadata.
func (b *Browser) Announce(bytes int, pairs ...string) Page {
	b.t.Helper()
	p, err := b.TryAnnounce(bytes, pairs...)
	if err != nil {
		b.t.Fatal(err)
	}
	return p
}

// TryAnnounce is Announce for a server that may be gone.
func (b *Browser) TryAnnounce(bytes int, pairs ...string) (Page, error) {
	b.t.Helper()
	var meta []string
	for i := 0; i < len(pairs); i += 2 {
		meta = append(meta, pairs[i]+" "+base64.StdEncoding.EncodeToString([]byte(pairs[i+1])))
	}
	return b.Try(b.Request(http.MethodPost, "/cargas/", "", "Tus-Resumable", "1.0.0",
		"Upload-Length", strconv.Itoa(bytes), "Upload-Metadata", strings.Join(meta, ",")))
}

// Chunk sends bytes of an upload from an offset on.
func (b *Browser) Chunk(upload string, offset int, data []byte) Page {
	b.t.Helper()
	return b.Do(b.Request(http.MethodPatch, upload, string(data), "Tus-Resumable", "1.0.0",
		"Upload-Offset", strconv.Itoa(offset), "Content-Type", "application/offset+octet-stream"))
}

// Offset asks how much of an upload arrived; -1 when there is none.
func (b *Browser) Offset(upload string) int {
	b.t.Helper()
	p := b.Do(b.Request(http.MethodHead, upload, "", "Tus-Resumable", "1.0.0"))
	n, err := strconv.Atoi(p.Header.Get("Upload-Offset"))
	if err != nil || p.Status != 200 {
		return -1
	}
	return n
}
