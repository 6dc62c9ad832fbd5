package libro

import (
	"context"
	"errors"
	"io/fs"

	"github.com/pocketbase/pocketbase/core"
)

// Named takes out of a set of ids those of documents that any entry names, of acts
// that were rolled back too. It reads the book to its end, or until the set is empty.
func (r *Room) Named(ctx context.Context, app core.App, ids map[string]bool) error {
	s := shelf(app)
	latest, err := r.latest(app)
	if err != nil {
		return err
	}
	for epoca := 1; ; epoca++ {
		last, err := s.last(epoca, 0)
		if err != nil || last == 0 && epoca >= latest {
			return err
		}
		for n := 1; n <= last && len(ids) > 0; n++ {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			a, err := entry(s, epoca, n)
			if errors.Is(err, fs.ErrNotExist) || errors.Is(err, errNotAnEntry) {
				return errUnsure // it may have named one of them
			}
			if err != nil {
				return err
			}
			for _, doc := range a.p.Documentos {
				delete(ids, doc.ID)
			}
		}
	}
}

// latest is the last epoch that anything tells of. A folder that was away while another
// one stood in its place lacks the epochs of that one.
func (r *Room) latest(app core.App) (int, error) {
	last, err := known(app)
	if err != nil {
		return 0, err
	}
	head, err := r.heads.read()
	if head == nil {
		head = &Cabeza{}
	}
	return max(last.Epoca, head.Epoca), err
}

var errUnsure = errors.New("libro: an entry can't be read, so nothing counts as forgotten")
