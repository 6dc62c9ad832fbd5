package pide_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"mesadepartes/hooks/pide"
)

var quiet = log.New(io.Discard, "", 0)

func TestWithoutServicesNothingIsAsked(t *testing.T) {
	p := newPlatform(t, good, func(cfg *pide.Config) { *cfg = pide.Config{Now: cfg.Now} })
	for kind := range kinds {
		p.wantAsked(t, kind, pide.ErrNotConfigured, 0)
	}
	p = newPlatform(t, good, func(cfg *pide.Config) { cfg.Clave, cfg.Migraciones = "", pide.Migraciones{} })
	p.wantAsked(t, "DNI", pide.ErrNotConfigured, 0)
	p.wantAsked(t, "CE", pide.ErrNotConfigured, 0)
	p.wantAsked(t, "RUC", nil, 1)
	for _, off := range []pide.Privada{{}, {URL: p.URL}, {Token: token}} {
		p := newPlatform(t, status(500), func(cfg *pide.Config) { cfg.Privada = off })
		p.wantAsked(t, "DNI", pide.ErrUnavailable, 1)
	}
}

func TestOnlyNumbersOfTheRightFormGoOut(t *testing.T) {
	p := newPlatform(t, good)
	for _, c := range [][2]string{
		{"DNI", ""}, {"DNI", "1111111"}, {"DNI", "111111111"}, {"DNI", "1111111A"}, {"DNI", "11111111\n"}, {"DNI", "１１１１１１１１"},
		{"CE", "00011122"}, {"CE", "0001112223334"}, {"CE", "000&1122=2"}, {"CE", "abc123456"},
		{"RUC", "2000000000"}, {"RUC", "200000000010"}, {"RUC", "2000000000A"},
		{"PASAPORTE", dni}, {"dni", dni}, {"", dni},
	} {
		_, err := p.Persona(context.Background(), c[0], c[1])
		if c[0] == "RUC" {
			_, err = p.Empresa(context.Background(), c[1])
		}
		if !errors.Is(err, pide.ErrInvalid) || c[1] != "" && strings.Contains(err.Error(), c[1]) {
			t.Errorf("%s %q: %v", c[0], c[1], err)
		}
	}
	if _, err := p.Persona(context.Background(), "RUC", ruc); !errors.Is(err, pide.ErrInvalid) {
		t.Errorf("a RUC is no person's document: %v", err)
	}
	if p.times() != 0 {
		t.Errorf("%d questions went out", p.times())
	}
}

func TestAWrongConfigurationIsRefusedAndTheFormerStays(t *testing.T) {
	p := newPlatform(t, good)
	for _, wrong := range []func(*pide.Config){
		func(c *pide.Config) { c.Now = nil },
		func(c *pide.Config) { c.BaseURL = "ws2.pide.gob.pe" },
		func(c *pide.Config) { c.BaseURL = "https://" },
		func(c *pide.Config) { c.BaseURL = "ftp://ws2.pide.gob.pe" },
		func(c *pide.Config) { c.BaseURL = "https://yo:s3creta@ws2 .pe" },
		func(c *pide.Config) { c.Paths.SUNAT = "http://s3creta\x00" },
		func(c *pide.Config) { c.Privada = pide.Privada{URL: "decolecta", Token: token} },
	} {
		cfg := p.cfg
		wrong(&cfg)
		if err := p.Configure(cfg); err == nil {
			t.Errorf("accepted: %+v", cfg)
		} else {
			wantNoSecret(t, dni, err.Error())
		}
		if c, err := pide.New(cfg); err == nil {
			t.Errorf("New accepts %+v", cfg)
		} else if _, err := c.Empresa(context.Background(), ruc); !errors.Is(err, pide.ErrNotConfigured) {
			t.Errorf("without any configuration: %v", err)
		}
	}
	p.want(t, "RUC", nil)
}

func TestAnswersAreRememberedForAWhile(t *testing.T) {
	p := newPlatform(t, good)
	p.wantAsked(t, "DNI", nil, 1)
	first := p.clock.Now()
	p.clock.Move(10*time.Minute - 1)
	p.wantAsked(t, "DNI", nil, 0)
	if got, _ := p.ask(t, "DNI"); !got.FetchedAt.Equal(first) {
		t.Errorf("fetched at %v, want %v", got.FetchedAt, first)
	}
	p.clock.Move(1)
	p.wantAsked(t, "DNI", nil, 1)
	p.clock.Move(time.Hour)
	p.answers(says(reniec("0999", "")))
	p.wantAsked(t, "DNI", pide.ErrNotFound, 1)
	p.clock.Move(time.Minute - 1)
	p.wantAsked(t, "DNI", pide.ErrNotFound, 0)
	p.clock.Move(1)
	p.wantAsked(t, "DNI", pide.ErrNotFound, 1)
	p.clock.Move(time.Minute)
	for code, want := range map[string]error{"0001": pide.ErrMinor, "1000": pide.ErrInvalid, "4242": pide.ErrUnavailable} {
		p.answers(says(reniec(code, "")))
		p.wantAsked(t, "DNI", want, 1)
		p.wantAsked(t, "DNI", want, 1)
	}
}

func TestTheMemoryOfAnswersIsBounded(t *testing.T) {
	p := newPlatform(t, good)
	for range 3 { // what expired and is asked again takes one place
		_, _ = p.number(t, "DNI", "00000000")
		p.clock.Move(10 * time.Minute)
	}
	for i := range 500 {
		if _, err := p.number(t, "DNI", fmt.Sprintf("%08d", i)); err != nil {
			t.Fatal(err)
		}
	}
	before := p.times()
	_, _ = p.number(t, "DNI", "00000000")
	if p.times() != before {
		t.Error("the oldest of 500 is forgotten")
	}
	_, _ = p.number(t, "DNI", "00000500")
	before = p.times()
	_, _ = p.number(t, "DNI", "00000500")
	_, _ = p.number(t, "DNI", "00000001")
	if p.times() != before {
		t.Error("one of the newest 500 is forgotten")
	}
	if _, _ = p.number(t, "DNI", "00000000"); p.times() != before+1 {
		t.Error("the oldest of 501 is not forgotten")
	}
}

func TestTheSameQuestionAtOnceIsAskedOnce(t *testing.T) {
	arrived, answer := make(chan bool, 100), make(chan bool)
	p := newPlatform(t, func(w http.ResponseWriter, r *http.Request) {
		arrived <- true
		<-answer
		good(w, r)
	})
	var all sync.WaitGroup
	for range 30 {
		all.Go(func() {
			if got, err := p.Persona(context.Background(), "DNI", dni); err != nil || got.Nombres != "JUANA" {
				t.Errorf("%+v (%v)", got, err)
			}
		})
	}
	<-arrived
	close(answer)
	all.Wait()
	if p.times() != 1 {
		t.Errorf("%d questions went out", p.times())
	}
}

// The browser that left must not spoil the answer for another, nor count as a
// failure of the service.
func TestWhoLeavesDoesNotBreakTheQuestion(t *testing.T) {
	arrived, answer := make(chan bool, 1), make(chan bool)
	p := newPlatform(t, func(w http.ResponseWriter, r *http.Request) {
		arrived <- true
		<-answer
		good(w, r)
	})
	ctx, leave := context.WithCancel(context.Background())
	left := make(chan error)
	go func() {
		_, err := p.Persona(ctx, "DNI", dni)
		left <- err
	}()
	<-arrived
	leave()
	if err := <-left; !errors.Is(err, pide.ErrUnavailable) || !errors.Is(err, context.Canceled) {
		t.Errorf("who left gets %v", err)
	}
	close(answer)
	p.wantAsked(t, "DNI", nil, 0)
}

func TestManyAskWhileTheConfigurationChanges(t *testing.T) {
	p := newPlatform(t, good, private)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for n := range 25 {
				if _, err := p.Persona(context.Background(), "DNI", fmt.Sprintf("%08d", n*i)); err != nil {
					t.Error(err)
				}
				if n%10 == 0 {
					if err := p.Configure(p.cfg); err != nil {
						t.Error(err)
					}
				}
				p.clock.Move(time.Minute)
			}
		})
	}
	all.Wait()
}
