package hookstest

import (
	"encoding/xml"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// Bucket is an S3-compatible store that keeps objects in memory.
type Bucket struct {
	mu      sync.Mutex
	objects map[string][]byte
	listed  map[string]bool // what a list shows
	late    bool
	before  func(*http.Request) int
	quit    chan struct{} // closed at the end of the test
	ended   sync.Once
}

// NewBucket makes a store and sets an office's program up to use it.
func NewBucket(t testing.TB, app core.App) *Bucket {
	t.Helper()
	b := NewStore()
	b.Serve(t, app)
	return b
}

// Serve sets another program up to use the store.
func (b *Bucket) Serve(t testing.TB, app core.App) {
	t.Helper()
	s3 := &app.Settings().S3
	s3.Enabled, s3.ForcePathStyle = true, true
	s3.Bucket, s3.Region, s3.Endpoint, s3.AccessKey, s3.Secret = "mesa", "lima", b.URL(t), "clave", "secreto"
}

// NewStore makes a store that no office uses for its own files. Its bucket is called mesa.
func NewStore() *Bucket {
	return &Bucket{objects: map[string][]byte{}, listed: map[string]bool{}, quit: make(chan struct{})}
}

// URL is an address at which the store answers until the test ends.
func (b *Bucket) URL(t testing.TB) string {
	t.Helper()
	site := httptest.NewServer(b)
	t.Cleanup(func() {
		b.ended.Do(func() { close(b.quit) })
		site.CloseClientConnections()
		site.Close()
	})
	return site.URL
}

// Answer makes the store answer requests with a status of the caller's, where it is not 0. A
// status below 0 is no answer at all.
func (b *Bucket) Answer(status func(*http.Request) int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.before = status
}

// faults answers for a store that does not do what it is asked for.
func (b *Bucket) faults(w http.ResponseWriter, r *http.Request) bool {
	b.mu.Lock()
	before := b.before
	b.mu.Unlock()
	if before == nil {
		return false
	}
	status := before(r)
	switch {
	case status == 0:
		return false
	case status < 0:
		_, _ = io.Copy(io.Discard, r.Body) // else who hangs up is not noticed
		select {
		case <-r.Context().Done():
		case <-b.quit:
		}
	default:
		w.WriteHeader(status)
		codes := map[int]string{403: "SignatureDoesNotMatch", 507: "InsufficientStorage", 500: "InternalError", 503: "SlowDown"}
		_, _ = io.WriteString(w, `<?xml version="1.0"?><Error><Code>`+codes[status]+`</Code></Error>`)
	}
	return true
}

// ListLate makes lists leave out what is stored from now on.
func (b *Bucket) ListLate() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.late = true
}

// ServeHTTP answers the few calls PocketBase makes; it checks no signature.
func (b *Bucket) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if b.faults(w, r) {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	data, here := b.objects[r.URL.Path]
	switch {
	case r.Method == http.MethodPut:
		body, _ := io.ReadAll(r.Body)
		b.objects[r.URL.Path] = body
		b.listed[r.URL.Path] = b.listed[r.URL.Path] || !b.late
		w.Header().Set("ETag", `"x"`)
	case r.Method == http.MethodDelete:
		delete(b.objects, r.URL.Path)
		w.WriteHeader(http.StatusNoContent)
	case r.URL.Query().Get("list-type") != "":
		b.list(w, r.URL.Query().Get("prefix"))
	case !here:
		w.WriteHeader(http.StatusNotFound)
		_, _ = io.WriteString(w, `<?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>`)
	default:
		w.Header().Set("ETag", `"x"`)
		http.ServeContent(w, r, "", time.Unix(1, 0), strings.NewReader(string(data)))
	}
}

// list shows the objects under a prefix.
func (b *Bucket) list(w io.Writer, prefix string) {
	type object struct {
		Key          string
		Size         int
		LastModified time.Time
		ETag         string
	}
	answer := struct {
		XMLName  xml.Name `xml:"ListBucketResult"`
		KeyCount int
		Contents []object
	}{}
	for path, data := range b.objects {
		key := strings.TrimPrefix(path, "/mesa/")
		if b.listed[path] && strings.HasPrefix(key, prefix) {
			answer.Contents = append(answer.Contents, object{key, len(data), time.Unix(1, 0).UTC(), `"x"`})
		}
	}
	slices.SortFunc(answer.Contents, func(a, b object) int { return strings.Compare(a.Key, b.Key) })
	answer.KeyCount = len(answer.Contents)
	_ = xml.NewEncoder(w).Encode(answer)
}

// Keys are the names of the stored objects that end in a suffix.
func (b *Bucket) Keys(suffix string) (keys []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for k := range b.objects {
		if strings.HasSuffix(k, suffix) {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	return keys
}

// Change changes the stored objects whose names end in a suffix.
func (b *Bucket) Change(suffix string, change func([]byte) []byte) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for k, data := range b.objects {
		if strings.HasSuffix(k, suffix) {
			b.objects[k] = change(data)
		}
	}
}
