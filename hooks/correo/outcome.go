package correo

import (
	"errors"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"
)

// giveUp is how long a mail is retried before staff must notify otherwise. A notice of
// observation or of a reopening is never given up: the citizen's term hangs on it. Nor is a
// mail that waited longer for the program or a mail server than for its tries.
const (
	giveUp   = 72 * time.Hour
	minTries = 6
)

// secondTry is when a mail without an answer is tried once more.
const secondTry = time.Hour

// ErrStale says that a mail came too late to be of use: it is given up at once.
var ErrStale error = stale{}

// stale is an error whose text staff read in the outbox.
type stale struct{}

func (stale) Error() string { return mesa.TextCorreoTarde }

// standing is how a mail stood before a try.
type standing struct {
	estado mesa.EstadoCorreo
	since  time.Time // the first try without an answer
}

// markUncertain stores a mail as *incierto* before its final dot, so that a crash or a
// lost answer leaves it so: tried once more after an hour, then left to staff.
func (m *Mailer) markUncertain(c *mesa.Correo) {
	c.SetEstado(mesa.CorreoIncierto)
	c.Set("intentado_en", m.now())
	if c.InciertoEn().IsZero() {
		c.Set("incierto_en", m.now())
		c.Set("proximo_en", m.now().Add(secondTry))
		return
	}
	c.Set("proximo_en", "")
}

// settle writes on a mail what came of a try.
func (m *Mailer) settle(c *mesa.Correo, before standing, err error) {
	if errors.Is(err, errNoServer) { // no try at all
		c.Set("error", err.Error())
		return
	}
	now := m.now()
	tries := c.GetInt("intentos") + 1
	c.Set("intentos", tries)
	c.Set("intentado_en", now)
	c.Set("error", "")
	if err != nil {
		c.Set("error", cut(err))
	}
	if isUnanswered(err) {
		return // doubt wrote the rest
	}
	c.Set("incierto_en", before.since)
	over := !c.Tipo().Calls() && now.Sub(c.CreadoEn()) > giveUp && tries >= minTries
	switch {
	case err == nil:
		m.left.Store(now.Unix())
		c.SetEstado(mesa.CorreoEnviado)
		c.Set("enviado_en", now)
	case errors.Is(err, ErrStale), errors.As(err, new(refusedAddress)), over && before.estado == mesa.CorreoPendiente:
		c.SetEstado(mesa.CorreoFallido)
	case over:
		c.SetEstado(before.estado)
		c.Set("proximo_en", "")
	default:
		c.SetEstado(before.estado)
		c.Set("proximo_en", now.Add(backoff(tries)))
	}
}

// backoff doubles from one minute to two hours.
func backoff(tries int) time.Duration {
	return min(time.Minute<<min(tries-1, 10), 2*time.Hour)
}

func cut(err error) string {
	s := strings.ToValidUTF8(err.Error(), "")
	if len(s) > 500 {
		s = strings.ToValidUTF8(s[:500], "")
	}
	return s
}
