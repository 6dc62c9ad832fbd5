// Package ui mounts the screens: citizens' and staff's. The screens never
// import the rules: they save records, whose events apply them.
package ui

import (
	"io"
	"io/fs"
	"time"

	"mesadepartes/hooks/captcha"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/otp"
	"mesadepartes/hooks/plazos"
	"mesadepartes/ui/bandeja"
	"mesadepartes/ui/portal"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

// Config is what the screens need from outside. Files holds templates/ and static/;
// with Live they are read again for each page. A Screen was parsed before and needs neither.
type Config struct {
	Files   fs.FS
	Live    bool
	Screen  *web.Screen
	Now     func() time.Time
	Out     io.Writer
	Codes   *otp.Service
	Captcha *captcha.Store
	Correo  portal.Correo
	Mudanza portal.Mudanza
	Sesion  bandeja.Sesion
	Rastro  bandeja.Rastro

	Calendario func(app core.App, entidad *mesa.Entidad, now time.Time) (*plazos.Calendar, error)
	Cuenta     func(app core.App, tramite string) (day time.Time, why string, err error) // when a filing sent now counts
	URL        func(app core.App) string                                                 // where people reach the office
	Padron     func() time.Time                                                          // when the registry of RUCs was imported
	Copia      func() mesa.Copias                                                        // how the copies of the office stand
	Replica    func() mesa.Replica                                                       // how the second machine's copy stands
	Salida     bandeja.Salida
	Registro   portal.Registro
	Sellada    web.Sellada
}

// NewScreen parses the templates of all screens.
func NewScreen(files fs.FS, live bool) (*web.Screen, error) {
	return web.NewScreen(files, live, "portal", "bandeja")
}

// Mount parses the templates, unless that was done, and puts the screens on the server
// when it starts.
func Mount(app core.App, cfg Config) error {
	screen := cfg.Screen
	if screen == nil {
		var err error
		if screen, err = NewScreen(cfg.Files, cfg.Live); err != nil {
			return err
		}
	}
	citizens := &portal.Portal{
		Screen: screen, Codes: cfg.Codes, Captcha: cfg.Captcha, Correo: cfg.Correo, Cuenta: cfg.Cuenta, Now: cfg.Now, Out: cfg.Out,
		Mudanza: cfg.Mudanza, Registro: cfg.Registro, Sellada: cfg.Sellada, Calendario: cfg.Calendario,
	}
	staff := &bandeja.Bandeja{
		Screen: screen, Now: cfg.Now, Sesion: cfg.Sesion, Rastro: cfg.Rastro, Calendario: cfg.Calendario, Salida: cfg.Salida,
		Padron: cfg.Padron, Copia: cfg.Copia, Replica: cfg.Replica, URL: cfg.URL, Cargos: cfg.Registro.Cargos, Sellada: cfg.Sellada,
	}
	app.OnServe().Bind(&hook.Handler[*core.ServeEvent]{
		Id: "mesa: screens", Priority: 9, // after the walls of the rules
		Func: func(e *core.ServeEvent) error {
			e.Router.Bind(screen.ErrorPages())
			e.Router.Bind(web.SecurityHeaders())
			e.Router.BindFunc(web.SameSite)
			staff.Mount(e.Router)
			if err := staff.ShowInPanel(e); err != nil {
				return err
			}
			if err := citizens.Mount(e.Router, app); err != nil {
				return err
			}
			return e.Next()
		},
	})
	return nil
}
