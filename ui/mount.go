// Package ui mounts the screens: citizens' and, later, staff's. It never imports
// the rules; it meets them by saving records.
package ui

import (
	"fmt"
	"io"
	"io/fs"
	"time"

	"mesadepartes/hooks/captcha"
	"mesadepartes/hooks/otp"
	"mesadepartes/ui/portal"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

// Config is what the screens need from outside. Files holds templates/ and static/.
type Config struct {
	Files   fs.FS
	Now     func() time.Time
	Out     io.Writer
	Codes   *otp.Service
	Captcha *captcha.Store
	Correo  portal.Correo
	CanAsk  func(tipo string) bool // whether names of that document can be looked up
}

// Mount parses the templates and puts the screens on the server when it starts.
func Mount(app core.App, cfg Config) error {
	assets, err := web.LoadAssets(cfg.Files)
	if err != nil {
		return fmt.Errorf("assets: %w", err)
	}
	templates, err := web.ParseTemplates(cfg.Files, assets, "portal")
	if err != nil {
		return fmt.Errorf("templates: %w", err)
	}
	screen := &web.Screen{Templates: templates, Assets: assets}
	citizens := &portal.Portal{
		Screen: screen, Codes: cfg.Codes, Captcha: cfg.Captcha, Correo: cfg.Correo, CanAsk: cfg.CanAsk, Now: cfg.Now, Out: cfg.Out,
	}
	app.OnServe().Bind(&hook.Handler[*core.ServeEvent]{
		Id: "mesa: screens", Priority: 9, // after the walls of the rules
		Func: func(e *core.ServeEvent) error {
			e.Router.Bind(screen.ErrorPages())
			e.Router.Bind(web.SecurityHeaders())
			e.Router.BindFunc(web.SameSite)
			if err := citizens.Mount(e.Router, app); err != nil {
				return err
			}
			return e.Next()
		},
	})
	return nil
}
