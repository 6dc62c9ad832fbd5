package archivo

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"
)

// RetentionCommand is `mesadepartes retencion`: what is over its term. It reads alone.
func RetentionCommand(app core.App, now func() time.Time) *cobra.Command {
	asJSON, asCSV := false, false
	c := &cobra.Command{
		Use: "retencion", Short: "Dice qué solicitudes cerradas pasaron su plazo de conservación",
		Long: "Dice qué solicitudes cerradas pasaron el plazo de conservación de su serie (tramites: serie_documental, retencion_anios).\n" +
			"Es la lista para proponer la eliminación al Archivo General de la Nación. No borra nada.",
		Args: cobra.NoArgs, SilenceUsage: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := app.RunAllMigrations(); err != nil {
				return err
			}
			list, err := Overdue(app, now())
			if err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			switch {
			case asJSON:
				return json.NewEncoder(out).Encode(append([]Vencidas{}, list...))
			case asCSV:
				return writeCSV(out, list)
			case len(list) == 0:
				fmt.Fprintln(out, mesa.TextSinVencidas)
			}
			for _, v := range list {
				fmt.Fprintf(out, "%s (%d años): %d solicitudes cerradas en %d, de la %s a la %s\n",
					v.Serie, v.Anios, v.Solicitudes, v.Cierre, v.Primera, v.Ultima)
			}
			return nil
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "para otros programas")
	c.Flags().BoolVar(&asCSV, "csv", false, "para una hoja de cálculo")
	return c
}

func writeCSV(out io.Writer, list []Vencidas) error {
	w := csv.NewWriter(out)
	_ = w.Write([]string{"serie", "anios", "cierre", "solicitudes", "primera", "ultima"}) // Error tells at the end
	for _, v := range list {
		_ = w.Write([]string{v.Serie, strconv.Itoa(v.Anios), strconv.Itoa(v.Cierre), strconv.Itoa(v.Solicitudes), v.Primera, v.Ultima})
	}
	w.Flush()
	return w.Error()
}

// EliminateCommand is `mesadepartes eliminar`. It may run beside a server. room gives the
// archive, once it is bound.
func EliminateCommand(app core.App, room func() *Room) *cobra.Command {
	o, fecha := Orden{}, ""
	c := &cobra.Command{
		Use: "eliminar", Short: "Elimina los documentos y los datos personales que una resolución autoriza eliminar",
		Long: "Elimina los documentos y los datos personales de las solicitudes cerradas de una serie, con la resolución del Archivo General\n" +
			"de la Nación que lo autoriza. Número, fechas, recorrido y huellas quedan. No tiene vuelta atrás: antes use --simular.\n" +
			"Si se interrumpe, ejecute lo mismo y termina lo que faltaba.",
		Args: cobra.NoArgs, SilenceUsage: true,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if o.Fecha, err = time.ParseInLocation(time.DateOnly, fecha, plazos.Lima); err != nil {
				return fmt.Errorf("--fecha: %q no es un día; escriba AAAA-MM-DD", fecha)
			}
			if err := app.RunAllMigrations(); err != nil {
				return err
			}
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt)
			defer stop()
			o.Out = cmd.OutOrStdout()
			return room().Eliminate(ctx, app, o)
		},
	}
	c.Flags().StringVar(&o.Autorizacion, "autorizacion", "", "resolución que autoriza, por ejemplo \"RJ 123-2036-AGN\"")
	c.Flags().StringVar(&fecha, "fecha", "", "fecha de la resolución, AAAA-MM-DD")
	c.Flags().StringVar(&o.Archivo, "archivo", "", "la resolución en PDF; se conserva siempre")
	c.Flags().StringVar(&o.Serie, "serie", "", "serie documental, como está en tramites")
	c.Flags().IntVar(&o.Hasta, "hasta", 0, "último año de cierre que la resolución alcanza")
	c.Flags().BoolVar(&o.Simular, "simular", false, "solo dice qué se eliminaría")
	for _, name := range []string{"autorizacion", "fecha", "serie", "hasta"} {
		_ = c.MarkFlagRequired(name)
	}
	return c
}
