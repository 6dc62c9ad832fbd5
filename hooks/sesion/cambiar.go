package sesion

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// Change gives an account a new password, which ends all its sessions but that of the
// secret. The old one is asked, so that a screen left open is not enough; wrong ones are
// counted as those at the door are.
func (r *Room) Change(app core.App, account *core.Record, c mesa.CambioClave, secret string, v mesa.Visitante) error {
	session, _ := r.row(app, secret)
	if session == nil || session.GetString("cuenta") != account.Id {
		return mesa.Refuse(401, "", mesa.TextIngreseOtraVez)
	}
	keys := keysOf(v.Vecindario, account.Email())
	if err := r.slow(keys); err != nil {
		return err
	}
	if !account.ValidatePassword(c.Actual) {
		r.miss(keys)
		return mesa.Refuse(422, "actual", mesa.TextClaveActual)
	}
	var f mesa.Fallas
	f.Add("nueva", mesa.FallaClave(c.Nueva))
	if c.Nueva == c.Actual {
		f.Add("nueva", mesa.TextClaveIgual)
	}
	if c.Nueva != c.Repetida {
		f.Add("repetida", mesa.TextClaveDistintas)
	}
	if err := f.Err(); err != nil {
		return err
	}
	r.missed.Delete(keys[0])
	return rule.Transaction(app, func(tx core.App) error {
		fresh, err := tx.FindRecordById(account.Collection(), account.Id) // a save writes the whole row
		if err != nil {
			return err
		}
		fresh.SetPassword(c.Nueva)
		if err := tx.Save(fresh); err != nil {
			return err
		}
		session.Set("llave", hash(fresh.TokenKey()))
		if err := rule.Save(tx, session); err != nil {
			return err
		}
		return r.End(tx, account, "", secret)
	})
}
