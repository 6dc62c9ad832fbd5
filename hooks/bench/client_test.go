//go:build linux

package bench

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"
)

// chunk is what the page sends at once.
const chunk = 5 << 20

// visitor is one client with an address and connections of its own; the limits
// of this program count by address.
type visitor struct {
	http http.Client
	url  string
}

func (s *served) client(i int) *visitor {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.clients[i] == nil {
		dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 1, byte(i+1))}}
		s.clients[i] = &visitor{url: s.url, http: http.Client{
			Transport:     &http.Transport{DialContext: dialer.DialContext, WriteBufferSize: 64 << 10},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}}
	}
	return s.clients[i]
}

// send makes a request and wants a status.
func (v *visitor) send(t testing.TB, want int, method, address string, body io.Reader, length int64, header ...string) http.Header {
	req, err := http.NewRequest(method, address, body)
	if err != nil {
		t.Error(err)
		return http.Header{}
	}
	req.ContentLength = length
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := v.http.Do(req)
	if err != nil {
		t.Error(err)
		return http.Header{}
	}
	defer res.Body.Close()
	text, _ := io.ReadAll(res.Body)
	if res.StatusCode != want {
		t.Errorf("%s %s: %d %.300s", method, address, res.StatusCode, text)
	}
	return res.Header
}

// announce begins a resumable upload and gives its address.
func (v *visitor) announce(t testing.TB, d draft, size int) string {
	meta := ""
	for i, pair := range [][2]string{{"borrador", d.id}, {"clase", "principal"}, {"filename", "escaneo.pdf"}, {"numero", "7-2026"}} {
		if i > 0 {
			meta += ","
		}
		meta += pair[0] + " " + base64.StdEncoding.EncodeToString([]byte(pair[1]))
	}
	return v.send(t, 201, "POST", v.url+"/cargas/", nil, 0, "Tus-Resumable", "1.0.0", "Cookie", d.cookie,
		"Upload-Length", strconv.Itoa(size), "Upload-Metadata", meta).Get("Location")
}

// patch sends an upload's bytes in the chunks of the page.
func (v *visitor) patch(t testing.TB, d draft, location string, data []byte) {
	for at := 0; at < len(data); at += chunk {
		part := data[at:min(at+chunk, len(data))]
		v.send(t, 204, "PATCH", v.url+location, bytes.NewReader(part), int64(len(part)), "Tus-Resumable", "1.0.0", "Cookie", d.cookie,
			"Upload-Offset", strconv.Itoa(at), "Content-Type", "application/offset+octet-stream")
	}
}

func (v *visitor) upload(t testing.TB, d draft, data []byte) {
	v.patch(t, d, v.announce(t, d, len(data)), data)
}

func (v *visitor) enviar(t testing.TB, d draft) {
	v.send(t, 303, "POST", v.url+"/solicitud/"+d.id+"/enviar", nil, 0, "Cookie", d.cookie)
}

// create makes a record of the stock server with the file in a plain form.
func (v *visitor) create(t testing.TB, token string, data []byte) {
	var frame bytes.Buffer
	w := multipart.NewWriter(&frame)
	if _, err := w.CreateFormFile("archivo", "escaneo.pdf"); err != nil {
		t.Error(err)
	}
	head := bytes.Clone(frame.Bytes())
	frame.Reset()
	_ = w.Close()
	body := io.MultiReader(bytes.NewReader(head), bytes.NewReader(data), bytes.NewReader(frame.Bytes()))
	v.send(t, 200, "POST", v.url+"/api/collections/"+stockCollection+"/records", body, int64(len(head)+len(data)+frame.Len()),
		"Authorization", token, "Content-Type", w.FormDataContentType())
}

// result is one round of many clients.
type result struct {
	n             int
	took          time.Duration
	first, second []time.Duration
}

func (r result) perSecond() float64 { return float64(r.n) / r.took.Seconds() }

func (r result) megabytesPerSecond(size int) float64 {
	return float64(r.n) * float64(size) / 1e6 / r.took.Seconds()
}

// together lets every client do its turns at the same time.
func (s *served) together(t testing.TB, turns int, do func(v *visitor, turn int) (first, second time.Duration)) result {
	t.Helper()
	var wait sync.WaitGroup
	var mu sync.Mutex
	r := result{n: benchClients * turns}
	began := time.Now()
	for i := range benchClients {
		wait.Go(func() {
			v := s.client(i)
			for k := range turns {
				a, b := do(v, i*turns+k)
				mu.Lock()
				r.first, r.second = append(r.first, a), append(r.second, b)
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	r.took = time.Since(began)
	if t.Failed() {
		t.Fatal("a request failed")
	}
	return r
}

func (s *served) filings(t testing.TB, drafts []draft, data []byte) result {
	return s.together(t, len(drafts)/benchClients, func(v *visitor, i int) (time.Duration, time.Duration) {
		began := time.Now()
		v.upload(t, drafts[i], data)
		arrived := time.Now()
		v.enviar(t, drafts[i])
		return arrived.Sub(began), time.Since(arrived)
	})
}

func (s *served) uploads(t testing.TB, drafts []draft, data []byte) result {
	return s.together(t, 1, func(v *visitor, i int) (time.Duration, time.Duration) {
		v.upload(t, drafts[i], data)
		return 0, 0
	})
}

func (s *served) creations(t testing.TB, turns int, data []byte) result {
	return s.together(t, turns, func(v *visitor, _ int) (time.Duration, time.Duration) {
		began := time.Now()
		v.create(t, s.token, data)
		return time.Since(began), 0
	})
}
