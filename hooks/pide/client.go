package pide

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"sync/atomic"
	"time"

	"golang.org/x/sync/singleflight"
)

// Kinds of document that can be asked for; the first two are the contract's.
const (
	kindDNI = "DNI"
	kindCE  = "CE"
	kindRUC = "RUC"
)

// forms are the patterns of the numbers. Nothing but a number may become part of
// a service's address.
var forms = map[string]*regexp.Regexp{
	kindDNI: regexp.MustCompile(`^[0-9]{8}$`),
	kindCE:  regexp.MustCompile(`^[0-9A-Z]{9,12}$`),
	kindRUC: regexp.MustCompile(`^[0-9]{11}$`),
}

// Result is what is kept of an answer: a person's names, or a company's name
// and state. Texts are one tidy line each.
type Result struct {
	Nombres     string // at most 100 characters, as in the form
	Apellidos   string // both surnames, at most 100 characters
	RazonSocial string // at most 200 characters
	Estado      string // SUNAT's words: ACTIVO, BAJA DE OFICIO…
	Condicion   string // SUNAT's words: HABIDO, NO HABIDO…
	Source      string // RENIEC, Migraciones, SUNAT, or the private service's host
	FetchedAt   time.Time
}

// Client asks the services. Safe for concurrent use.
type Client struct {
	setup   atomic.Pointer[setup]
	flights singleflight.Group
}

// setup is everything that one configuration made.
type setup struct {
	Config
	kinds map[string][]*service
	gates map[string]*gate // by a service's name: the private service has one token, hence one gate, for both its kinds
	cache *cache
}

// New makes a client. A Config without services is valid: every question is then
// answered with ErrNotConfigured. Errors as in Configure.
func New(cfg Config) (*Client, error) {
	c := &Client{}
	return c, c.Configure(cfg)
}

// Configure replaces the configuration. Services closed for refused credentials
// are asked again, the day's counts go on. It fails for a Config without a clock
// or with an address that is none; the former configuration then stays, and a
// client whose New failed has no services.
func (c *Client) Configure(cfg Config) error {
	if cfg.Now == nil {
		return errors.New("pide: Config needs a clock")
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = 3 * time.Second
	}
	kinds, err := cfg.services()
	if err != nil {
		return err
	}
	next := &setup{Config: cfg, kinds: kinds, cache: newCache(cfg.Now)}
	next.addGates(c.setup.Load())
	c.setup.Store(next)
	return nil
}

// addGates gives each service a gate that keeps the day's count of the old one.
func (s *setup) addGates(old *setup) {
	s.gates = map[string]*gate{}
	for _, services := range s.kinds {
		for _, service := range services {
			g := s.gates[service.name]
			if g == nil {
				g = &gate{}
				s.gates[service.name] = g
				if old != nil && old.gates[service.name] != nil {
					g.keepCount(old.gates[service.name])
				}
			}
			service.gate = g
		}
	}
}

// Configured tells whether any service answers for a type of document: "DNI",
// "CE" or "RUC".
func (c *Client) Configured(tipo string) bool { return len(c.setup.Load().kinds[tipo]) > 0 }

// Persona asks for the holder of a DNI (8 digits) or CE (9 to 12 digits or
// capitals). tipo is "DNI" or "CE". Errors wrap one of the package's.
func (c *Client) Persona(ctx context.Context, tipo, numero string) (Result, error) {
	if tipo != kindDNI && tipo != kindCE {
		return Result{}, fmt.Errorf("%w: unknown kind of document", ErrInvalid)
	}
	return c.lookup(ctx, tipo, numero)
}

// Empresa asks for the name and state of a RUC of 11 digits, whose check digit
// the caller verifies first. Errors wrap one of the package's.
func (c *Client) Empresa(ctx context.Context, ruc string) (Result, error) {
	return c.lookup(ctx, kindRUC, ruc)
}

// lookup asks once for all callers who ask for one number at the same time. The
// question goes on when a caller leaves, because its answer serves the cache and
// the gate.
func (c *Client) lookup(ctx context.Context, kind, numero string) (Result, error) {
	if !forms[kind].MatchString(numero) {
		return Result{}, fmt.Errorf("%w: form of a %s", ErrInvalid, kind)
	}
	s := c.setup.Load()
	if s == nil || len(s.kinds[kind]) == 0 {
		return Result{}, fmt.Errorf("%w: %s", ErrNotConfigured, kind)
	}
	answer := c.flights.DoChan(kind+numero, func() (any, error) {
		return s.find(context.WithoutCancel(ctx), kind, numero)
	})
	select {
	case <-ctx.Done():
		return Result{}, fmt.Errorf("%w: nobody waits any more: %w", ErrUnavailable, ctx.Err())
	case a := <-answer:
		return a.Val.(Result), a.Err
	}
}

// find looks in the cache and then asks the services in turn, until one answers
// with a name or for a reason that lies in the number itself.
func (s *setup) find(ctx context.Context, kind, numero string) (Result, error) {
	if result, err, ok := s.cache.get(kind + numero); ok {
		return result, err
	}
	var failed []error
	for _, service := range s.kinds[kind] {
		result, err := s.ask(ctx, service, numero)
		switch {
		case err == nil, errors.Is(err, ErrNotFound):
			s.cache.put(kind+numero, result, err)
			return result, err
		case errors.Is(err, ErrMinor), errors.Is(err, ErrInvalid):
			return Result{}, err
		}
		failed = append(failed, err)
	}
	return Result{}, errors.Join(failed...)
}
