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

// forms keep anything else than a number out of an address.
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
	gates map[string]*gate // by a service's name: both of the private one share a token, so a gate
	cache *cache
}

// New makes a client. A Config without services is good: every question is
// then answered with ErrNotConfigured.
func New(cfg Config) (*Client, error) {
	c := &Client{}
	return c, c.Configure(cfg)
}

// Configure replaces the configuration: services closed for refused credentials
// are asked again, the day's counts go on. After an error the former
// configuration stays; a client of New that failed has none.
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
	next.hang(c.setup.Load())
	c.setup.Store(next)
	return nil
}

// hang puts a gate before each service, with what the old one counted today.
func (s *setup) hang(old *setup) {
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

// Persona asks for the holder of a DNI or CE. tipo is "DNI" or "CE".
func (c *Client) Persona(ctx context.Context, tipo, numero string) (Result, error) {
	if tipo != kindDNI && tipo != kindCE {
		return Result{}, fmt.Errorf("%w: unknown kind of document", ErrInvalid)
	}
	return c.lookup(ctx, tipo, numero)
}

// Empresa asks for the name and state of a RUC. Its check digit is the caller's
// to verify first.
func (c *Client) Empresa(ctx context.Context, ruc string) (Result, error) {
	return c.lookup(ctx, kindRUC, ruc)
}

// lookup joins those who ask for one number at once. The question outlives a
// person who leaves: its answer counts for the next one and for the breaker.
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

// find looks in the cache and then asks the services in turn, until one gives an
// answer that another would not better.
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
