package exporta

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"
	"mesadepartes/hooks/registro"

	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"
)

// Command is `mesadepartes exportar`. It may run beside a server. room gives the register's
// room, once it is bound; exit is 1 when a bag lacks something.
func Command(app core.App, now func() time.Time, room func() *registro.Room, exit *int) *cobra.Command {
	var o Opciones
	since := ""
	c := &cobra.Command{
		Use: "exportar [N-AAAA]", Short: "Escribe solicitudes completas como bolsas BagIt, para un archivo u otro sistema",
		Long: "Escribe en la carpeta --a una bolsa BagIt 1.0 (RFC 8493) por solicitud: documentos, respuestas, cargos, pruebas y recorrido.\n" +
			"Nunca reemplaza una bolsa; si se interrumpe, ejecute lo mismo y sigue donde quedó. Queda anotado en el registro de accesos.",
		Args: cobra.MaximumNArgs(1), SilenceUsage: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.take(args, since); err != nil {
				return err
			}
			if err := app.RunAllMigrations(); err != nil {
				return err
			}
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt)
			defer stop()
			out := cmd.OutOrStdout()
			r, err := Exportar(ctx, app, room(), now, o, registro.Teller(out))
			if err == nil || r.Hechas > 0 {
				r.Describe(out)
			}
			if len(r.Incompletas) > 0 {
				*exit = 1
			}
			return err
		},
	}
	c.Flags().StringVar(&since, "desde", "", "todas las recibidas desde ese día, AAAA-MM-DD")
	c.Flags().StringVar(&o.Dest, "a", "", "carpeta de destino")
	c.Flags().BoolVar(&o.Pide, "pide", false, "añade los datos para el SGD de otra entidad (PIDE)")
	return c
}

// take reads what the command was told.
func (o *Opciones) take(args []string, since string) (err error) {
	switch {
	case o.Dest == "":
		return errors.New("diga la carpeta de destino: --a CARPETA")
	case len(args) == 1 == (since != ""):
		return errors.New("diga un número de solicitud, o --desde AAAA-MM-DD")
	case since != "":
		if o.Desde, err = time.ParseInLocation(time.DateOnly, since, plazos.Lima); err != nil {
			return fmt.Errorf("%q no es un día; escriba AAAA-MM-DD", since)
		}
		return nil
	}
	if o.Numero = mesa.CleanFilingNumber(args[0]); o.Numero == "" {
		return fmt.Errorf("%q no es un número de solicitud; escriba N-AAAA, por ejemplo 6-2026", args[0])
	}
	return nil
}
