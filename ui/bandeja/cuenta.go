package bandeja

import (
	"net/http"
	"strings"

	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

const accountPage, accountTitle = "bandeja/cuenta", "Mi cuenta"

// accountView is one's own account; for jefatura and the administrator also the list of
// all accounts.
type accountView struct {
	Frame
	Nombre, Correo, Area string
	Sesiones             []sessionView
	Otras                bool // there are sessions besides this one
	Cuentas              []accountRow
	Hecho                string
}

// sessionView is an open session, in words.
type sessionView struct {
	ID, Ingreso, Uso, IP, Navegador string
	Esta                            bool // the one that shows the page
}

// accountRow is an account in the list of jefatura.
type accountRow struct {
	Nombre, Correo, Rol, Area, Uso string
	Activo                         bool
}

// ownAccount shows one's own account.
func (b *Bandeja) ownAccount(e *core.RequestEvent) error {
	v, err := b.accountOf(e)
	if err != nil {
		return err
	}
	v.Hecho = accountDone[justDone(e)]
	return b.Screen.Show(e, accountPage, accountTitle, v)
}

var accountDone = map[string]string{
	"clave":  "Contraseña cambiada. Sus otras sesiones se cerraron.",
	"sesion": "Sesión cerrada.",
	"otras":  "Sus otras sesiones se cerraron.",
}

func (b *Bandeja) accountOf(e *core.RequestEvent) (*accountView, error) {
	v := &accountView{Frame: b.bareFrame(e), Nombre: e.Auth.GetString("nombre"), Correo: e.Auth.Email()}
	if id := e.Auth.GetString("area"); id != "" {
		if area, err := e.App.FindRecordById(mesa.ColAreas, id); err == nil {
			v.Area = area.GetString("nombre")
		}
	}
	sessions, err := b.Sesion.Sessions(e.App, e.Auth)
	if err != nil {
		return nil, err
	}
	own := b.Sesion.ID(e.App, secretOf(e))
	for _, s := range sessions {
		if b.Now().Sub(s.GetDateTime("usada_en").Time()) >= mesa.VidaSesion {
			continue // over, and not swept yet
		}
		v.Sesiones = append(v.Sesiones, sessionView{
			ID: s.Id, Ingreso: shortTime(s.GetDateTime("creada_en").Time()), Uso: shortTime(s.GetDateTime("usada_en").Time()),
			IP: s.GetString("ip"), Navegador: browserName(s.GetString("navegador")), Esta: s.Id == own,
		})
	}
	v.Otras = len(v.Sesiones) > 1
	if v.Jefatura {
		v.Cuentas, err = accounts(e.App)
	}
	return v, err
}

// changeAccount ends sessions (`cerrar` is the id of one, or "otras"), or else changes the
// password.
func (b *Bandeja) changeAccount(e *core.RequestEvent) error {
	done := "clave"
	var err error
	switch end := e.Request.FormValue("cerrar"); end {
	case "":
		err = b.Sesion.Change(e.App, e.Auth, mesa.CambioClave{
			Actual: e.Request.FormValue("actual"), Nueva: e.Request.FormValue("nueva"), Repetida: e.Request.FormValue("repetida"),
		}, secretOf(e), mesa.Visitante{Vecindario: web.Neighbourhood(e.RealIP())})
	case "otras":
		done, err = "otras", b.Sesion.End(e.App, e.Auth, "", secretOf(e))
	default:
		done, err = "sesion", b.Sesion.End(e.App, e.Auth, end, "")
	}
	if err == nil {
		return e.Redirect(http.StatusSeeOther, accountPath+"?hecho="+done)
	}
	v, failed := b.accountOf(e)
	if failed != nil {
		return failed
	}
	return b.Screen.Refuse(e, err, accountPage, accountTitle, v, "actual", "nueva", "repetida")
}

// accountsSQL reads each account with the last time that it used a session or saw something.
const accountsSQL = `SELECT p.nombre, p.email AS correo, p.rol, coalesce(a.nombre, '') AS area, p.activo,
		max(coalesce((SELECT max(s.usada_en) FROM sesiones s WHERE s.cuenta = p.id AND s.coleccion = 'personal'), ''),
			coalesce((SELECT max(c.fecha) FROM accesos c WHERE ` + accessor + ` = 'personal/' || p.id || ' '), '')) AS uso
	FROM personal p LEFT JOIN areas a ON a.id = p.area ORDER BY p.activo DESC, p.nombre LIMIT 500`

func accounts(app core.App) ([]accountRow, error) {
	var rows []struct {
		Nombre, Correo, Rol, Area string
		Activo                    bool
		Uso                       types.DateTime
	}
	err := app.DB().NewQuery(accountsSQL).All(&rows)
	var list []accountRow
	for _, r := range rows {
		list = append(list, accountRow{
			Nombre: r.Nombre, Correo: r.Correo, Area: r.Area, Activo: r.Activo, Uso: shortTime(r.Uso.Time()),
			Rol: roleName(mesa.Actor{Rol: mesa.Rol(r.Rol)}),
		})
		if r.Rol == "" {
			list[len(list)-1].Rol = "Sin rol"
		}
	}
	return list, err
}

// browserName is a browser and its system in plain words, as its own name tells them.
func browserName(agent string) string {
	find := func(pairs [][2]string) string {
		for _, p := range pairs {
			if strings.Contains(agent, p[0]) {
				return p[1]
			}
		}
		return ""
	}
	// Each browser names those that it descends from, so the younger stand first.
	browser := find([][2]string{
		{"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser", "Samsung Internet"}, {"Firefox", "Firefox"}, {"FxiOS", "Firefox"},
		{"CriOS", "Chrome"}, {"Chrome", "Chrome"}, {"Safari", "Safari"},
	})
	system := find([][2]string{
		{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"Mac OS X", "Mac"}, {"Linux", "Linux"},
	})
	switch {
	case browser == "" && system == "":
		return "Otro programa"
	case system == "":
		return browser
	case browser == "":
		return "Otro programa en " + system
	}
	return browser + " en " + system
}
