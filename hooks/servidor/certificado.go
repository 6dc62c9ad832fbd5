package servidor

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/url"
	"sync"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

const (
	certificateEvery = 24 * time.Hour
	certificateSoon  = time.Hour // until the next look after one in vain
	certificateWait  = 5 * time.Second
	certificateLate  = 14 * 24 * time.Hour // renewals come a month before the end
)

// Certificate asks an https address for its certificate: until when it is good, and why
// browsers refuse it apart from its age; err when nobody answered. A machine that does not
// reach its own public address is asked by its loopback.
func Certificate(ctx context.Context, address string, roots *x509.CertPool) (end time.Time, fault, err error) {
	u, err := url.Parse(address)
	if err != nil {
		return end, nil, err
	}
	port := u.Port()
	if port == "" {
		port = "443"
	}
	chain, err := chainOf(ctx, u.Hostname(), net.JoinHostPort(u.Hostname(), port))
	if err != nil {
		if chain, err = chainOf(ctx, u.Hostname(), net.JoinHostPort("127.0.0.1", port)); err != nil {
			return end, nil, err
		}
	}
	own, between := chain[0], x509.NewCertPool()
	for _, c := range chain[1:] {
		between.AddCert(c)
	}
	_, fault = own.Verify(x509.VerifyOptions{DNSName: u.Hostname(), Intermediates: between, Roots: roots, CurrentTime: own.NotAfter})
	return own.NotAfter, fault, nil
}

// chainOf is what a server shows for a name. It is not verified here: an expired one must be
// read, and nothing is said to the server.
func chainOf(ctx context.Context, name, address string) ([]*x509.Certificate, error) {
	ctx, stop := context.WithTimeout(ctx, certificateWait)
	defer stop()
	d := tls.Dialer{Config: &tls.Config{ServerName: name, InsecureSkipVerify: true}}
	conn, err := d.DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	return conn.(*tls.Conn).ConnectionState().PeerCertificates, nil
}

// JudgeCertificate tells how well a certificate is. A name or an authority that browsers
// refuse is known before citizens come; one that expired keeps them out from one day to the next.
func JudgeCertificate(address string, end time.Time, fault error, now time.Time) (mesa.Salud, string) {
	host := address
	if u, err := url.Parse(address); err == nil {
		host = u.Hostname()
	}
	switch text := mesa.TextCertificado(host, end, now, fault); {
	case now.After(end):
		return mesa.Mal, text
	case fault != nil, end.Sub(now) < certificateLate:
		return mesa.Atencion, text
	}
	return mesa.Bien, ""
}

// certificate looks at the office's certificate once a day.
type certificate struct {
	now   func() time.Time
	roots *x509.CertPool // nil for the machine's own

	mu    sync.Mutex
	of    string // the address that was asked
	next  time.Time
	end   time.Time // zero while nobody answered
	fault error
}

// check tells of the certificate as the last look found it. An address that this machine
// can't reach says nothing: citizens may.
func (c *certificate) check(ctx context.Context, app core.App) (mesa.Salud, string) {
	address := app.Settings().Meta.AppURL
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" {
		return mesa.Bien, ""
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := time.Now(); c.of != address || now.After(c.next) {
		c.of, c.next = address, now.Add(certificateEvery)
		if c.end, c.fault, err = Certificate(ctx, address, c.roots); err != nil {
			c.next = now.Add(certificateSoon)
		}
	}
	if c.end.IsZero() {
		return mesa.Bien, ""
	}
	return JudgeCertificate(address, c.end, c.fault, c.now())
}
