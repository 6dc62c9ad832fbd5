package demo

import (
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"
)

// Command is `mesadepartes demo`: it fills an empty data folder.
func Command(app core.App, now func() time.Time) *cobra.Command {
	return &cobra.Command{
		Use:          "demo",
		Short:        "Llena una carpeta de datos vacía con una oficina, personal y solicitudes de ejemplo",
		Long:         "Llena una carpeta de datos vacía con datos inventados. No corre junto a un servidor de la misma carpeta: termina con 75.",
		SilenceUsage: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			// PocketBase runs the migrations for serve alone, not for other commands.
			if err := app.RunAllMigrations(); err != nil {
				return err
			}
			return Fill(app, now, cmd.OutOrStdout())
		},
	}
}
