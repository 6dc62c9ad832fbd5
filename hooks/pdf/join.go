package pdf

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// The reasons for which photos do not become a document.
const (
	FotoIlegible    Motivo = "foto_ilegible"    // damaged, or of a kind that cannot be read
	FotoGrande      Motivo = "foto_grande"      // more than 50 million pixels
	FotoAnimada     Motivo = "foto_animada"     // several pictures, of which a page shows one
	FotosDemasiadas Motivo = "fotos_demasiadas" // more than MaxFotos
	FotosMezcladas  Motivo = "fotos_mezcladas"  // a PDF among them
	FotoNoEs        Motivo = "foto_no_es"       // another kind of file among them
)

// MotivosFotos lists every reason why photos are refused, so that tests elsewhere can ask
// for a text each.
var MotivosFotos = []Motivo{FotoIlegible, FotoGrande, FotoAnimada, FotosDemasiadas, FotosMezcladas, FotoNoEs, Complejo}

// Joined says how the joining of photos went.
type Joined struct {
	Motivo Motivo // "" when out has the PDF
	Foto   int    // the photo that is to blame, from 1; 0 for none in particular
	Es     Kind   // what that file is, for FotoNoEs
	Bytes  int64  // of the PDF
}

const (
	joinTimeout = 90 * time.Second // of wall clock for MaxFotos photos
	maxJoined   = MaxFotos*(pageBytes+1<<10) + 1<<20
	photoMemory = int64(500) << 20 // bytes from which a child that holds a photo collects more often
)

// Join makes one PDF of a photo or an album and writes it to out: a page for each photo, in
// their order, upright, without anything that the camera noted. The child does the work, in
// a turn of its sender. Errors are those of InspectFrom.
func (i *Inspector) Join(ctx context.Context, from Sender, f, out *os.File) (Joined, error) {
	info, err := f.Stat()
	if err != nil {
		return Joined{}, fmt.Errorf("pdf: %w", err)
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	defer context.AfterFunc(i.base, stop)()
	turn, err := i.queue.enter(ctx, from)
	if err != nil {
		return Joined{}, i.why(err)
	}
	begun := time.Now()
	ans, err := i.ask(ctx, request{job: jobJoin, file: f, size: info.Size(), out: out})
	cost := time.Since(begun)
	if ans.Motivo == Complejo {
		cost += complexDebt
	}
	i.queue.leave(turn, cost)
	return Joined{ans.Motivo, ans.Foto, ans.Es, ans.Bytes}, i.why(err)
}

// join is what a child does with photos. Each is read, drawn and forgotten before the next.
func join(file io.ReaderAt, size int64) (ans answer, made []byte) {
	photos, err := album(file, size)
	if err != nil {
		return answer{Motivo: photoMotive(err)}, nil
	}
	for n, r := range photos {
		if head := headOf(r); !isPhoto(head) {
			if StartsAsPDF(head) {
				return answer{Motivo: FotosMezcladas}, nil
			}
			return answer{Motivo: FotoNoEs, Foto: n + 1, Es: KindOf(r, r.Size())}, nil
		}
	}
	book := newPhotoBook()
	for n, r := range photos {
		var p photo
		ans = surviving(func() answer {
			p, err = readPhoto(r)
			return answer{Motivo: photoMotive(err)}
		})
		if ans.Motivo != "" {
			return answer{Motivo: photoMotive(refusal(ans.Motivo)), Foto: n + 1}, nil
		}
		book.add(p)
		freeMemory()
	}
	made = book.close()
	return answer{Bytes: int64(len(made))}, made
}

// photoMotive is the reason that an error stands for.
func photoMotive(err error) Motivo {
	var r refusal
	switch {
	case err == nil:
		return ""
	case errors.As(err, &r) && Motivo(r) != Danado:
		return Motivo(r)
	}
	return FotoIlegible
}
