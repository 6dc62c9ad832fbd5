package pdf

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

// Stamp is what stands on each page of a stamped copy, above what the page shows. In a line
// {i} is the number of the page and {n} that of all.
type Stamp struct{ Lines []string }

// The reasons for which a PDF gets no stamp.
const (
	SelloProtegido Motivo = "sello_protegido" // its author allows no change
	SelloImposible Motivo = "sello_imposible" // damaged, or built in a way that takes no stamp
)

// MotivosSello lists every reason why a PDF gets no stamp, so that tests elsewhere can ask
// for a text each.
var MotivosSello = []Motivo{SelloProtegido, SelloImposible, Complejo}

// Stamped says how the stamping went.
type Stamped struct {
	Motivo Motivo // "" when out has the update
	Bytes  int64  // of the update
}

const (
	stampCPU   = cpuSeconds * time.Second
	maxStamped = 32 << 20 // bytes of an update
)

// Stamp writes to out the update that makes a stamped copy of f: what follows the bytes of f
// as they are (ISO 32000-1, 7.5.6). The child does the work, in a turn of its sender. Errors
// are those of InspectFrom.
func (i *Inspector) Stamp(ctx context.Context, from Sender, f, out *os.File, s Stamp) (Stamped, error) {
	info, err := f.Stat()
	if err != nil {
		return Stamped{}, fmt.Errorf("pdf: %w", err)
	}
	note, err := json.Marshal(s)
	if err != nil {
		return Stamped{}, err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	defer context.AfterFunc(i.base, stop)()
	turn, err := i.queue.enter(ctx, from)
	if err != nil {
		return Stamped{}, i.why(err)
	}
	begun := time.Now()
	ans, err := i.ask(ctx, request{job: jobStamp, file: f, size: info.Size(), note: note, out: out})
	i.queue.leave(turn, time.Since(begun))
	if ans.Motivo == Danado {
		ans.Motivo = SelloImposible // pdfcpu panicked
	}
	return Stamped{ans.Motivo, ans.Bytes}, i.why(err)
}

// stampPages is what a child does with a PDF that gets a stamp.
func stampPages(file io.ReaderAt, size int64, note []byte) (answer, []byte) {
	var s Stamp
	if err := json.Unmarshal(note, &s); err != nil {
		return answer{Fault: fmt.Sprintf("the stamp: %v", err)}, nil
	}
	ctx, pages, err := stampable(file, size)
	if err != nil {
		return refused(err), nil
	}
	u, err := newUpdate(ctx, file, size)
	if err != nil {
		return refused(err), nil
	}
	if err := u.stamp(pages, s); err != nil {
		return refused(err), nil
	}
	made := u.close()
	if len(made) > maxStamped {
		return answer{Motivo: Complejo}, nil
	}
	if err := u.check(file, size, made, len(pages)); err != nil {
		return refused(err), nil
	}
	return answer{Bytes: int64(len(made))}, made
}

// stampable reads a PDF whose own table of objects is whole, and its pages. One that its
// author protected against changes stays as it is.
func stampable(file io.ReaderAt, size int64) (*model.Context, []leaf, error) {
	ctx, g, err := readThrough(withKnownVersion(file, size), size)
	switch {
	case errors.Is(g.err, errBudget), beyondLimit(err):
		return nil, nil, refusal(Complejo)
	case errors.Is(g.err, errGuess):
		return nil, nil, refusal(SelloImposible)
	case g.err != nil:
		return nil, nil, g.err
	case err == nil && ctx.Encrypt != nil:
		return nil, nil, refusal(SelloProtegido)
	case err != nil:
		return nil, nil, refusal(SelloImposible)
	}
	root, err := ctx.Catalog()
	if err != nil || root == nil || ctx.Root == nil {
		return nil, nil, refusal(SelloImposible)
	}
	tree, err := countPages(ctx.XRefTable, root, size, nil)
	if m := motivoOf(err); m != "" && m != Complejo {
		return nil, nil, refusal(SelloImposible)
	}
	return ctx, tree.pages, err
}

// refused is the answer for an error: the reason for which the file gets no stamp, or the
// failing disk.
func refused(err error) answer {
	var r refusal
	if errors.As(err, &r) || beyondLimit(err) {
		return answer{Motivo: motivoOf(err)}
	}
	return unreadable(err)
}

// check reads the stamped copy as a viewer does and finds the stamp on every page.
func (u *update) check(file io.ReaderAt, size int64, made []byte, pages int) error {
	whole := io.NewSectionReader(lengthened{file, size, bytes.NewReader(made)}, 0, size+int64(len(made)))
	_, found, err := stampable(whole, whole.Size())
	if err != nil {
		return err
	}
	if len(found) != pages {
		return refusal(SelloImposible)
	}
	for i, page := range found {
		if parts := contents(u.x, page.dict); len(parts) == 0 || parts[len(parts)-1] != u.drawn[i] {
			return refusal(SelloImposible)
		}
	}
	return nil
}

// lengthened is a file with more bytes behind it.
type lengthened struct {
	io.ReaderAt
	size int64
	more io.ReaderAt
}

// ReadAt implements io.ReaderAt.
func (j lengthened) ReadAt(p []byte, off int64) (int, error) {
	if off >= j.size {
		return j.more.ReadAt(p, off-j.size)
	}
	n, err := j.ReaderAt.ReadAt(p[:min(int64(len(p)), j.size-off)], off)
	if n == len(p) || err != nil && !errors.Is(err, io.EOF) {
		return n, err
	}
	more, err := j.more.ReadAt(p[n:], 0)
	return n + more, err
}
