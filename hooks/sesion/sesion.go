package sesion

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// freshness is how old the noted instant of use may be: a write for each page would cost
// more than the page.
const freshness = 10 * time.Minute

// Account is who uses a session, nil when there is none: no such secret, too long unused,
// waiting for its code, or of an account that was switched off or changed. A page that
// asks by itself, while nobody may sit there, is no use of the session.
func (r *Room) Account(app core.App, secret string, byItself bool) *core.Record {
	session, account := r.row(app, secret)
	if session == nil || session.GetBool("pendiente") {
		return nil
	}
	if byItself {
		return account
	}
	if used := session.GetDateTime("usada_en").Time(); r.Now().Sub(used) > freshness {
		session.Set("usada_en", r.Now())
		if err := rule.Save(app, session); err != nil {
			app.Logger().Error("use of a session not noted", "error", err)
		}
	}
	return account
}

// Pending tells whether the secret is of a session that waits for its code.
func (r *Room) Pending(app core.App, secret string) bool {
	session, _ := r.row(app, secret)
	return session != nil && session.GetBool("pendiente")
}

// row finds the session of a secret and its account, both nil unless they hold.
func (r *Room) row(app core.App, secret string) (session, account *core.Record) {
	if secret == "" {
		return nil, nil
	}
	session, err := app.FindFirstRecordByFilter(mesa.ColSesiones, "secreto = {:s}", dbx.Params{"s": hash(secret)})
	if err != nil || r.Now().Sub(session.GetDateTime("usada_en").Time()) >= mesa.VidaSesion {
		return nil, nil
	}
	account, err = app.FindRecordById(session.GetString("coleccion"), session.GetString("cuenta"))
	if err != nil || !account.Collection().IsAuth() || !active(account) || hash(account.TokenKey()) != session.GetString("llave") {
		return nil, nil
	}
	return session, account
}

// Close ends the session of a secret.
func (r *Room) Close(app core.App, secret string) error {
	session, _ := r.row(app, secret)
	if session == nil {
		return nil
	}
	return rule.Delete(app, session)
}

// Sessions lists an account's open sessions, newest first.
func (r *Room) Sessions(app core.App, account *core.Record) ([]*core.Record, error) {
	return app.FindRecordsByFilter(mesa.ColSesiones, "cuenta = {:c} && coleccion = {:k} && pendiente = false", "-usada_en", 50, 0,
		dbx.Params{"c": account.Id, "k": account.Collection().Name})
}

// ID is the session of a secret, "" for none.
func (r *Room) ID(app core.App, secret string) string {
	if session, _ := r.row(app, secret); session != nil {
		return session.Id
	}
	return ""
}

// End ends one of an account's own sessions, or with id "" all but that of the secret. One
// that is not among its own does not exist for the account.
func (r *Room) End(app core.App, account *core.Record, id, keep string) error {
	sessions, err := r.Sessions(app, account)
	if err != nil {
		return err
	}
	if id != "" && !slices.ContainsFunc(sessions, func(s *core.Record) bool { return s.Id == id }) {
		return mesa.Refuse(404, "", "")
	}
	for _, s := range sessions {
		if s.Id == id || id == "" && s.GetString("secreto") != hash(keep) {
			if err := rule.Delete(app, s); err != nil {
				return err
			}
		}
	}
	return nil
}

// sweep removes the sessions that are over.
func (r *Room) sweep(app core.App) error {
	_, err := app.DB().Delete(mesa.ColSesiones, dbx.NewExp("usada_en < {:t}",
		dbx.Params{"t": r.Now().Add(-mesa.VidaSesion).UTC().Format("2006-01-02 15:04:05.000Z")})).Execute()
	return err
}

func hash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
