package hooks

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"slices"
	"time"

	"mesadepartes/hooks/borrador"
	"mesadepartes/hooks/captcha"
	"mesadepartes/hooks/cargas"
	"mesadepartes/hooks/consulta"
	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/exporta"
	"mesadepartes/hooks/instala"
	"mesadepartes/hooks/libro"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/oficina"
	"mesadepartes/hooks/otp"
	"mesadepartes/hooks/padron"
	"mesadepartes/hooks/pdf"
	"mesadepartes/hooks/rastro"
	"mesadepartes/hooks/registro"
	"mesadepartes/hooks/reloj"
	"mesadepartes/hooks/replica"
	"mesadepartes/hooks/respaldo"
	"mesadepartes/hooks/rule"
	"mesadepartes/hooks/servidor"
	"mesadepartes/hooks/sesion"
	"mesadepartes/hooks/solicitud"
	"mesadepartes/hooks/webhook"

	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"
)

// Config is what the rules need from outside.
type Config struct {
	Now      func() time.Time // the program's clock
	ClockSet bool             // Now was set on purpose: it may run days ahead
	Files    fs.FS            // holds templates/correo
	Out      io.Writer        // where the start says what staff must know, and --dev codes and captchas
	Alone    bool             // the data folder is held: see servidor.NeedsFolder
}

// Desk is the front desk: its rooms, and the services that they and the screens
// share.
type Desk struct {
	Now     func() time.Time
	Codes   *otp.Service
	Captcha *captcha.Store
	PDF     *pdf.Inspector

	Servidor  *servidor.Room
	Libro     *libro.Room
	Registro  *registro.Room
	Oficina   *oficina.Room
	Rastro    *rastro.Room
	Mailer    *correo.Mailer
	Borrador  *borrador.Room
	Consulta  *consulta.Room
	Reloj     *reloj.Room
	Solicitud *solicitud.Room
	Sesion    *sesion.Room
	Respaldo  *respaldo.Room
	Webhook   *webhook.Room
	Replica   *replica.Room
}

// Register makes the rooms and binds every rule to app.
func Register(app core.App, cfg Config) (*Desk, error) {
	d := &Desk{Now: cfg.Now, Captcha: captcha.NewStore(cfg.Now), PDF: pdf.NewInspector()}
	var err error
	if d.Mailer, err = correo.NewMailer(cfg.Files, cfg.Now, cfg.Out); err != nil {
		return nil, fmt.Errorf("mail templates: %w", err)
	}
	if d.Mailer.Roots, err = correo.Trusted(os.Getenv("MESA_SMTP_CA")); err != nil {
		return nil, err
	}
	if d.Consulta, err = consulta.New(consulta.Config{Now: cfg.Now, Mailer: d.Mailer, FreeSpace: cargas.Room}, app.DataDir()); err != nil {
		return nil, err
	}
	resguardo, err := libro.Resguardo(app.DataDir(), os.Getenv("MESA_RESGUARDO"))
	if err != nil {
		return nil, err
	}
	d.Registro = registro.New(registro.Config{
		Now: cfg.Now, Resguardo: resguardo, URL: oficina.URL, Out: cfg.Out, Firma: registro.FirmaFromEnv(),
	})
	d.Libro, err = libro.New(libro.Config{Now: cfg.Now, Out: cfg.Out, Dir: app.DataDir(), Resguardo: resguardo, Registro: d.Registro})
	if err != nil {
		return nil, err
	}
	d.Mailer.Hold, d.Mailer.Registro = d.mustWait, d.Registro
	d.Reloj = reloj.New(reloj.Config{Now: cfg.Now, Set: cfg.ClockSet, Mailer: d.Mailer, Out: cfg.Out, Copias: d.copias})
	lugar, no, err := respaldo.Nightly(app.DataDir(), os.Getenv("MESA_COPIA"), cfg.Alone && !app.IsDev())
	if err != nil {
		return nil, err
	}
	d.Respaldo = respaldo.New(respaldo.Config{Now: cfg.Now, Lugar: lugar, No: no})
	d.Webhook = webhook.New(webhook.Config{Now: cfg.Now, URL: oficina.URL, Hold: d.mustWait})
	d.Codes = &otp.Service{Now: cfg.Now, Deliver: d.Mailer.Codigo}
	d.Servidor = servidor.New(servidor.Config{
		Now: cfg.Now, Out: cfg.Out, Alone: cfg.Alone,
		NoBackup: []string{filepath.Base(cargas.Folder(app.DataDir())), instala.KeptFolder},
		Stays:    slices.Concat(padron.Files(), libro.Files(), []string{respaldo.Folder}, replica.Files()),
		Named:    d.Libro.Named,
		Checks: []servidor.Check{
			{Name: "libro de actos", Look: d.Libro.Salud},
			{Name: "registro de cargos", Look: d.Registro.Salud},
			{Name: "firma de cargos", Look: d.Registro.SaludFirma},
			{Name: "hora", Look: d.Reloj.Salud},
			{Name: "correo", Look: d.Mailer.Salud, Alarm: true}, // whose alarm a webhook hears
			{Name: "documentos guardados", Look: borrador.Salud},
			{Name: "copia de seguridad", Look: d.Respaldo.Salud, Alarm: true},
			{Name: "lugar de las copias", Look: d.Respaldo.SaludLugar},
			{Name: "otros sistemas", Look: d.Webhook.Salud},
			{Name: "réplica", Look: func(ctx context.Context, app core.App) (mesa.Salud, string) { return d.Replica.Salud(ctx, app) }},
		},
		Measures: d.measures(), Token: os.Getenv("MESA_METRICAS"), Bells: d.bells(os.Getenv("MESA_ALARMA_URL")),
	})
	d.Replica = replica.New(replica.Config{Now: cfg.Now, Out: cfg.Out, Dest: os.Getenv("MESA_REPLICA"), Resguardo: resguardo,
		Libro: d.Libro, Servidor: d.Servidor, Files: cfg.Files, Espera: replica.ReadEspera(os.Args[1:])})
	d.Oficina, d.Rastro = oficina.New(cfg.Now), rastro.New(cfg.Now)
	d.Borrador = borrador.New(borrador.Config{Now: cfg.Now, PDF: d.PDF, FreeSpace: cargas.Room, NewFile: cargas.NewFormFile, Codes: d.Codes,
		Mail: d.Mailer, Sello: d.Registro.Sello})
	d.Solicitud = solicitud.New(solicitud.Config{
		Now: cfg.Now, Mailer: d.Mailer, Drafts: d.Borrador, Registers: d.Consulta, Trail: d.Rastro, Codes: d.Codes,
	})
	d.Sesion = sesion.New(sesion.Config{Now: cfg.Now, Codes: d.Codes})
	for _, room := range []interface{ Bind(core.App) }{
		d.Servidor, d.Replica, d.Libro, d.Registro, d.Oficina, d.Rastro, d.Mailer, d.Borrador, d.Consulta, d.Reloj, d.Solicitud, d.Sesion,
		d.Webhook,
	} {
		room.Bind(app)
	}
	d.bindJobs(app)
	rule.OnEnd(app, "PDF", func() { _ = d.PDF.Close() }) // the children end with the server
	return d, nil
}

// Commands are those of the copies and those that need several rooms. desk gives the rooms
// once they are made.
func Commands(app *pocketbase.PocketBase, now func() time.Time, desk func() *Desk, exit *int) []*cobra.Command {
	return append(instala.Commands(app, func() *correo.Mailer { return desk().Mailer }, exit),
		respaldo.Command(app, now, exit),
		exporta.Command(app, now, func() *registro.Room { return desk().Registro }, exit),
		respaldo.DoctorCommand(app, func() respaldo.Examen { return desk().Examen(app) }, exit),
		correo.Command(app, func() *correo.Mailer { return desk().Mailer }, servidor.EnvironmentSettings, exit),
		replica.Command(app, func() *replica.Room { return desk().Replica }))
}

// Examen is what doctor looks at, with the rooms that read and write nothing.
func (d *Desk) Examen(app core.App) respaldo.Examen {
	copies, _, _ := respaldo.Nightly(app.DataDir(), os.Getenv("MESA_COPIA"), !app.IsDev()) // without a working folder there is no place
	return respaldo.Examen{
		Now: d.Now, Libro: d.Libro, Registro: d.Registro, Correo: d.Mailer, Copias: copies, Resguardo: d.Libro.Resguardo,
		TXT: net.DefaultResolver.LookupTXT, Selector: os.Getenv("MESA_DKIM_SELECTOR"), KeyEnv: app.EncryptionEnv(),
		Checks: []servidor.Check{
			{Name: "hora", Look: d.Reloj.Salud},
			{Name: "firma de cargos", Look: d.Registro.SaludFirma},
			{Name: "documentos guardados", Look: borrador.Salud},
			{Name: "réplica", Look: d.Replica.Examen},
		},
	}
}

// copias is how the copies stand, for the digest.
func (d *Desk) copias() mesa.Copias { return d.Respaldo.Estado() }
