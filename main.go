// Mesa de Partes Digital: a public office's front desk in one program. This
// file only wires: rules live in hooks, screens in ui, collections in pb_migrations.
package main

import (
	"fmt"
	"os"

	"mesadepartes/hooks"
	"mesadepartes/hooks/cargas"
	"mesadepartes/hooks/cargo"
	"mesadepartes/hooks/demo"
	"mesadepartes/hooks/disco"
	"mesadepartes/hooks/instala"
	"mesadepartes/hooks/libro"
	"mesadepartes/hooks/oficina"
	"mesadepartes/hooks/padron"
	"mesadepartes/hooks/pdf"
	"mesadepartes/hooks/registro"
	"mesadepartes/hooks/reloj"
	"mesadepartes/hooks/replica"
	"mesadepartes/hooks/servidor"
	"mesadepartes/hooks/sesion"
	_ "mesadepartes/pb_migrations"
	"mesadepartes/ui"

	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/cmd"
	"github.com/pocketbase/pocketbase/plugins/migratecmd"
)

func main() {
	disco.Umask()
	if pdf.IsChild(os.Args) {
		os.Exit(pdf.ChildMain())
	}
	exit := 0
	if err := run(&exit); err != nil {
		fmt.Fprintln(os.Stderr, "mesadepartes:", err)
		exit = servidor.ExitCode(err)
	}
	os.Exit(exit)
}

// run runs the command that was asked for; exit gets the code of those that answer by it.
func run(exit *int) error {
	app := pocketbase.NewWithConfig(pocketbase.Config{
		DBConnect: servidor.OpenDatabase, DefaultEncryptionEnv: servidor.KeyVariable, DefaultDataDir: instala.DataDir(),
	})
	real, err := servidor.Clock(app.IsDev(), os.Getenv("MESA_AHORA"))
	if err != nil {
		return err
	}
	clock := demo.NewClock(real)
	now := clock.Now
	web, live, err := screens(app.IsDev())
	if err != nil {
		return err
	}
	migratecmd.MustRegister(app, app.RootCmd, migratecmd.Config{Dir: "pb_migrations"})
	var desk *hooks.Desk // made once it is known which command runs
	book, register := func() *libro.Room { return desk.Libro }, func() *registro.Room { return desk.Registro }
	demoOf := func() demo.Config {
		return demo.Config{Now: now, Set: clock.Set, Tick: desk.Tick, Mail: desk.Mailer.Keep}
	}
	app.RootCmd.AddCommand(demo.Command(app, demoOf), padron.Command(app, now, cargas.Room), reloj.Command(app, now),
		libro.Command(app, book), libro.EraseCommand(app, book), cargo.Command(exit), registro.AuditCommand(app, register, exit),
		registro.KeyCommand(app, register), servidor.SaludCommand(app, exit), pdf.Command(exit), sesion.Command(app, now),
		cmd.NewSuperuserCommand(app), replica.ServeCommand(app))
	app.RootCmd.AddCommand(hooks.Commands(app, now, func() *hooks.Desk { return desk }, exit)...)
	asked, err := instala.Asked(app)
	if err != nil {
		return err
	}
	desk, err = hooks.Register(app, hooks.Config{
		Now: now, ClockSet: app.IsDev() && os.Getenv("MESA_AHORA") != "", Files: web, Out: os.Stdout, Alone: servidor.NeedsFolder(asked),
	})
	if err != nil {
		return err
	}
	if err := ui.Mount(app, ui.Config{
		Files: web, Live: live, Now: now, Out: os.Stdout, Codes: desk.Codes,
		Captcha: desk.Captcha, Correo: desk.Mailer, Cuenta: desk.Reloj.CountsNow, Sesion: desk.Sesion, Rastro: desk.Rastro,
		Calendario: oficina.Calendar, URL: oficina.URL, Salida: desk.Mailer, Mudanza: desk.Solicitud, Padron: desk.Consulta.PadronDe,
		Registro: desk.Registro, Sellada: desk.Borrador.Sellada, Copia: desk.Respaldo.Estado, Replica: desk.Replica.Estado,
	}); err != nil {
		return err
	}
	return instala.Execute(app, asked)
}
