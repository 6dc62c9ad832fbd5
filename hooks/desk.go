package hooks

import (
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"time"

	"mesadepartes/hooks/borrador"
	"mesadepartes/hooks/captcha"
	"mesadepartes/hooks/cargas"
	"mesadepartes/hooks/consulta"
	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/oficina"
	"mesadepartes/hooks/otp"
	"mesadepartes/hooks/padron"
	"mesadepartes/hooks/pdf"
	"mesadepartes/hooks/rastro"
	"mesadepartes/hooks/reloj"
	"mesadepartes/hooks/rule"
	"mesadepartes/hooks/servidor"
	"mesadepartes/hooks/solicitud"

	"github.com/pocketbase/pocketbase/core"
)

// Config is what the rules need from outside.
type Config struct {
	Now   func() time.Time // the program's clock
	Files fs.FS            // holds templates/correo
	Out   io.Writer        // where --dev prints codes and captchas
}

// Desk is the front desk: its rooms, and the services that they and the screens
// share.
type Desk struct {
	Now     func() time.Time
	Codes   *otp.Service
	Captcha *captcha.Store
	PDF     *pdf.Inspector

	Servidor  *servidor.Room
	Oficina   *oficina.Room
	Rastro    *rastro.Room
	Mailer    *correo.Mailer
	Borrador  *borrador.Room
	Consulta  *consulta.Room
	Reloj     *reloj.Room
	Solicitud *solicitud.Room
}

// Register makes the rooms and binds every rule to app.
func Register(app core.App, cfg Config) (*Desk, error) {
	d := &Desk{Now: cfg.Now, Captcha: captcha.NewStore(cfg.Now), PDF: pdf.NewInspector()}
	var err error
	if d.Mailer, err = correo.NewMailer(cfg.Files, cfg.Now, cfg.Out); err != nil {
		return nil, fmt.Errorf("mail templates: %w", err)
	}
	if d.Consulta, err = consulta.New(consulta.Config{Now: cfg.Now, Mailer: d.Mailer, FreeSpace: cargas.Room}, app.DataDir()); err != nil {
		return nil, err
	}
	d.Codes = &otp.Service{Now: cfg.Now, Deliver: d.Mailer.Codigo}
	d.Servidor = servidor.New(servidor.Config{
		Now: cfg.Now, NoBackup: []string{filepath.Base(cargas.Folder(app.DataDir()))}, Stays: padron.Files(),
	})
	d.Oficina, d.Rastro = oficina.New(cfg.Now), rastro.New(cfg.Now)
	d.Borrador = borrador.New(borrador.Config{Now: cfg.Now, PDF: d.PDF, FreeSpace: cargas.Room, Codes: d.Codes})
	d.Reloj = reloj.New(cfg.Now, d.Mailer)
	d.Solicitud = solicitud.New(solicitud.Config{Now: cfg.Now, Mailer: d.Mailer, Drafts: d.Borrador, Registers: d.Consulta})
	for _, room := range []interface{ Bind(core.App) }{
		d.Servidor, d.Oficina, d.Rastro, d.Mailer, d.Borrador, d.Consulta, d.Reloj, d.Solicitud,
	} {
		room.Bind(app)
	}
	d.bindJobs(app)
	rule.OnEnd(app, "PDF", func() { _ = d.PDF.Close() }) // the children end with the server
	return d, nil
}
