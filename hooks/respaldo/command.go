package respaldo

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/registro"

	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"
)

// Command is `mesadepartes copia hacer|listar|verificar|restaurar|ensayar`. All of it may run
// beside a server. exit is 1 for a copy with faults.
func Command(app core.App, now func() time.Time, exit *int) *cobra.Command {
	all := &cobra.Command{Use: "copia", Short: "Copias de seguridad en otra carpeta o disco, o en S3: hacerlas, comprobarlas y restaurarlas"}
	all.AddCommand(makeCommand(app, now, exit), listCommand(), verifyCommand(exit), restoreCommand(app), rehearseCommand(now, exit))
	for _, c := range all.Commands() {
		if name := c.Name(); name == "verificar" || name == "restaurar" || name == "ensayar" {
			c.Flags().String("identidad", "", "archivo de la llave privada (age) de las copias cifradas")
		}
	}
	return all
}

func makeCommand(app core.App, now func() time.Time, exit *int) *cobra.Command {
	fresh := false
	c := &cobra.Command{
		Use: "hacer DESTINO", Short: "Copia la entidad a DESTINO mientras sigue atendiendo; la segunda copia lleva solo lo nuevo",
		Args: cobra.ExactArgs(1), SilenceUsage: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := app.RunAllMigrations(); err != nil {
				return err
			}
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt)
			defer stop()
			out := cmd.OutOrStdout()
			l := FromEnv(args[0])
			l.Nuevo = fresh
			h, err := Make(ctx, app, l, now(), registro.Teller(out))
			if err != nil {
				return err
			}
			fmt.Fprintf(out, "Copia %s hecha: %s, %d archivos nuevos.\n", h.Nombre(), describe(h.Copia), h.Nuevos)
			report(out, h.Fallas, exit)
			gone, err := Prune(ctx, app.DataDir(), l)
			if gone > 0 {
				fmt.Fprintf(out, "Se retiraron %d copias antiguas: se conservan 7 días, 4 semanas y 12 meses.\n", gone)
			}
			return err
		},
	}
	c.Flags().BoolVar(&fresh, "nuevo", false, "el disco de DESTINO se cambió por otro: acepta que no tenga las copias de antes")
	return c
}

func describe(c *Copia) string {
	text := ""
	years := make([]int, 0, len(c.Numeros))
	for year := range c.Numeros {
		years = append(years, year)
	}
	slices.Sort(years)
	for _, year := range years {
		text += fmt.Sprintf("hasta la %d-%d, ", c.Numeros[year], year)
	}
	if c.EnS3 {
		text += "sin los archivos, que están en S3, "
	}
	if c.Sellada() {
		text += "cifrada, "
	}
	return text + fmt.Sprintf("%d MB", c.Bytes()>>20)
}

func report(out io.Writer, wrong []string, exit *int) {
	for _, w := range wrong {
		fmt.Fprintln(out, "FALLA:", w)
		*exit = 1
	}
}

func listCommand() *cobra.Command {
	return &cobra.Command{
		Use: "listar DESTINO", Short: "Lista las copias que hay en DESTINO, la más nueva primero",
		Args: cobra.ExactArgs(1), SilenceUsage: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			d, err := look(FromEnv(args[0]))
			if err != nil {
				return err
			}
			list, broken, err := d.copies(cmd.Context())
			for _, name := range slices.Sorted(maps.Keys(broken)) {
				fmt.Fprintln(cmd.OutOrStdout(), "FALLA:", broken[name])
			}
			for _, c := range list {
				fmt.Fprintf(cmd.OutOrStdout(), "%s  %s  %s\n", c.Nombre(), mesa.FullTime(c.Hecha), describe(c))
			}
			if err == nil && len(list) == 0 {
				fmt.Fprintln(cmd.OutOrStdout(), "No hay copias en", args[0])
			}
			return err
		},
	}
}

// told reads what a command was told: a destination, which stands for its newest copy, or
// the file of a copy, DESTINO/copias/NOMBRE.json; and the private key.
func told(cmd *cobra.Command, arg string) (l Lugar, name string) {
	slashed := filepath.ToSlash(arg)
	if dest, file, ok := cutLast(slashed, "/"+copies+"/"); ok && strings.HasSuffix(file, ".json") {
		arg, name = dest, strings.TrimSuffix(file, ".json")
	}
	l = FromEnv(arg)
	l.Identidad, _ = cmd.Flags().GetString("identidad") // a flag of all commands that call this
	return l, name
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

func verifyCommand(exit *int) *cobra.Command {
	sample := 0
	c := &cobra.Command{
		Use: "verificar COPIA", Short: "Lee una copia (DESTINO para la más nueva) y compara cada archivo con su huella; sale con 1 si algo falla",
		Args: cobra.ExactArgs(1), SilenceUsage: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			l, name := told(cmd, args[0])
			c, wrong, err := Verify(cmd.Context(), l, name, sample, registro.Teller(cmd.OutOrStdout()))
			return verdict(cmd.OutOrStdout(), c, wrong, err, exit)
		},
	}
	c.Flags().IntVar(&sample, "muestra", 0, "lee solo tantos archivos, al azar")
	return c
}

func verdict(out io.Writer, c *Copia, wrong []string, err error, exit *int) error {
	if err != nil {
		return err
	}
	report(out, wrong, exit)
	if len(wrong) == 0 && c.Sellada() {
		fmt.Fprintf(out, "A la copia %s no le falta nada de lo cifrado: %s. Para abrirla indique --identidad.\n", c.Nombre(), describe(c))
	} else if len(wrong) == 0 {
		fmt.Fprintf(out, "La copia %s está completa: %s.\n", c.Nombre(), describe(c))
	}
	return nil
}

func restoreCommand(app core.App) *cobra.Command {
	return &cobra.Command{
		Use: "restaurar COPIA", Short: "Escribe una copia (DESTINO para la más nueva) en la carpeta nueva que dice --dir",
		Args: cobra.ExactArgs(1), SilenceUsage: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := app.DataDir()
			l, name := told(cmd, args[0])
			c, err := Restore(cmd.Context(), l, name, dir, registro.Teller(cmd.OutOrStdout()))
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "Copia %s restaurada en %s: %s.\nInicie con --dir=%s. Si el programa dice que faltan actos, "+
				"ejecute: mesadepartes recuperar --dir=%s\nSi el archivo de la clave se perdió: mesadepartes clave recuperar PALABRAS --dir=%s\n",
				c.Nombre(), dir, describe(c), dir, dir, dir)
			return nil
		},
	}
}

func rehearseCommand(now func() time.Time, exit *int) *cobra.Command {
	return &cobra.Command{
		Use: "ensayar COPIA", Short: "Restaura una copia (DESTINO para la más nueva) en una carpeta temporal, la comprueba entera y la borra",
		Args: cobra.ExactArgs(1), SilenceUsage: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			l, name := told(cmd, args[0])
			c, wrong, err := Rehearse(cmd.Context(), l, name, registro.Teller(cmd.OutOrStdout()))
			if err := verdict(cmd.OutOrStdout(), c, wrong, err, exit); err != nil || name != "" {
				return err
			}
			return noteAt(cmd.Context(), l, now(), c, wrong) // health and the check list tell of the newest
		},
	}
}

func noteAt(ctx context.Context, l Lugar, now time.Time, c *Copia, wrong []string) error {
	d, err := look(l)
	if err != nil {
		return err
	}
	if err := d.noteRehearsal(ctx, now, c, wrong); err != nil {
		return fmt.Errorf("su resultado no se pudo anotar en el lugar de las copias: %w", err)
	}
	return nil
}
