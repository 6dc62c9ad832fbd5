package demo

import (
	"io"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"
)

// Config is what the demo needs of the program.
type Config struct {
	Now  func() time.Time     // the clock of every room
	Set  func(time.Time)      // moves that clock
	Tick func(core.App) error // the round of each minute
	Mail func(core.App)       // from now on mails end on this machine and count as sent
	Out  io.Writer            // gets the accounts
}

// Command is `mesadepartes demo`: it fills an empty data folder.
func Command(app core.App, config func() Config) *cobra.Command {
	return &cobra.Command{
		Use:          "demo",
		Short:        "Llena una carpeta de datos vacía con una oficina, personal y cuarenta solicitudes de ejemplo",
		Long:         "Llena una carpeta de datos vacía con datos inventados. No corre junto a un servidor de la misma carpeta: termina con 75.",
		SilenceUsage: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			// PocketBase runs the migrations for serve alone, not for other commands.
			if err := app.RunAllMigrations(); err != nil {
				return err
			}
			c := config()
			c.Out = cmd.OutOrStdout()
			return Fill(app, c)
		},
	}
}
