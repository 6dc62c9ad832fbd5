package cargas

import (
	"cmp"
	"context"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"
)

const (
	// patience is how long an upload counts after its last byte. One that brought none by
	// then ends; one that stopped may go on, if there is room.
	patience = 15 * time.Minute
	// moving is how long after its last byte an upload counts towards the room on the
	// disk. One byte each must not hold the room of whole files for longer.
	moving = 2 * time.Minute
	// perOwner is how many of the largest files a draft or correction may have on their
	// way: one for each place of the form.
	perOwner = 3
	// perVisitor is the same for one address of the network, which may be a whole office's.
	perVisitor = 20
	// mostByVisitor bounds the number of uploads too: small ones take descriptions.
	mostByVisitor = 300
)

type visitorKey struct{}

// From notes on a request which visitor sends it, for the limits.
func From(r *http.Request, visitor string) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), visitorKey{}, visitor))
}

// unfinished lists the uploads that are not whole, and ends those that were announced
// and never sent.
func (s *Store) unfinished() ([]upload, error) {
	names, err := filepath.Glob(filepath.Join(s.dir, "*.info"))
	if err != nil {
		return nil, err
	}
	var all []upload
	for _, name := range names {
		u, ok := s.read(strings.TrimSuffix(filepath.Base(name), ".info"))
		switch {
		case !ok || u.Offset >= u.Size: // whole, and being handed over
		case u.forgotten():
			if err := s.remove(u.ID); err != nil {
				return nil, err
			}
		default:
			all = append(all, u)
		}
	}
	return all, nil
}

// live tells whether something of an upload arrived of late, its announcement included.
func (u upload) live() bool { return time.Since(u.Touched) < patience }

// forgotten tells whether an upload was announced and never sent.
func (u upload) forgotten() bool { return !u.Done && u.Offset == 0 && u.Size > 0 && !u.live() }

// coming tells whether an upload is bringing bytes. Only such ones count towards the
// room on the disk: announcing costs nothing, so it takes nothing away from others.
func (u upload) coming() bool { return u.Offset > 0 && time.Since(u.Touched) < moving }

// waiting is how many bytes the uploads under way will still bring.
func waiting(all []upload) (bytes int64) {
	for _, u := range all {
		if u.coming() {
			bytes += u.Size - u.Offset
		}
	}
	return bytes
}

// checkVisitor refuses an upload of a visitor who has too much on its way already.
func checkVisitor(all []upload, visitor string, bytes, limit int64) error {
	n := 0
	for _, u := range all {
		if u.Meta[visitorMeta] == visitor && u.live() {
			n++
			bytes += u.Size
		}
	}
	if visitor == "" || n < mostByVisitor && bytes <= perVisitor*limit {
		return nil
	}
	return mesa.TooMany{Texto: mesa.TextMuchasCargas, Wait: time.Minute}
}

// makeRoom ends uploads of an owner that stand in the way of a new one: beyond perPlace
// in its place, and beyond perOwner files in all. Those of the same place go first,
// then what was announced only, then the oldest.
func (s *Store) makeRoom(all []upload, meta Meta, bytes, limit int64) error {
	var own []upload
	places := 0
	for _, u := range all {
		if u.Meta.Owner() == meta.Owner() {
			own = append(own, u)
			bytes += u.Size
			if u.Meta.place() == meta.place() {
				places++
			}
		}
	}
	slices.SortFunc(own, func(a, b upload) int {
		return cmp.Or(first(a.Meta.place() == meta.place(), b.Meta.place() == meta.place()),
			first(a.Offset == 0, b.Offset == 0), a.Touched.Compare(b.Touched))
	})
	for _, u := range own {
		if places < perPlace && bytes <= perOwner*limit {
			return nil
		}
		if err := s.remove(u.ID); err != nil {
			return err
		}
		bytes -= u.Size
		if u.Meta.place() == meta.place() {
			places--
		}
	}
	return nil
}

// first orders what is so before what is not.
func first(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// roomFor looks for room before an upload goes on that did not count of late.
func (s *Store) roomFor(u upload) error {
	if u.coming() {
		return nil
	}
	all, err := s.unfinished()
	if err != nil {
		return err
	}
	return s.rules.Room(u.Size - u.Offset + waiting(all))
}
