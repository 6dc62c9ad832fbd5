package servidor_test

import (
	"crypto/x509"
	"errors"
	"net/http/httptest"
	"testing"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/servidor"
)

func TestACertificateIsJudgedByItsDaysAndItsFault(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 24, 15, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		left  time.Duration
		fault error
		want  mesa.Salud
	}{
		"two months":            {60 * 24 * time.Hour, nil, mesa.Bien},
		"fifteen days":          {15 * 24 * time.Hour, nil, mesa.Bien},
		"thirteen days":         {13 * 24 * time.Hour, nil, mesa.Atencion},
		"expired":               {-time.Second, nil, mesa.Mal},
		"of nobody":             {60 * 24 * time.Hour, errors.New("x509: unknown authority"), mesa.Atencion},
		"expired and of nobody": {-time.Hour, errors.New("x509: unknown authority"), mesa.Mal},
	} {
		got, text := servidor.JudgeCertificate("https://mesa.ejemplo.pe/", now.Add(c.left), c.fault, now)
		if got != c.want || (text == "") != (got == mesa.Bien) {
			t.Errorf("%s: %v %q", name, got, text)
		}
	}
}

func TestTheCertificateOfAnAddressIsReadAsABrowserReadsIt(t *testing.T) {
	t.Parallel()
	web := httptest.NewTLSServer(nil)
	t.Cleanup(web.Close)
	roots := x509.NewCertPool()
	roots.AddCert(web.Certificate())
	end, fault, err := servidor.Certificate(t.Context(), web.URL, roots)
	if err != nil || fault != nil || !end.Equal(web.Certificate().NotAfter) {
		t.Errorf("%v %v %v", end, fault, err)
	}
	if _, fault, err := servidor.Certificate(t.Context(), web.URL, x509.NewCertPool()); err != nil || fault == nil {
		t.Errorf("of nobody: %v %v", fault, err)
	}
	plain := httptest.NewServer(nil)
	t.Cleanup(plain.Close)
	for _, address := range []string{"https" + plain.URL[len("http"):], "https://127.0.0.1:1"} {
		if _, _, err := servidor.Certificate(t.Context(), address, roots); err == nil {
			t.Errorf("%s has one", address)
		}
	}
}
