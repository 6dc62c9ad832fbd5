package otp

import (
	"time"

	"mesadepartes/hooks/expiring"
)

// Limits of a session, as the contract has them.
const (
	SessionIdle = 30 * time.Minute // since it was last used
	SessionMost = 8 * time.Hour    // since the code was given
	// mostSessions bounds the memory: each one took a code, so a flood of them is slow.
	mostSessions = 50_000
)

// Sessions let who proved an address go on without a code for each step. They are kept in
// memory, by the hash of a secret that the browser alone holds: a restart asks for one more
// code, and neither a copy of the base nor a backup opens anybody's papers.
type Sessions struct {
	codes *Service
	open  *expiring.Map[session]
}

type session struct {
	correo string
	began  time.Time
}

// until is the instant the session ends when it is used now and never again.
func (s session) until(now time.Time) time.Time {
	end, last := now.Add(SessionIdle), s.began.Add(SessionMost)
	if end.After(last) {
		return last
	}
	return end
}

// NewSessions makes the sessions of a service, by its clock.
func NewSessions(codes *Service) *Sessions {
	return &Sessions{codes: codes, open: expiring.New[session](codes.Now, mostSessions)}
}

// Begin opens a session for who shows a proof; hash is that of the browser's secret.
func (s *Sessions) Begin(hash string, p Proof) {
	if p.IsZero() {
		return
	}
	began := session{p.correo, s.codes.Now()}
	s.open.Put(hash, began, began.until(began.began))
}

// Use gives a fresh proof of the session's address and begins its half hour anew; the zero
// Proof when there is no such session any more. left is how long it lasts unused.
func (s *Sessions) Use(hash string) (p Proof, left time.Duration) {
	s.open.Change(hash, func(now session, at time.Time) (session, time.Time) {
		if now.correo == "" {
			return now, time.Time{}
		}
		until := now.until(at)
		p, left = Proof{correo: now.correo, at: at, kept: true}, until.Sub(at)
		return now, until
	})
	return p, left
}

// End closes a session.
func (s *Sessions) End(hash string) { s.open.Delete(hash) }
