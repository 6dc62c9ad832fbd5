package e2e_test

import (
	"encoding/pem"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
)

// TestMailsLeaveEncrypted lets the real program trust a mail server's certificate, and
// gives it a password, which must not travel in the clear.
func TestMailsLeaveEncrypted(t *testing.T) {
	https := httptest.NewTLSServer(nil) // for its certificate
	defer https.Close()
	trusted := filepath.Join(t.TempDir(), "trusted.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: https.Certificate().Raw})
	if err := os.WriteFile(trusted, block, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, trust := range map[string][]string{
		"from the start": {"SSL_CERT_FILE=" + trusted, "SSL_CERT_DIR=" + t.TempDir()}, "STARTTLS": {"MESA_SMTP_CA=" + trusted},
	} {
		atOnce := name == "from the start"
		t.Run(name, func(t *testing.T) {
			o := hookstest.NewProduction(t, time.Now().Format(time.RFC3339))
			mail := hookstest.NewSMTP(t, o.App)
			mail.Secure(https.TLS.Certificates[0], atOnce)
			o.Filed(t, nil)
			if err := o.ClearBootstrap(); err != nil {
				t.Fatal(err)
			}
			m := hookstest.NewServer(t, o.DataDir())
			m.Env = append(append(m.Env, trust...),
				"MESA_SMTP_HOST=127.0.0.1", "MESA_SMTP_FROM=mesa@ejemplo.pe",
				fmt.Sprintf("MESA_SMTP_PORT=%d", mail.Port()), fmt.Sprintf("MESA_SMTP_TLS=%v", atOnce),
				"MESA_SMTP_USER=mesa", "MESA_SMTP_PASSWORD=una-clave")
			m.Start()
			for end := time.Now().Add(20 * time.Second); len(mail.Mails()) == 0; <-time.After(5 * time.Millisecond) {
				if time.Now().After(end) {
					t.Fatal("the mail does not arrive")
				}
			}
			if got := mail.Logins(); len(got) != 1 || got[0] != "PLAIN mesa una-clave" {
				t.Errorf("logins %v", got)
			}
		})
	}
}
