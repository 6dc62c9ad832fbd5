package sesion

import (
	"cmp"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/otp"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// nobody checks a password against none, so that an address without an account takes as
// long to answer as one that has it.
func (r *Room) nobody(app core.App, clave string) {
	r.once.Do(func() {
		if c, err := app.FindCachedCollectionByNameOrId(mesa.ColPersonal); err == nil {
			r.decoy = core.NewRecord(c)
			r.decoy.SetRandomPassword()
		}
	})
	if r.decoy != nil {
		r.decoy.ValidatePassword(clave)
	}
}

// Enter opens a session for an account that gave its password. pending tells that the
// session waits for the code that was just mailed. Wrong address and wrong password have
// one answer; too many are refused with mesa.TooMany.
func (r *Room) Enter(app core.App, correo, clave string, v mesa.Visitante) (pending bool, err error) {
	correo = strings.ToLower(strings.TrimSpace(correo))
	keys := keysOf(v.Vecindario, correo)
	if err := r.slow(keys); err != nil {
		return false, err
	}
	account := find(app, correo)
	if account == nil {
		r.nobody(app, clave)
	}
	if account == nil || !account.ValidatePassword(clave) || !active(account) {
		r.miss(keys)
		return false, mesa.Refuse(422, "clave", mesa.TextClaveMala)
	}
	r.missed.Delete(keys[0])
	entidad, err := mesa.FindEntidad(app)
	if err != nil {
		return false, err
	}
	pending = entidad.GetBool("segundo_factor") || account.Collection().MFA.Enabled
	id, err := r.open(app, account, v, pending)
	if err == nil && pending {
		err = r.Codes.Send(app, account.Email(), purpose(id), otp.Asker{Neighbourhood: v.Vecindario, Human: true})
	}
	return pending, err
}

// find is the account of an address: of the staff, else a superuser; nil for none.
func find(app core.App, correo string) *core.Record {
	for _, collection := range []string{mesa.ColPersonal, core.CollectionNameSuperusers} {
		if account, err := app.FindAuthRecordByEmail(collection, correo); err == nil {
			return account
		}
	}
	return nil
}

// active tells whether an account may work: one of the staff that was not switched off.
func active(account *core.Record) bool {
	return account.IsSuperuser() || account.GetBool("activo") && account.GetString("rol") != ""
}

// keysOf are what a wrong password is counted under: the account from a neighbourhood, and
// the neighbourhood.
func keysOf(vecindario, correo string) []string {
	return []string{vecindario + " " + strings.ToLower(strings.TrimSpace(correo)), vecindario}
}

func (r *Room) slow(keys []string) error {
	for i, key := range keys {
		if n, _ := r.missed.Get(key); n >= []int{misses, missesAround}[i] {
			return mesa.TooMany{Texto: mesa.TextClaveEspera(pause), Wait: pause}
		}
	}
	return nil
}

func (r *Room) miss(keys []string) {
	for _, key := range keys {
		r.missed.Change(key, func(n int, _ time.Time) (int, time.Time) { return n + 1, r.Now().Add(pause) })
	}
}

func purpose(id string) string { return "sesion " + id }

// Confirm ends the wait of a session with the code that was mailed for it.
func (r *Room) Confirm(app core.App, secret, codigo string) error {
	session, account := r.row(app, secret)
	if session == nil || !session.GetBool("pendiente") {
		return mesa.Refuse(401, "", mesa.TextIngreseOtraVez)
	}
	if err := r.Codes.Check(app, account.Email(), purpose(session.Id), codigo); err != nil {
		return err
	}
	session.Set("pendiente", false)
	return rule.Save(app, session)
}

// Hand opens a session for a superuser who is signed in to the dashboard.
func (r *Room) Hand(app core.App, account *core.Record, v mesa.Visitante) error {
	if !account.IsSuperuser() {
		return mesa.Refuse(403, "", mesa.TextSoloPersonal)
	}
	_, err := r.open(app, account, v, false)
	return err
}

func (r *Room) open(app core.App, account *core.Record, v mesa.Visitante, pending bool) (id string, err error) {
	c, err := app.FindCachedCollectionByNameOrId(mesa.ColSesiones)
	if err != nil {
		return "", err
	}
	if err := r.sweep(app); err != nil {
		return "", err
	}
	session := core.NewRecord(c)
	session.Load(map[string]any{
		"coleccion": account.Collection().Name, "cuenta": account.Id, "secreto": hash(v.Secreto), "llave": hash(account.TokenKey()),
		"creada_en": r.Now(), "usada_en": r.Now(), "ip": v.IP, "pendiente": pending,
		"navegador": mesa.CleanLine(cut(cmp.Or(v.Navegador, "desconocido"), 200)),
	})
	return session.Id, rule.Save(app, session)
}

func cut(s string, most int) string {
	runes := []rune(s)
	return string(runes[:min(len(runes), most)])
}
