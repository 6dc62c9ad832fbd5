package correo

import (
	"crypto/x509"
	"errors"
	"fmt"
	"os"
)

// Trusted are the authorities that may vouch for the mail server: the system's, and those of a
// file (MESA_SMTP_CA), for a server whose certificate the office signed itself. nil, without a
// file, stands for the system's.
func Trusted(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil //nolint:nilnil // crypto/tls takes it so
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("MESA_SMTP_CA: %w", err)
	}
	pool, err := x509.SystemCertPool()
	if err != nil { // a system without any
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(text) {
		return nil, fmt.Errorf("MESA_SMTP_CA: %w", errors.New(file+" no tiene un certificado en PEM"))
	}
	return pool, nil
}
