package respaldo

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/registro"

	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"
)

// DoctorCommand is `mesadepartes doctor [--todo] [--json]`. It reads the base and writes
// nothing, so it may run beside a server. exit is 1 when something is red, 2 when there is
// nothing to look at.
func DoctorCommand(app core.App, examen func() Examen, exit *int) *cobra.Command {
	todo, asJSON := false, false
	c := &cobra.Command{
		Use: "doctor", Short: "Revisa la carpeta de datos, el correo, el dominio, el certificado y las copias, y dice qué hacer en cada caso",
		Long: "Revisa todo lo que el programa necesita, línea por línea: verde, ámbar o rojo, y qué hacer. Abre la base solo para leer:\n" +
			"puede correr junto al servidor. Sale con 0 si nada está en rojo, con 1 si algo lo está y con 2 si no hay qué revisar.",
		Args: cobra.NoArgs, SilenceUsage: true,
		Run: func(cmd *cobra.Command, _ []string) {
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt)
			defer stop()
			out := cmd.OutOrStdout()
			with, tell := examen(), func(l Linea) { l.Write(out, isTerminal(out)) }
			with.Todo, with.Progreso = todo, registro.Teller(out)
			if asJSON {
				tell, with.Progreso = func(Linea) {}, registro.Teller(io.Discard)
			}
			lines, err := Examine(ctx, app.DataDir(), with, tell)
			*exit = conclude(out, lines, err, asJSON)
		},
	}
	c.Flags().BoolVar(&todo, "todo", false, "lee también cada archivo, cada línea y cada carpeta")
	c.Flags().BoolVar(&asJSON, "json", false, "escribe un solo objeto JSON")
	return c
}

func conclude(out io.Writer, lines []Linea, err error, asJSON bool) (exit int) {
	red, amber := 0, 0
	for _, l := range lines {
		switch l.Salud {
		case mesa.Mal:
			red, exit = red+1, 1
		case mesa.Atencion:
			amber++
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "mesadepartes:", err)
		return 2
	}
	if asJSON {
		enc := json.NewEncoder(out)
		enc.SetEscapeHTML(false)
		_ = enc.Encode(map[string]any{"rojas": red, "ambar": amber, "lineas": lines}) // who reads it is gone
		return exit
	}
	fmt.Fprintln(out, mesa.TextDoctorResumen(red, amber))
	return exit
}

// isTerminal tells whether colours are read by a person.
func isTerminal(out io.Writer) bool {
	f, is := out.(*os.File)
	if !is || os.Getenv("NO_COLOR") != "" || runtime.GOOS == "windows" { // whose terminals show the codes themselves
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
