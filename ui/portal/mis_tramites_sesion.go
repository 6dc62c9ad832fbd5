package portal

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/otp"
	"mesadepartes/hooks/plazos"
	"mesadepartes/ui/web"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

const (
	deskPath   = "/mis-tramites"
	deskCookie = "mis_tramites"
)

// desk is an open session of Mis trámites: the address that was proved, and its proof.
type desk struct {
	correo string // in lower case
	hash   string // of the browser's secret
	proof  otp.Proof
	left   time.Duration // how long the session lasts unused
}

// Hasta is the hour in Lima at which an unused session ends.
func (d *desk) hasta(now time.Time) string { return now.Add(d.left).In(plazos.Lima).Format("15:04") }

// enteredDesk finds the session of this browser and begins its half hour anew; nil when
// there is none.
func (p *Portal) enteredDesk(e *core.RequestEvent) *desk {
	secret := web.Secret(e.Request, deskCookie)
	if secret == "" {
		return nil
	}
	hash := web.HashSecret(secret)
	proof, left := p.sessions.Use(hash)
	if proof.IsZero() {
		return nil
	}
	web.GiveSecret(e, deskCookie, secret, left)
	return &desk{proof.Correo(), hash, proof, left}
}

// beginDesk opens a session for who shows a proof, and gives its hash. One session a browser:
// the one before ends.
func (p *Portal) beginDesk(e *core.RequestEvent, proof otp.Proof) (hash string) {
	p.leave(e)
	secret, hash := web.NewSecret()
	p.sessions.Begin(hash, proof)
	_, left := p.sessions.Use(hash)
	web.GiveSecret(e, deskCookie, secret, left)
	return hash
}

// own is a screen for who entered; anybody else is sent to the form of the code, whatever
// the address names.
func (p *Portal) own(show func(*core.RequestEvent, *desk) error) func(*core.RequestEvent) error {
	return func(e *core.RequestEvent) error {
		d := p.enteredDesk(e)
		if d == nil {
			return e.Redirect(303, deskPath)
		}
		return show(e, d)
	}
}

// ownFiling is a screen about one filing of the session's address. Another one's does not
// exist here: one question finds it or not, so that the answer takes as long.
func (p *Portal) ownFiling(show func(*core.RequestEvent, *desk, *mesa.Solicitud) error) func(*core.RequestEvent) error {
	return p.own(func(e *core.RequestEvent, d *desk) error {
		r := &core.Record{}
		err := e.App.RecordQuery(mesa.ColSolicitudes).
			AndWhere(dbx.HashExp{"numero": mesa.CleanFilingNumber(e.Request.PathValue("numero"))}).
			AndWhere(mesa.DeCorreo(d.correo)).Limit(1).One(r)
		if err != nil {
			return e.NotFoundError("", nil)
		}
		return show(e, d, mesa.AsSolicitud(r))
	})
}

// deskPurpose names what a code of Mis trámites is for: this browser and this page.
func deskPurpose(secret string) string {
	if secret == "" {
		return "-" // no code was ever asked for it
	}
	sum := sha256.Sum256([]byte(secret + "\n" + deskPath))
	return hex.EncodeToString(sum[:20])
}
