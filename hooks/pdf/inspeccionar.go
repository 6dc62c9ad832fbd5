package pdf

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
)

// Exit codes of `mesadepartes inspeccionar`.
const (
	allAdmitted = 0
	oneRefused  = 1
	unusable    = 2
)

// Inspeccionar runs `mesadepartes inspeccionar FILE…`: it writes to out the
// verdict that an upload of each file would get, one line of JSON a file, and to
// errw the files it can't read. A file of more than maxBytes is refused; 0 or
// less is no limit. The exit code is 0 when every file is admitted, 1 when one
// is refused and 2 when one can't be read or none is named.
func Inspeccionar(args []string, maxBytes int64, out, errw io.Writer) int {
	if len(args) == 0 {
		fmt.Fprintln(errw, "mesadepartes inspeccionar FILE…")
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
