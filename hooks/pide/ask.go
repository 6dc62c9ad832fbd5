package pide

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
)

// maxBody bounds an answer, in bytes. RENIEC's carry a photo of some 30 kB.
const maxBody = 1 << 20

// service is one way to ask for one kind of document.
type service struct {
	name string
	url  *url.URL
	// request builds the question; u is a copy that the builder may change.
	request func(u *url.URL, numero string) (*http.Request, error)
	// read takes the answer apart. Its errors wrap one of the package's.
	read    func(body io.Reader, numero string) (Result, error)
	private bool // a company's service, not PIDE's
	gate    *gate
}

// errAgain marks the one answer that deserves a second try: RENIEC's 1999.
var errAgain = errors.New("try again")

// ask puts the question, if the service's gate lets it pass, and tells the gate
// how it went.
func (s *setup) ask(ctx context.Context, to *service, numero string) (Result, error) {
	if err := to.gate.enter(s.Now(), s.DailyQuota); err != nil {
		return Result{}, fmt.Errorf("%w (%s)", err, to.name)
	}
	ctx, cancel := context.WithTimeout(ctx, s.Timeout)
	defer cancel()
	result, err := s.call(ctx, to, numero)
	if errors.Is(err, errAgain) && to.gate.spend(s.Now(), s.DailyQuota) {
		result, err = s.call(ctx, to, numero)
	}
	now := s.Now()
	if to.gate.leave(now, err) && s.Alert != nil {
		s.Alert(to.name, err)
	}
	if err != nil {
		return Result{}, err
	}
	result.Source, result.FetchedAt = to.name, now
	if to.private {
		result.Source = to.url.Hostname()
	}
	return result, nil
}

// call is one request and its answer, whose error names the service.
func (s *setup) call(ctx context.Context, to *service, numero string) (Result, error) {
	body, err := s.fetch(ctx, to, numero)
	if err == nil {
		var result Result
		if result, err = to.read(bytes.NewReader(body), numero); err == nil {
			return result, nil
		}
	}
	return Result{}, fmt.Errorf("%w (%s)", err, to.name)
}

// fetch gives the whole body of an answer with status 200. It follows no
// redirection, because the question, with its password, would go to any address
// that the answer names.
func (s *setup) fetch(ctx context.Context, to *service, numero string) ([]byte, error) {
	u := *to.url
	req, err := to.request(&u, numero)
	if err != nil {
		return nil, fmt.Errorf("%w: the request can't be built", ErrUnavailable)
	}
	req.Header.Set("Accept", "application/json")
	client := http.Client{Transport: s.Transport, CheckRedirect: stay}
	answer, err := client.Do(req.WithContext(ctx))
	if err != nil {
		return nil, fmt.Errorf("%w: %s", ErrUnavailable, reason(err))
	}
	defer answer.Body.Close()
	if err := to.status(answer.StatusCode); err != nil {
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, maxBody+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %s", ErrUnavailable, reason(err))
	case len(body) > maxBody:
		return nil, fmt.Errorf("%w: the answer passes %d bytes", ErrUnavailable, maxBody)
	}
	return utf8Body(body), nil
}

// stay makes an http.Client answer with a redirection instead of following it.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// status judges an answer's HTTP status. A private service says by its status that
// nobody holds the number; PIDE says so in the body.
func (to *service) status(code int) error {
	kind := ErrUnavailable
	switch code {
	case http.StatusOK:
		return nil
	case http.StatusUnauthorized, http.StatusForbidden:
		kind = ErrCredentials
	case http.StatusTooManyRequests:
		kind = ErrQuota
	case http.StatusBadRequest, http.StatusNotFound, http.StatusUnprocessableEntity:
		if to.private {
			kind = ErrNotFound
		}
	}
	return fmt.Errorf("%w: HTTP status %d", kind, code)
}

// reason says in a few words why there is no answer. It doesn't repeat net/http's
// own texts, which quote the address with the citizen's number or pieces of the
// answer.
func reason(err error) string {
	var (
		timeout interface{ Timeout() bool }
		op      *net.OpError
		cert    *tls.CertificateVerificationError
	)
	switch {
	case errors.As(err, &timeout) && timeout.Timeout():
		return "no whole answer in time"
	case errors.As(err, &op):
		return op.Op + ": " + op.Err.Error()
	case errors.As(err, &cert):
		return cert.Error()
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "the answer broke off"
	}
	return "no readable HTTP answer"
}
