package cargo

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
)

// Exit codes of `mesadepartes verificar`.
const (
	exitNotGenuine = 1
	exitUnusable   = 2
)

// mostBytes bounds a file that may be a receipt.
const mostBytes = 1 << 20

// Command is `mesadepartes verificar CARGO.pdf [FILE…] --clave=KEY.json`. It needs no data
// and no network. exit gets 0 for a genuine receipt whose files are all its own, 1 for
// another one, 2 when something can't be read.
func Command(exit *int) *cobra.Command {
	clave := ""
	c := &cobra.Command{
		Use:   "verificar CARGO.pdf [ARCHIVO…]",
		Short: "Dice si un cargo es auténtico y si los archivos son los que la entidad recibió",
		Long: "Dice si un cargo es auténtico y si los archivos son los que la entidad recibió. No usa la red ni la base de datos:\n" +
			"bastan las claves públicas que la entidad publica en /.well-known/mesadepartes.json.",
		Args: cobra.MinimumNArgs(1), SilenceUsage: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			found, err := verifyFiles(args, clave)
			if err != nil {
				*exit = exitUnusable
				fmt.Fprintln(cmd.ErrOrStderr(), "mesadepartes:", err)
				return nil
			}
			if found.report(cmd.OutOrStdout()); !found.Veredicto.Genuine() || !found.Whole() {
				*exit = exitNotGenuine
			}
			return nil
		},
	}
	c.Flags().StringVar(&clave, "clave", "", "archivo con las claves públicas de la entidad (obligatorio)")
	return c
}

func verifyFiles(paths []string, clave string) (*Resultado, error) {
	if clave == "" {
		return nil, errors.New("indique el archivo de claves con --clave=ARCHIVO")
	}
	data, err := readFile(clave)
	if err != nil {
		return nil, err
	}
	claves, err := ReadClaves(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", clave, err)
	}
	pdf, err := readFile(paths[0])
	if err != nil {
		return nil, err
	}
	found := Verify(pdf, claves)
	for _, path := range paths[1:] {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		sum, _, err := SumOf(f)
		if err := errors.Join(err, f.Close()); err != nil {
			return nil, err
		}
		found.Compare(filepath.Base(path), sum)
	}
	return &found, nil
}

// readFile reads a small file; of a greater one only what tells that it is no receipt.
func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, mostBytes+1))
}

// Words are the verdict for people.
func (v Veredicto) Words() string {
	return map[Veredicto]string{
		Autentico: "Auténtico", Alterado: "Alterado", OtraEntidad: "De otra entidad", Desconocido: "No es un cargo que se pueda reconocer",
		Restaurado: "Auténtico, pero su trámite se perdió en una restauración",
	}[v]
}

func (r *Resultado) report(out io.Writer) {
	fmt.Fprintln(out, r.Veredicto.Words()+".")
	if r.Detalle != "" {
		fmt.Fprintln(out, r.Detalle)
	}
	if c := r.Cargo; c != nil {
		fmt.Fprintf(out, "%s %s, %s, %d folios, %s.\n", c.Tipo.Titulo(), c.Numero, c.Recibida, c.Folios, c.Entidad.Nombre)
		fmt.Fprintf(out, "Registro %s, hoja %d.\n", r.Registro.Origen, r.Lugar)
	}
	for _, a := range r.Archivos {
		if a.Documento != nil {
			fmt.Fprintf(out, "%s: es el mismo que la entidad recibió (%s).\n", a.Nombre, a.Documento.Titulo())
		} else {
			fmt.Fprintf(out, "%s: no es ninguno de los archivos de este cargo.\n", a.Nombre)
		}
	}
}
