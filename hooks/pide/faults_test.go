package pide_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"mesadepartes/hooks/pide"
)

// faults are answers that no service gives on a good day. Some quote the number.
var faults = map[string]http.HandlerFunc{
	"HTML":                says("<!DOCTYPE html><html><body>Servicio 11111111 no disponible</body></html>"),
	"empty body":          says(""),
	"spaces":              says(" \r\n"),
	"SOAP":                says(`<?xml version="1.0"?><S:Envelope><S:Body><coResultado>0000</coResultado></S:Body></S:Envelope>`),
	"truncated":           says(`{"consultarResponse":{"return":{"coResultado":"0000","datosPersona":{"prenombres":"JUANA"`),
	"truncated in a text": says(`{"list":{"multiRef":{"ddp_nombre":{"$":"EMPRE`),
	"two values":          says(reniec("0000", "JUANA") + migraciones("0000", "JUANA") + sunat("X")),
	"rubbish behind":      says(reniec("0000", "JUANA") + "<!-- 11111111 -->"),
	"other JSON":          says(`{"fault":{"faultstring":"11111111","detail":[1,2,{"a":null}]}}`),
	"null":                says("null"),
	"a text":              says(`"11111111"`),
	"a number":            says("11111111"),
	"an empty object":     says("{}"),
	"an empty array":      says("[]"),
	"too deep":            says(`{"list":` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + "}"),
	"deep and open":       says(strings.Repeat(`{"list":`, 50_000)),
	"status 500":          status(500),
	"status 404":          status(404),
	"status 204":          status(204),
	"status 302":          moved("http://192.0.2.1/", 302),
	"500 with an answer":  func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(500); good(w, r) },
	"endless body":        endless,
	"endless spaces behind": func(w http.ResponseWriter, r *http.Request) {
		good(w, r)
		endless(w, r)
	},
	"huge photo": func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `{"coResultado":"0000","prenombres":"JUANA","foto":%q}`, strings.Repeat("A", 1<<20))
	},
	"not HTTP":     raw("11111111 s3creta\r\n\r\n"),
	"bad header":   raw("HTTP/1.1 200 OK\r\n11111111\r\n\r\n"),
	"cut short":    raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"list\""),
	"hung up":      raw(""),
	"wrong chunks": raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n11111111x\r\n"),
}

// slow are faults that last until the one who asked gives up.
var slow = map[string]http.HandlerFunc{
	"nothing": silent,
	"half an answer": func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, `{"list":`)
		w.(http.Flusher).Flush()
		silent(w, r)
	},
	"drop by drop": func(w http.ResponseWriter, r *http.Request) {
		tick := time.NewTicker(time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-r.Context().Done():
				return
			case <-tick.C:
				_, _ = io.WriteString(w, " ")
				w.(http.Flusher).Flush()
			}
		}
	},
}

func moved(to string, code int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, code) }
}

func endless(w http.ResponseWriter, _ *http.Request) {
	page := strings.Repeat(" ", 1<<16)
	for {
		if _, err := io.WriteString(w, page); err != nil {
			return
		}
	}
}

// raw answers with these bytes and hangs up.
func raw(answer string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err == nil {
			_, _ = io.WriteString(conn, answer)
			_ = conn.Close()
		}
	}
}

func TestAnyFaultyAnswerMeansUnavailable(t *testing.T) {
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlatform(t, fault)
			for kind := range kinds {
				p.want(t, kind, pide.ErrUnavailable)
			}
		})
	}
}

func TestASlowAnswerIsNotWaitedFor(t *testing.T) {
	for name, fault := range slow {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlatform(t, fault, func(cfg *pide.Config) { cfg.Timeout = 50 * time.Millisecond })
			for kind := range kinds {
				p.want(t, kind, pide.ErrUnavailable)
			}
		})
	}
}

func TestNoRedirectionIsFollowed(t *testing.T) {
	var strayed atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { strayed.Add(1) }))
	t.Cleanup(other.Close)
	for _, code := range []int{301, 302, 303, 307, 308} {
		p := newPlatform(t, moved(other.URL, code), private)
		for kind := range kinds {
			p.want(t, kind, pide.ErrUnavailable)
		}
	}
	if strayed.Load() != 0 {
		t.Errorf("%d questions went to another host", strayed.Load())
	}
}

func TestAnUnknownCertificateIsNotTrusted(t *testing.T) {
	other := httptest.NewUnstartedServer(http.HandlerFunc(good))
	other.Config.ErrorLog = quiet
	other.StartTLS()
	t.Cleanup(other.Close)
	p := newPlatform(t, good, func(cfg *pide.Config) { cfg.BaseURL = other.URL })
	for kind := range kinds {
		p.want(t, kind, pide.ErrUnavailable)
	}
}

func TestNobodyListeningMeansUnavailable(t *testing.T) {
	p := newPlatform(t, good, private)
	p.Close()
	for kind := range kinds {
		p.want(t, kind, pide.ErrUnavailable)
	}
}

func TestAnAnswerAboutAnotherNumberIsNotUsed(t *testing.T) {
	p := newPlatform(t, says(strings.Replace(sunat("OTRA"), ruc, "20000000010", 1)))
	p.want(t, "RUC", pide.ErrUnavailable)
	p = newPlatform(t, says(`{"first_name":"OTRA","document_number":"33333333"}`), onlyPrivate)
	p.want(t, "DNI", pide.ErrUnavailable)
	p = newPlatform(t, says(`{"first_name":"JUANA","first_last_name":"PRUEBA INVENTADA","document_number":1}`), onlyPrivate)
	if got, err := p.number(t, "DNI", "00000001"); err != nil || got.Nombres != "JUANA" {
		t.Errorf("zeros lost: %+v (%v)", got, err)
	}
}

// RENIEC's 1999 deserves one more try, no other answer does.
func TestOnlyTheUnknownErrorIsTriedAgainAndOnce(t *testing.T) {
	var n atomic.Int32
	p := newPlatform(t, func(w http.ResponseWriter, _ *http.Request) {
		if n.Add(1) == 1 {
			fmt.Fprint(w, reniec("1999", ""))
			return
		}
		fmt.Fprint(w, reniec("0000", "JUANA"))
	})
	p.wantResult(t, "DNI", "RENIEC", juana)
	for body, times := range map[string]int{
		reniec("1999", ""): 2, reniec("0999", ""): 1, reniec("1001", ""): 1, "<html>": 1, migraciones("0003", ""): 1,
	} {
		p := newPlatform(t, says(body))
		_, _ = p.ask(t, "DNI")
		if p.times() != times {
			t.Errorf("%d questions for %s", p.times(), body)
		}
	}
}
