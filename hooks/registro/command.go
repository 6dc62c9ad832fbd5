package registro

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"
)

// AuditCommand is `mesadepartes auditar`. It may run beside a server. room gives the room,
// once it is bound.
func AuditCommand(app core.App, room func() *Room, exit *int) *cobra.Command {
	bare := false
	c := &cobra.Command{
		Use:   "auditar",
		Short: "Compara cada línea, el registro público, sus cabezas firmadas y cada archivo, y nombra la primera rotura",
		Long: "Compara cada línea del historial con su hoja, las hojas con el árbol, el árbol con cada cabeza que se firmó, y cada archivo\n" +
			"con su huella. No escribe nada. Si se interrumpe mientras lee los archivos, sigue donde quedó. Sale con 1 si encuentra una rotura.",
		Args: cobra.NoArgs, SilenceUsage: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := app.RunAllMigrations(); err != nil {
				return err
			}
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt)
			defer stop()
			err := room().auditAll(ctx, app, cmd.OutOrStdout(), bare)
			if found := (Rotura{}); errors.As(err, &found) {
				fmt.Fprintln(cmd.OutOrStdout(), "ROTURA:", found.Texto)
				*exit = 1
				return nil
			}
			return err
		},
	}
	c.Flags().BoolVar(&bare, "sin-archivos", false, "no lee los archivos")
	return c
}

func (r *Room) auditAll(ctx context.Context, app core.App, out io.Writer, bare bool) error {
	if err := r.Fill(app); err != nil {
		return err
	}
	tell := Teller(out)
	tree, err := r.Audit(ctx, app, tell)
	if err == nil && !bare {
		err = r.AuditFiles(ctx, app, tell)
	}
	if err == nil {
		fmt.Fprintf(out, "Todo coincide: %d hojas, cabeza %s.\n", tree.N, tree.Hash)
	}
	return err
}

// Teller tells a person how far a part of a long work has come: on a terminal with a bar that
// grows, elsewhere with a line for each tenth, at most one a second, and one at its end.
func Teller(out io.Writer) Progress {
	pause, end := time.Second, "\n"
	if f, ok := out.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			pause, end = 100*time.Millisecond, "\x1b[K\r"
		}
	}
	return teller(out, pause, end)
}

func teller(out io.Writer, pause time.Duration, end string) Progress {
	shown, began := "", time.Now()
	last := began
	return func(part string, done, total int64) {
		tenths := done * 10 / max(total, 1)
		line := fmt.Sprint(part, tenths)
		if end != "\n" { // a bar shows each step
			line = fmt.Sprint(part, done)
		}
		if line == shown || done != total && time.Since(last) < pause {
			return
		}
		shown, last = line, time.Now()
		tail := end
		if done == total && end != "\n" {
			tail = "\x1b[K\n"
		}
		bar := strings.Repeat("█", int(tenths)) + strings.Repeat("░", int(10-tenths))
		fmt.Fprintf(out, "%s %3d %% %s (%d de %d) en %.0f s%s", bar, 100*done/max(total, 1), part, done, total, time.Since(began).Seconds(), tail)
	}
}

// KeyCommand is `mesadepartes clave mostrar|rotar|recuperar`.
func KeyCommand(app core.App, room func() *Room) *cobra.Command {
	all := &cobra.Command{Use: "clave", Short: "La clave con que la entidad firma sus cargos y su registro público"}
	run := func(do func(cmd *cobra.Command, args []string) error) func(*cobra.Command, []string) error {
		return func(cmd *cobra.Command, args []string) error {
			if err := app.RunAllMigrations(); err != nil {
				return err
			}
			return do(cmd, args)
		}
	}
	all.AddCommand(
		&cobra.Command{
			Use: "mostrar", Short: "Muestra la clave pública y las palabras de recuperación, para guardarlas en papel",
			Args: cobra.NoArgs, SilenceUsage: true,
			RunE: run(func(cmd *cobra.Command, _ []string) error { return room().show(app, cmd.OutOrStdout()) }),
		},
		&cobra.Command{
			Use: "rotar", Short: "Crea otra clave: la anterior no firma más, y lo que firmó sigue siendo bueno",
			Args: cobra.NoArgs, SilenceUsage: true,
			RunE: run(func(cmd *cobra.Command, _ []string) error {
				if err := room().Rotate(app); err != nil {
					return err
				}
				return room().show(app, cmd.OutOrStdout())
			}),
		},
		&cobra.Command{
			Use: "recuperar PALABRA…", Short: "Repone la clave desde sus palabras de recuperación",
			Args: cobra.MinimumNArgs(1), SilenceUsage: true,
			RunE: run(func(cmd *cobra.Command, args []string) error {
				if err := room().Restore(app, strings.Join(args, " ")); err != nil {
					return err
				}
				fmt.Fprintln(cmd.OutOrStdout(), "La clave está repuesta.")
				return nil
			}),
		},
	)
	return all
}

func (r *Room) show(app core.App, out io.Writer) error {
	k, err := r.key(app)
	if err != nil {
		r.Open(app)
		if k, err = r.key(app); err != nil {
			return errors.New(r.fault)
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	fmt.Fprintf(out, "Registro: %s\nClave pública: %s\nArchivo de la clave: %s\n\n", k.Origen, k.Publica(), r.keyPath())
	fmt.Fprintln(out, "Palabras de recuperación. Imprímalas y guárdelas lejos de esta computadora; quien las tenga firma por la entidad:")
	fmt.Fprintf(out, "\n  %s\n\n", Words(r.ring.Semillas[len(r.ring.Semillas)-1]))
	return nil
}

// Restore writes the file of the key anew from its recovery words. It refuses words of
// another key than the one that signs.
func (r *Room) Restore(app core.App, words string) error {
	seed, err := SeedOf(words)
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	known, err := registros(app)
	if err != nil {
		return err
	}
	ring := &llavero{Semillas: [][]byte{seed}, Registros: known}
	if len(known) == 0 || ring.keyOf(known[len(known)-1]) == nil {
		return errors.New("esas palabras son de otra clave, no de la que firma ahora")
	}
	r.fault = ""
	if err := r.writeRing(ring); err != nil {
		return err
	}
	r.ring = ring
	return nil
}
