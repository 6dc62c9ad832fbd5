package otp

import (
	"strings"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// ProofLife is how long a proof opens what belongs to its address.
const ProofLife = 30 * time.Minute

// Proof says that its holder knew a code of an address. Only this package makes one,
// so whoever shows it passed Prove.
type Proof struct {
	correo string
	at     time.Time
	kept   bool // of a session, which was opened with a code that may be hours old
}

// Prove is CheckQuietly for who goes on to something that belongs to the address:
// the proof travels on that record.
func (s *Service) Prove(app core.App, correo, para, codigo string) (Proof, error) {
	if err := s.CheckQuietly(app, correo, para, codigo); err != nil {
		return Proof{}, err
	}
	return Proof{correo: strings.ToLower(correo), at: s.Now()}, nil
}

// proofKey carries a proof to the rule that asks for it. It is no column, so it is
// never stored, and a request's JSON can't hold a value of this Go type.
const proofKey = "@prueba"

// newKey carries the proof of the address that takes another one's place.
const newKey = "@prueba nueva"

// Attach puts a proof on the record whose rule asks for it. The zero Proof proves
// nothing.
func Attach(r *core.Record, p Proof) { r.SetRaw(proofKey, p) }

// AttachBoth puts the proofs of two addresses on a record that moves from one to the other.
func AttachBoth(r *core.Record, antes, nuevo Proof) {
	Attach(r, antes)
	r.SetRaw(newKey, nuevo)
}

// ProvedBoth tells whether the record carries, for both addresses, the proof of a code that
// was given for this very thing: a session's proof is not enough.
func (s *Service) ProvedBoth(r *core.Record, antes, nuevo string) bool {
	old, _ := r.GetRaw(proofKey).(Proof)
	fresh, _ := r.GetRaw(newKey).(Proof)
	return !old.kept && !fresh.kept && s.Holds(old, antes) && s.Holds(fresh, nuevo)
}

// Proved tells whether the record carries a proof of an address that still holds.
func (s *Service) Proved(r *core.Record, correo string) bool {
	p, ok := r.GetRaw(proofKey).(Proof)
	return ok && s.Holds(p, correo)
}

// Holds tells whether a proof is of that address, and not too old.
func (s *Service) Holds(p Proof, correo string) bool {
	return p.correo != "" && p.correo == strings.ToLower(correo) && !s.Now().After(p.at.Add(ProofLife))
}

// Correo is the proved address in lower case, "" for the zero Proof.
func (p Proof) Correo() string { return p.correo }

// IsZero tells whether the proof proves nothing.
func (p Proof) IsZero() bool { return p.correo == "" }

// ProofOf is the proof that a draft's address was proved with a code: it holds from
// the filing on, or from now while nothing was filed.
func (s *Service) ProofOf(app core.App, draft string) Proof {
	r, err := app.FindRecordById(mesa.ColBorradores, draft)
	if err != nil || !mesa.AsBorrador(r).Validado() {
		return Proof{}
	}
	at := s.Now()
	if filed, err := app.FindRecordById(mesa.ColSolicitudes, r.GetString("solicitud")); err == nil {
		at = mesa.AsSolicitud(filed).RecibidaEn()
	}
	return Proof{correo: strings.ToLower(r.GetString("correo")), at: at}
}
