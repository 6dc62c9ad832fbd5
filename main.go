// Mesa de Partes Digital: a public office's front desk in one program. This
// file only wires: rules live in hooks, screens in ui, collections in pb_migrations.
package main

import (
	"fmt"
	"os"

	"mesadepartes/hooks"
	"mesadepartes/hooks/cargas"
	"mesadepartes/hooks/demo"
	"mesadepartes/hooks/disco"
	"mesadepartes/hooks/libro"
	"mesadepartes/hooks/padron"
	"mesadepartes/hooks/pdf"
	"mesadepartes/hooks/reloj"
	"mesadepartes/hooks/servidor"
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
	// PocketBase opens the data folder before any command, so what needs none comes first.
	if len(os.Args) > 1 {
		switch args := os.Args[2:]; os.Args[1] {
		case "inspeccionar":
			os.Exit(pdf.Inspeccionar(args, 100<<20, os.Stdout, os.Stderr))
		case "salud":
			os.Exit(servidor.Salud(args, os.Stdout, os.Stderr))
		}
	}
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "mesadepartes:", err)
		os.Exit(servidor.ExitCode(err))
	}
}

func run() error {
	app := pocketbase.NewWithConfig(pocketbase.Config{DBConnect: servidor.OpenDatabase, DefaultEncryptionEnv: servidor.KeyVariable})
	now, err := servidor.Clock(app.IsDev(), os.Getenv("MESA_AHORA"))
	if err != nil {
		return err
	}
	web, live, err := screens(app.IsDev())
	if err != nil {
		return err
	}
	migratecmd.MustRegister(app, app.RootCmd, migratecmd.Config{Dir: "pb_migrations"})
	var desk *hooks.Desk // made once it is known which command runs
	book := func() *libro.Room { return desk.Libro }
	app.RootCmd.AddCommand(demo.Command(app, now), padron.Command(app, now, cargas.Room), reloj.Command(app, now),
		libro.Command(app, book), libro.EraseCommand(app, book),
		cmd.NewSuperuserCommand(app), cmd.NewServeCommand(app, true))
	asked, _, err := app.RootCmd.Find(os.Args[1:])
	if err != nil {
		return err // no such command
	}
	desk, err = hooks.Register(app, hooks.Config{
		Now: now, ClockSet: app.IsDev() && os.Getenv("MESA_AHORA") != "", Files: web, Out: os.Stdout, Alone: servidor.NeedsFolder(asked),
	})
	if err != nil {
		return err
	}
	err = ui.Mount(app, ui.Config{
		Files: web, Live: live, Now: now, Out: os.Stdout, Codes: desk.Codes,
		Captcha: desk.Captcha, Correo: desk.Mailer, CanAsk: desk.Consulta.CanAsk,
	})
	if err != nil {
		return err
	}
	if padron.Asked(app.RootCmd, os.Args[1:]) {
		return app.RootCmd.Execute() // the data folder is enough: no base is opened
	}
	return app.Execute()
}
