package reloj

import (
	"fmt"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"
)

// Command is `mesadepartes reloj confirmar`: a person says that the clock of this
// machine is right. It works beside a running server, which goes on within a minute
// with what waited.
func Command(app core.App, now func() time.Time) *cobra.Command {
	all := &cobra.Command{Use: "reloj", Short: "Hora del servidor"}
	wasAhead := false
	yes := &cobra.Command{
		Use:          "confirmar",
		Short:        "Confirma que la hora de esta máquina es la correcta",
		Long:         "Confirma que la hora de esta máquina es la correcta. Puede correr junto al servidor.",
		Args:         cobra.NoArgs,
		SilenceUsage: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			// PocketBase runs the migrations for serve alone, not for other commands.
			if err := app.RunAllMigrations(); err != nil {
				return err
			}
			at := now()
			if err := Confirm(app, at, wasAhead); err != nil {
				return err
			}
			fmt.Fprintln(cmd.OutOrStdout(), mesa.TextRelojConfirmado(at, byCommand))
			return nil
		},
	}
	yes.Flags().BoolVar(&wasAhead, "estuvo-adelantado", false, "acepta una hora anterior a lo guardado, porque el reloj estuvo adelantado")
	all.AddCommand(yes)
	return all
}
