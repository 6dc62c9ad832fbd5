package webhook_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// verify is what the documentation of Standard Webhooks tells a receiver to do, and nothing
// else: it shares no line with the program.
func verify(secret string, h http.Header, body []byte, now time.Time) error {
	id, at, list := h.Get("webhook-id"), h.Get("webhook-timestamp"), h.Get("webhook-signature")
	seconds, err := strconv.ParseInt(at, 10, 64)
	if err != nil {
		return err
	}
	if age := now.Sub(time.Unix(seconds, 0)); age > 5*time.Minute || age < -5*time.Minute {
		return errors.New("the timestamp is not of now")
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		return err
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id + "." + at + "." + string(body)))
	for signature := range strings.SplitSeq(list, " ") {
		version, text, _ := strings.Cut(signature, ",")
		sum, err := base64.StdEncoding.DecodeString(text)
		if version == "v1" && err == nil && hmac.Equal(sum, mac.Sum(nil)) {
			return nil
		}
	}
	return errors.New("no signature is good")
}

// heard is a request that a receiver took.
type heard struct {
	header http.Header
	body   []byte
}

// receiver is another system.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	took   []heard
	status int // 0 means 200
	hold   chan struct{}
	came   chan struct{}
}

func newReceiver(t *testing.T) *receiver {
	r := &receiver{came: make(chan struct{}, 100)}
	r.Server = httptest.NewServer(r)
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, _ := io.ReadAll(req.Body)
	r.mu.Lock()
	r.took = append(r.took, heard{req.Header.Clone(), body})
	status, hold := r.status, r.hold
	r.mu.Unlock()
	r.came <- struct{}{}
	if hold != nil {
		select {
		case <-hold:
		case <-req.Context().Done():
		}
	}
	if status >= 300 && status < 400 {
		w.Header().Set("Location", r.URL+"/elsewhere")
	}
	if status != 0 {
		w.WriteHeader(status)
	}
}

func (r *receiver) answer(status int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.status = status
}

func (r *receiver) all() []heard {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]heard(nil), r.took...)
}

// add sets a webhook up.
func add(t *testing.T, o *hookstest.Office, url string, more map[string]any) *core.Record {
	t.Helper()
	values := map[string]any{"nombre": "SGD", "url": url, "activo": true}
	for k, v := range more {
		values[k] = v
	}
	return o.Must(t, mesa.ColWebhooks, values)
}

// deliver sends what is due.
func deliver(t *testing.T, o *hookstest.Office) {
	t.Helper()
	o.Webhook.Deliver(t.Context(), o.App)
}

// rows are the deliveries of a webhook.
func rows(t *testing.T, o *hookstest.Office, w *core.Record) []*core.Record {
	t.Helper()
	all, err := o.FindAllRecords(mesa.ColWebhookEnvios, dbx.HashExp{"webhook": w.Id})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// only is the one delivery of a webhook.
func only(t *testing.T, o *hookstest.Office, w *core.Record) *core.Record {
	t.Helper()
	all := rows(t, o, w)
	if len(all) != 1 {
		t.Fatalf("%d deliveries", len(all))
	}
	return all[0]
}

// event reads a body as JSON.
func event(t *testing.T, body []byte) (e map[string]any) {
	t.Helper()
	if err := json.Unmarshal(body, &e); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	return e
}
