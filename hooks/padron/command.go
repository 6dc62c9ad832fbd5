package padron

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"
)

// Command is `mesadepartes padron importar FILE`. It needs the data folder and no
// database, and works beside a running server. now is the clock, room as in Options.
func Command(app core.App, now func() time.Time, room func(dir string, bytes, reserve int64) error) *cobra.Command {
	all := &cobra.Command{Use: "padron", Short: "Padrón reducido del RUC, de SUNAT"}
	forzar := false
	load := &cobra.Command{
		Use:          "importar ARCHIVO",
		Short:        "Importa el padrón de un zip o txt descargado de SUNAT",
		Long:         "Importa el padrón reducido del RUC. Puede correr junto al servidor, que usa el padrón nuevo de inmediato.",
		Args:         cobra.ExactArgs(1),
		SilenceUsage: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			o := Options{Src: args[0], Dir: app.DataDir(), Forzar: forzar, Now: now(), Room: room}
			return runImport(ctx, o, cmd.OutOrStdout(), os.Stderr) // the program mutes cobra's own stderr
		},
	}
	load.Flags().BoolVar(&forzar, "forzar", false, "acepta un padrón con menos de la mitad de contribuyentes que el anterior")
	all.AddCommand(load)
	return all
}

func runImport(ctx context.Context, o Options, out io.Writer, screen *os.File) error {
	if err := os.MkdirAll(o.Dir, 0o755); err != nil {
		return err
	}
	p := newProgress(screen)
	o.Progress = p.show
	report, err := Import(ctx, o)
	p.end()
	if err == nil {
		fmt.Fprintln(out, report.Detalle())
		return nil
	}
	if examples := report.Malos(); examples != "" {
		fmt.Fprintln(screen, examples)
	}
	if cause := errors.Unwrap(err); cause != nil {
		return fmt.Errorf("%w (%v)", err, cause)
	}
	return err
}

// progress draws a bar on a terminal, and elsewhere a line every tenth part.
type progress struct {
	w        io.Writer
	terminal bool
	shown    int64 // per cent
	began    time.Time
}

func newProgress(f *os.File) *progress {
	info, err := f.Stat()
	return &progress{w: f, terminal: err == nil && info.Mode()&os.ModeCharDevice != 0, shown: -1, began: time.Now()}
}

func (p *progress) show(done, total int64) {
	percent := done * 100 / max(total, 1)
	if percent == p.shown || !p.terminal && percent/10 == p.shown/10 && p.shown >= 0 {
		return
	}
	if p.shown = percent; !p.terminal {
		fmt.Fprintf(p.w, "%d %% en %.0f s\n", percent, time.Since(p.began).Seconds())
		return
	}
	bar := strings.Repeat("█", int(percent/4)) + strings.Repeat("░", 25-int(percent/4))
	fmt.Fprintf(p.w, "\r%s %3d %%", bar, percent)
}

// end moves the cursor to the line below the bar.
func (p *progress) end() {
	if p.terminal && p.shown >= 0 {
		fmt.Fprintln(p.w)
	}
}
