package pdf

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
)

// Exit codes of `mesadepartes inspeccionar`.
const (
	allAdmitted = 0
	oneRefused  = 1
	unusable    = 2
)

// Command is `mesadepartes inspeccionar ARCHIVO…`, with the limit of 100 MB a file. The
// exit code goes to exit.
func Command(exit *int) *cobra.Command {
	return &cobra.Command{
		Use: "inspeccionar ARCHIVO…", SilenceUsage: true,
		Short: "Dice si cada archivo PDF se admitiría y por qué, en una línea JSON por archivo",
		Long: "Dice si cada archivo PDF se admitiría y por qué, en una línea JSON por archivo.\n" +
			"Termina con 0 si todos se admiten, con 1 si alguno no, y con 2 si alguno no se pudo leer.",
		Run: func(_ *cobra.Command, args []string) { *exit = Inspeccionar(args, 100<<20, os.Stdout, os.Stderr) },
	}
}

// Inspeccionar writes to out the verdict that an upload of each file would get, one line
// of JSON a file, and to errw the files it can't read. A file of more than maxBytes is
// refused; 0 or less is no limit. The exit code is 0 when every file is admitted, 1 when
// one is refused and 2 when one can't be read or none is named.
func Inspeccionar(args []string, maxBytes int64, out, errw io.Writer) int {
	if len(args) == 0 {
		fmt.Fprintln(errw, "mesadepartes inspeccionar ARCHIVO…")
		return unusable
	}
	inspector := NewInspector()
	defer inspector.Close()
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false) // file names are not HTML here
	code := allAdmitted
	for _, name := range args {
		v, err := inspectNamed(inspector, name, maxBytes)
		if err == nil {
			err = lines.Encode(v)
		}
		switch {
		case err != nil:
			fmt.Fprintf(errw, "%s: %v\n", name, err)
			code = unusable // stays 2, while the other files still get their line
		case !v.Admitido:
			code = max(code, oneRefused)
		}
	}
	return code
}

func inspectNamed(i *Inspector, name string, maxBytes int64) (Verdict, error) {
	f, err := os.Open(name)
	if err != nil {
		return Verdict{}, err
	}
	defer f.Close()
	v, err := i.Inspect(context.Background(), f, maxBytes)
	v.Archivo = name
	return v, err
}
