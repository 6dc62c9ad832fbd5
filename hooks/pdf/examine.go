package pdf

import (
	"errors"
	"fmt"
	"io"

	"github.com/pdfcpu/pdfcpu/pkg/filter"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

// refusal carries a Motivo as an error through the examination.
type refusal Motivo

func (r refusal) Error() string { return "refused: " + string(r) }

// examine reads one file and judges it. It runs in a child only. A file that pdfcpu
// can't make a document of is tried once more with a table of its objects made anew,
// because viewers do the same and show it.
func examine(file io.ReaderAt, size int64) answer {
	ans := surviving(func() answer { return readAsIs(file, size) })
	switch ans.Motivo {
	case Danado, SinPaginas, Contrasena:
	default:
		return ans
	}
	again := surviving(func() answer { return mend(file, size) })
	again.Replace = again.Replace || ans.Replace
	switch again.Motivo {
	case "", Contrasena, AccionPeligrosa, DemasiadasPaginas, Complejo:
		return again
	}
	ans.Replace, ans.Fault = again.Replace, again.Fault
	return ans
}

// surviving runs one reading. pdfcpu panics on some malformed files. The state of
// its package variables is then unknown, so this worker must not take another file.
func surviving(read func() answer) (ans answer) {
	defer func() {
		if r := recover(); r != nil {
			ans = answer{Motivo: Danado, Replace: true}
		}
	}()
	return read()
}

// readAsIs reads the file by its own cross-reference table.
func readAsIs(file io.ReaderAt, size int64) answer {
	ctx, g, err := readThrough(withKnownVersion(file, size), size)
	switch {
	case errors.Is(g.err, errBudget):
		return answer{Motivo: Complejo}
	case errors.Is(g.err, errGuess):
		return answer{Motivo: Danado}
	case g.err != nil:
		return unreadable(g.err)
	case errors.Is(err, pdfcpu.ErrWrongPassword):
		return answer{Motivo: Contrasena}
	case beyondLimit(err):
		return answer{Motivo: Complejo}
	case err == nil && ctx.Encrypt != nil:
		return judge(ctx.XRefTable, size, nil) // the file opens without a password
	}
	var x *model.XRefTable
	if err == nil {
		x = ctx.XRefTable
	}
	// pdfcpu returns an error for a security handler it doesn't know. For an
	// /Encrypt dictionary in the trailer it returns an error or a document of
	// unreadable text. Both files ask for a password.
	hidden, scanErr := declaresEncryption(file, size, x)
	switch {
	case scanErr != nil:
		return unreadable(scanErr)
	case hidden:
		return answer{Motivo: Contrasena}
	case err != nil:
		return answer{Motivo: Danado}
	}
	return judge(x, size, nil)
}

// unreadable says that the disk, not the file, is to blame.
func unreadable(err error) answer { return answer{Fault: fmt.Sprintf("reading the file: %v", err)} }

// configuration makes pdfcpu read a file and nothing else: its validation refuses
// good files for faults that don't matter to a front desk, its optimization
// decodes content, and online it would visit addresses that the uploader chose.
func configuration() *model.Configuration {
	c := model.NewDefaultConfiguration()
	c.Cmd = model.LISTINFO
	c.Offline = true
	c.Optimize = false
	c.OptimizeBeforeWriting = false
	c.OptimizeResourceDicts = false
	c.Limits.MaxStreamBytes = 110 << 20
	c.Limits.MaxDecodeBytes = 64 << 20
	return c
}

func beyondLimit(err error) bool {
	return errors.Is(err, filter.ErrDecodeLimitExceeded) || errors.Is(err, model.ErrMaxRecursionDepthExceeded)
}

// judge applies the policy to a file that could be read, after repair when m is given.
func judge(x *model.XRefTable, size int64, m *mended) (ans answer) {
	ans.Motivo = Danado
	root, err := x.Catalog()
	if err != nil || root == nil {
		return ans
	}
	pages, err := countPages(x, root, size, m)
	if ans.Motivo = motivoOf(err); ans.Motivo != "" {
		return ans // Folios stays 0, because the count stopped half way
	}
	ans.Folios, ans.Blancas = pages.count, pages.blanks
	found, err := survey(x, root)
	if err == nil && m != nil {
		found.dangerous, err = m.dangerous(x, found)
	}
	if ans.Motivo = motivoOf(err); ans.Motivo != "" {
		return ans
	}
	ans.Firmas = found.signatures
	if found.dangerous {
		ans.Motivo = AccionPeligrosa
		return ans
	}
	for _, n := range []struct {
		aviso   Aviso
		present bool
	}{
		{JavaScript, found.javascript},
		{Formulario, found.form},
		{Adjuntos, found.attachments},
		{EnlaceLocal, found.links},
		{Proteccion, x.Encrypt != nil},
		{PaginasGrandes, pages.large},
		{MuchasPaginas, pages.count > manyPages},
		{PaginaEnBlanco, len(pages.blanks) > 0},
	} {
		if n.present {
			ans.Avisos = append(ans.Avisos, n.aviso)
		}
	}
	return ans
}

func motivoOf(err error) Motivo {
	var r refusal
	switch {
	case err == nil:
		return ""
	case errors.As(err, &r):
		return Motivo(r)
	case beyondLimit(err):
		return Complejo
	default:
		return Danado
	}
}
