// Mesa de Partes Digital: a public office's front desk in one program. This
// file only wires: rules live in hooks, screens in ui, collections in pb_migrations.
package main

import (
	"fmt"
	"os"
	"time"

	"mesadepartes/hooks"
	"mesadepartes/hooks/cargas"
	"mesadepartes/hooks/demo"
	"mesadepartes/hooks/padron"
	"mesadepartes/hooks/pdf"
	"mesadepartes/hooks/servidor"
	_ "mesadepartes/pb_migrations"
	"mesadepartes/ui"

	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/plugins/migratecmd"
)

func main() {
	if pdf.IsChild(os.Args) {
		os.Exit(pdf.ChildMain())
	}
	// PocketBase opens the data folder before any command, so what needs none comes first.
	if len(os.Args) > 1 {
		switch args := os.Args[2:]; os.Args[1] {
		case "inspeccionar":
			os.Exit(pdf.Inspeccionar(args, 100<<20, os.Stdout, os.Stderr))
		case "salud":
			os.Exit(servidor.Salud(args, os.Stderr))
		}
	}
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "mesadepartes:", err)
		os.Exit(1)
	}
}

func run() error {
	app := pocketbase.NewWithConfig(pocketbase.Config{DBConnect: servidor.OpenDatabase})
	now, err := clock(app.IsDev(), os.Getenv("MESA_AHORA"))
	if err != nil {
		return err
	}
	web, live, err := screens(app.IsDev())
	if err != nil {
		return err
	}
	desk, err := hooks.Register(app, hooks.Config{Now: now, Files: web, Out: os.Stdout})
	if err != nil {
		return err
	}
	err = ui.Mount(app, ui.Config{
		Files: web, Live: live, Now: now, Out: os.Stdout, Codes: desk.Codes, Captcha: desk.Captcha, Correo: desk.Mailer, CanAsk: desk.Consulta.CanAsk,
	})
	if err != nil {
		return err
	}
	migratecmd.MustRegister(app, app.RootCmd, migratecmd.Config{Dir: "pb_migrations"})
	app.RootCmd.AddCommand(demo.Command(app, now), padron.Command(app, now, cargas.Room))
	if padron.Asked(app.RootCmd, os.Args[1:]) {
		return app.RootCmd.Execute() // the data folder is enough: no base is opened
	}
	return app.Start()
}

// clock is the program's one clock. Under --dev MESA_AHORA sets the instant it starts at.
func clock(dev bool, ahora string) (func() time.Time, error) {
	if !dev || ahora == "" {
		return time.Now, nil
	}
	start, err := time.Parse(time.RFC3339, ahora)
	if err != nil {
		return nil, fmt.Errorf("MESA_AHORA: %w", err)
	}
	began := time.Now()
	return func() time.Time { return start.Add(time.Since(began)) }, nil
}
