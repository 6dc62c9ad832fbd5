package libro

import (
	"fmt"
	"strings"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"
)

// Command is `mesadepartes recuperar`. It may run beside a server, which numbers
// nothing until the base agrees with the book. room gives the book, once it is bound.
func Command(app core.App, room func() *Room) *cobra.Command {
	o, hasta := Options{}, []string{}
	c := &cobra.Command{
		Use:   "recuperar",
		Short: "Vuelve a escribir en la base de datos los actos que el libro tiene y a ella le faltan",
		Long: "Vuelve a escribir en la base de datos, en su orden, los actos que el libro tiene y a ella le faltan: con sus números, fechas y\n" +
			"documentos. No envía ningún correo. Puede interrumpirse y ejecutarse otra vez, también con el programa en marcha.",
		Args: cobra.NoArgs, SilenceUsage: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var err error
			if o.Hasta, err = parseHasta(hasta); err != nil {
				return err
			}
			if err := app.RunAllMigrations(); err != nil {
				return err
			}
			o.Out = cmd.OutOrStdout()
			return room().Recover(app, o)
		},
	}
	c.Flags().BoolVar(&o.Simular, "simular", false, "solo dice qué falta y qué haría")
	c.Flags().BoolVar(&o.Reservar, "reservar", false, "con el libro dañado: recupera lo que se pueda leer y sigue después del "+
		"último número conocido")
	c.Flags().StringSliceVar(&hasta, "hasta", nil, "con --reservar: último número que se sabe dado, por ejemplo 343-2026")
	return c
}

// EraseCommand is `mesadepartes libro borrar EPOCA/ASIENTO`. It may run beside a server.
func EraseCommand(app core.App, room func() *Room) *cobra.Command {
	all := &cobra.Command{Use: "libro", Short: "Libro de actos"}
	autorizacion := ""
	erase := &cobra.Command{
		Use:   "borrar EPOCA/ASIENTO",
		Short: "Borra del libro el contenido privado de un asiento, con la autorización que lo ordena; su número y su huella quedan",
		Long: "Borra del libro el contenido privado de un asiento, con la autorización que lo ordena; su número y su huella quedan.\n" +
			"Puede correr junto al servidor.",
		Args: cobra.ExactArgs(1), SilenceUsage: true,
		RunE: func(_ *cobra.Command, args []string) error {
			var epoca, n int
			if _, err := fmt.Sscanf(args[0], "%d/%d", &epoca, &n); err != nil {
				return fmt.Errorf("%q no es un asiento como 1/228", args[0])
			}
			return room().Erase(app, epoca, n, autorizacion)
		},
	}
	erase.Flags().StringVar(&autorizacion, "autorizacion", "", "resolución o documento que ordena el borrado")
	all.AddCommand(erase)
	return all
}

// parseHasta reads numbers such as 343-2026.
func parseHasta(list []string) (map[int]int, error) {
	until := map[int]int{}
	for _, text := range list {
		var n, year int
		clean := mesa.CleanFilingNumber(text)
		if _, err := fmt.Sscanf(strings.ReplaceAll(clean, "-", " "), "%d %d", &n, &year); err != nil {
			return nil, fmt.Errorf("--hasta: %q no es un número de solicitud como 343-2026", text)
		}
		until[year] = max(until[year], n)
	}
	return until, nil
}
