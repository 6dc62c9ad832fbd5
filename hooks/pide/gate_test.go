package pide_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/pide"
)

// wantAsked asks and tells how many questions reached the platform.
func (p *platform) wantAsked(t *testing.T, kind string, want error, times int) {
	t.Helper()
	before := p.times()
	p.want(t, kind, want)
	if got := p.times() - before; got != times {
		t.Errorf("%s: %d questions went out, want %d", kind, got, times)
	}
}

func TestAServiceRestsAfterThreeFailuresInARow(t *testing.T) {
	p := newPlatform(t, status(500))
	for range 3 {
		p.wantAsked(t, "DNI", pide.ErrUnavailable, 1)
	}
	p.wantAsked(t, "DNI", pide.ErrUnavailable, 0)
	p.wantAsked(t, "RUC", pide.ErrUnavailable, 1) // each service has a gate of its own
	p.clock.Move(time.Minute - 1)
	p.wantAsked(t, "DNI", pide.ErrUnavailable, 0)
	p.clock.Move(1)
	p.wantAsked(t, "DNI", pide.ErrUnavailable, 1) // the probe fails
	p.wantAsked(t, "DNI", pide.ErrUnavailable, 0)
	p.clock.Move(time.Minute)
	p.answers(good)
	p.wantAsked(t, "DNI", nil, 1) // the probe is answered
	p.answers(status(500))
	p.clock.Move(time.Hour) // the cache forgets
	for range 3 {
		p.wantAsked(t, "DNI", pide.ErrUnavailable, 1)
	}
}

func TestFailuresApartDoNotCloseAService(t *testing.T) {
	p := newPlatform(t, good)
	for range 4 {
		p.answers(status(500))
		p.wantAsked(t, "DNI", pide.ErrUnavailable, 1)
		p.wantAsked(t, "DNI", pide.ErrUnavailable, 1)
		p.answers(says(reniec("0999", "")))
		p.wantAsked(t, "DNI", pide.ErrNotFound, 1)
		p.clock.Move(time.Hour)
	}
}

func TestOneProbeAtATime(t *testing.T) {
	p := newPlatform(t, status(500))
	for range 3 {
		p.want(t, "DNI", pide.ErrUnavailable)
	}
	p.clock.Move(time.Minute)
	arrived, answer := make(chan bool), make(chan bool)
	p.answers(func(w http.ResponseWriter, r *http.Request) {
		arrived <- true
		<-answer
		good(w, r)
	})
	done := make(chan error)
	go func() {
		_, err := p.Persona(context.Background(), "DNI", dni)
		done <- err
	}()
	<-arrived
	if _, err := p.number(t, "DNI", "33333333"); err == nil || p.times() != 4 {
		t.Errorf("a second question passes beside the probe: %v", err)
	}
	close(answer)
	if err := <-done; err != nil {
		t.Error(err)
	}
	p.answers(good)
	if _, err := p.number(t, "DNI", "33333333"); err != nil {
		t.Errorf("closed after a good probe: %v", err)
	}
}

func TestRefusedCredentialsCloseForAnHourAndAlertOnce(t *testing.T) {
	for kind, c := range map[string]struct {
		answer  http.HandlerFunc
		service string
		want    error
	}{
		"DNI": {says(reniec("1001", "")), "RENIEC false", pide.ErrCredentials},
		"CE":  {says(migraciones("0005", "")), "Migraciones false", pide.ErrCredentials},
		"RUC": {status(403), "SUNAT false", pide.ErrCredentials},
	} {
		t.Run(kind, func(t *testing.T) {
			p := newPlatform(t, c.answer)
			p.wantAsked(t, kind, c.want, 1)
			p.wantAsked(t, kind, c.want, 0)
			p.clock.Move(time.Hour - 1)
			p.wantAsked(t, kind, c.want, 0)
			p.clock.Move(1)
			p.wantAsked(t, kind, c.want, 1)
			if len(p.alerts) != 1 || !strings.HasPrefix(p.alerts[0], c.service) {
				t.Fatalf("alerts: %q", p.alerts)
			}
			wantNoSecret(t, kinds[kind], p.alerts[0])
			if err := p.Configure(p.cfg); err != nil {
				t.Fatal(err)
			}
			p.wantAsked(t, kind, c.want, 1)
			if len(p.alerts) != 2 {
				t.Errorf("new credentials that are refused too: alerts %q", p.alerts)
			}
			p.clock.Move(time.Hour)
			p.answers(good)
			p.wantAsked(t, kind, nil, 1)
			p.answers(c.answer)
			p.clock.Move(time.Hour)
			p.wantAsked(t, kind, c.want, 1)
			if len(p.alerts) != 3 {
				t.Errorf("refused after having been good: alerts %q", p.alerts)
			}
		})
	}
}

func TestAnExpiredPasswordIsToldApart(t *testing.T) {
	p := newPlatform(t, says(reniec("1002", "")))
	p.wantAsked(t, "DNI", pide.ErrExpired, 1)
	p.wantAsked(t, "DNI", pide.ErrCredentials, 0)
	if len(p.alerts) != 1 || !strings.HasPrefix(p.alerts[0], "RENIEC true") {
		t.Errorf("alerts: %q", p.alerts)
	}
}

// A question that began before the credentials were refused must not shorten
// their rest when it fails later.
func TestALateFailureDoesNotShortenARest(t *testing.T) {
	p := newPlatform(t, status(500))
	p.want(t, "DNI", pide.ErrUnavailable)
	p.want(t, "DNI", pide.ErrUnavailable)
	arrived, answer, done := make(chan bool), make(chan bool), make(chan bool)
	p.answers(func(w http.ResponseWriter, _ *http.Request) {
		arrived <- true
		<-answer
		w.WriteHeader(500)
	})
	go func() {
		defer close(done)
		_, _ = p.Persona(context.Background(), "DNI", "33333333")
	}()
	<-arrived
	p.answers(says(reniec("1001", "")))
	p.want(t, "DNI", pide.ErrCredentials)
	close(answer)
	<-done
	p.clock.Move(59 * time.Minute)
	p.wantAsked(t, "DNI", pide.ErrCredentials, 0)
}

func TestTheRegistersQuotaEndsAtLimasMidnight(t *testing.T) {
	p := newPlatform(t, says(reniec("1003", "")))
	p.wantAsked(t, "DNI", pide.ErrQuota, 1)
	p.answers(good)
	p.clock.Move(14*time.Hour - 1) // 10:00 in Lima when it began
	p.wantAsked(t, "DNI", pide.ErrQuota, 0)
	p.wantAsked(t, "RUC", nil, 1)
	p.clock.Move(1)
	p.wantAsked(t, "DNI", nil, 1)
	p.clock.Move(20 * time.Hour) // 20:00 in Lima, already tomorrow in Greenwich
	p.answers(says(reniec("1003", "")))
	p.wantAsked(t, "DNI", pide.ErrQuota, 1)
	p.clock.Move(4 * time.Hour)
	p.wantAsked(t, "DNI", pide.ErrQuota, 1)
}

func TestOurOwnQuotaIsByServiceAndByLimasDay(t *testing.T) {
	p := newPlatform(t, good, func(cfg *pide.Config) { cfg.DailyQuota = 2 })
	spend := func(n int) {
		t.Helper()
		before := p.times()
		for i := range n {
			_, _ = p.number(t, "DNI", fmt.Sprintf("0000000%d", i))
			p.clock.Move(time.Second)
		}
		if got := p.times() - before; got != 2 {
			t.Errorf("%d questions went out", got)
		}
		p.want(t, "DNI", pide.ErrQuota)
	}
	spend(4)
	p.want(t, "RUC", nil)
	if err := p.Configure(p.cfg); err != nil {
		t.Fatal(err)
	}
	p.wantAsked(t, "DNI", pide.ErrQuota, 0)
	p.clock.Move(13 * time.Hour) // still the same day in Lima, though not in Greenwich
	p.wantAsked(t, "DNI", pide.ErrQuota, 0)
	p.clock.Move(time.Hour)
	spend(4)
}

func TestASecondTryCountsForTheQuota(t *testing.T) {
	p := newPlatform(t, says(reniec("1999", "")), func(cfg *pide.Config) { cfg.DailyQuota = 3 })
	p.wantAsked(t, "DNI", pide.ErrUnavailable, 2)
	p.wantAsked(t, "DNI", pide.ErrUnavailable, 1)
	p.wantAsked(t, "DNI", pide.ErrQuota, 0)
}
