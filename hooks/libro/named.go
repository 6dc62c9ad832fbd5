package libro

import (
	"context"
	"errors"
	"io/fs"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Named takes out of a set of ids those of documents that any entry names, of acts
// that were rolled back too. It reads the book to its end, or until the set is empty. An
// entry that can't be read names nothing if a crash left it before its commit.
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
				if err := r.mustBeCrashed(app, epoca, n); err != nil {
					return err
				}
				continue
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

// mustBeCrashed refuses an entry that can't be read, unless a crash left its file before
// its commit: base and book agree, and the base does not know the entry.
func (r *Room) mustBeCrashed(app core.App, epoca, n int) error {
	if !r.State(app).OK {
		return errUnsure
	}
	var rows int
	err := app.DB().Select("COUNT(*)").From(tableAsientos).Where(dbx.HashExp{"epoca": epoca, "asiento": n}).Row(&rows)
	if err == nil && rows > 0 {
		return errUnsure // it may have named one of them
	}
	return err
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
