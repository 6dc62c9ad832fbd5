package registro

import (
	"context"
	"crypto"
	"crypto/x509"
	"errors"
	"os"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/pdf"

	"github.com/pocketbase/pocketbase/core"
	"software.sslmate.com/src/go-pkcs12"
)

// Firma are the settings of the office's digital signature.
type Firma struct {
	P12       string // file of key and certificate (PKCS#12); "" for none
	Clave     string // its password
	ClaveFile string // the file that holds the password, when Clave is empty
	TSA       string // address of the time stamping authority (RFC 3161); "" for none
}

// FirmaFromEnv reads the settings of the digital signature.
func FirmaFromEnv() Firma {
	return Firma{
		P12: os.Getenv("MESA_FIRMA_P12"), Clave: os.Getenv("MESA_FIRMA_CLAVE"), ClaveFile: os.Getenv("MESA_FIRMA_CLAVE_ARCHIVO"),
		TSA: os.Getenv("MESA_TSA_URL"),
	}
}

// certificate is what an office signs with, as its file had it last.
type certificate struct {
	key   crypto.Signer
	chain []*x509.Certificate
	fault string // why there is none, in words that hold no secret
	read  time.Time
}

// rereadAfter is how long a file that could not be used is left alone.
const rereadAfter = time.Minute

// certificate reads the certificate once, and again after a while when it could not be used.
// fault is why receipts are not signed: "" when they are, and when no certificate is set.
func (r *Room) certificate() (c *certificate, fault string) {
	if r.Firma.P12 == "" {
		return nil, ""
	}
	r.signing.Lock()
	defer r.signing.Unlock()
	if r.cert == nil || r.cert.fault != "" && time.Since(r.cert.read) > rereadAfter {
		r.cert = r.Firma.open()
		r.cert.read = time.Now()
	}
	if r.cert.fault != "" {
		return nil, r.cert.fault
	}
	own := r.cert.chain[0]
	if now := r.Now(); now.After(own.NotAfter) || now.Before(own.NotBefore) {
		return nil, mesa.TextCertificadoVencido(own.NotBefore, own.NotAfter)
	}
	return r.cert, ""
}

func (f Firma) open() *certificate {
	data, err := os.ReadFile(f.P12)
	if err != nil {
		return &certificate{fault: mesa.TextCertificadoNoLee}
	}
	password := f.Clave
	if password == "" && f.ClaveFile != "" {
		text, err := os.ReadFile(f.ClaveFile)
		if err != nil {
			return &certificate{fault: mesa.TextCertificadoSinClave}
		}
		password = strings.TrimRight(string(text), "\r\n")
	}
	key, own, others, err := pkcs12.DecodeChain(data, password)
	if errors.Is(err, pkcs12.ErrIncorrectPassword) {
		return &certificate{fault: mesa.TextCertificadoClaveMala}
	}
	signer, ok := key.(crypto.Signer)
	if err != nil || !ok || !pdf.CanSign(signer, own) {
		return &certificate{fault: mesa.TextCertificadoNoSirve}
	}
	return &certificate{key: signer, chain: append([]*x509.Certificate{own}, others...)}
}

// SaludFirma tells whether receipts are signed as the office wants.
func (r *Room) SaludFirma(_ context.Context, app core.App) (mesa.Salud, string) {
	if r.Firma.P12 == "" {
		return mesa.Bien, ""
	}
	if _, fault := r.certificate(); fault != "" {
		return mesa.Atencion, fault
	}
	oldest, err := r.oldestUnsigned(app)
	if err != nil {
		return mesa.Atencion, err.Error()
	}
	if !oldest.IsZero() && time.Since(oldest) > time.Hour {
		return mesa.Atencion, mesa.TextSelloEspera(oldest)
	}
	return mesa.Bien, ""
}
