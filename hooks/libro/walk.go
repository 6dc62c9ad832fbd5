package libro

import (
	"errors"
	"fmt"
	"io/fs"

	"mesadepartes/hooks/mesa"
)

// damage says what of the book can't be trusted.
type damage struct{ texto string }

// Error implements error.
func (d damage) Error() string { return d.texto }

// reader goes through the book from a place on and sorts what was committed from
// what was rolled back.
type reader struct {
	s       estante
	oficina string
	head    *Cabeza
	faults  []damage   // what could not be read; the reader goes on behind it
	doubts  []doubt    // the same, while it may still turn out to be of a crash
	group   []*asiento // the act being read, not yet known as committed
	prior   Posicion   // the last entry known as committed
	previo  string     // hash of the file before; "" when that one can't be read
	found   int        // entries that are whole
}

// doubt is a file that can't be read, or that is not there.
type doubt struct {
	at    Posicion
	texto string
}

// walk calls fn for each committed entry after from, in order. What can't be read is
// noted as a fault and skipped.
func walk(s estante, oficina string, head *Cabeza, from Posicion, fn func(*asiento) error) (*reader, error) {
	r := &reader{s: s, oficina: oficina, head: head, prior: from, previo: from.Hash}
	epoca, n := max(from.Epoca, 1), from.Asiento+1
	for {
		last, err := r.last(epoca, n-1)
		if err != nil {
			return r, err
		}
		for ; n <= last; n++ {
			if err := r.step(epoca, n, fn); err != nil {
				return r, err
			}
		}
		more, err := has(s, epoca+1)
		if err != nil {
			return r, err
		}
		if !more && (head == nil || head.Epoca <= epoca) {
			break
		}
		epoca, n = epoca+1, 1
	}
	r.resolve(nil)
	r.lost(epoca, n)
	return r, r.settle(nil, fn)
}

// last is the end of an epoch by the files and by the head.
func (r *reader) last(epoca, from int) (int, error) {
	known := from
	if r.head != nil && r.head.Epoca == epoca {
		known = max(known, r.head.Asiento)
	}
	n, err := r.s.last(epoca, known)
	if err != nil || n >= known {
		return n, err
	}
	return r.s.last(epoca, from)
}

// lost notes the entries that the head knows and the book has no file of.
func (r *reader) lost(epoca, next int) {
	if r.head == nil || r.head.Epoca < epoca || r.head.Epoca == epoca && r.head.Asiento < next {
		return
	}
	missing := r.head.Asiento
	if r.head.Epoca == epoca {
		missing -= next - 1
	}
	r.fault(mesa.TextLibroTrunco(missing))
}

func (r *reader) fault(texto string) { r.faults = append(r.faults, damage{texto}) }

// resolve decides about what could not be read, by the entry after it: an act that
// began behind it and names an earlier one as the last committed says that a crash
// left it. At the end of the book the head says so.
func (r *reader) resolve(next *asiento) {
	for _, d := range r.doubts {
		switch {
		case next != nil && next.p.Anterior.Before(d.at) && (next.p.Epoca > d.at.Epoca || next.p.Acto > d.at.Asiento):
		case next == nil && r.head != nil && r.head.Before(d.at):
		default:
			r.fault(d.texto)
		}
	}
	r.doubts = nil
}

// step reads one file.
func (r *reader) step(epoca, n int, fn func(*asiento) error) error {
	a, err := entry(r.s, epoca, n)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		r.doubts = append(r.doubts, doubt{Posicion{Epoca: epoca, Asiento: n}, mesa.TextLibroHueco(epoca, n)})
		r.previo = ""
		return nil
	case errors.Is(err, errNotAnEntry):
		r.doubts = append(r.doubts, doubt{Posicion{Epoca: epoca, Asiento: n}, mesa.TextLibroAlterado(epoca, n)})
		r.previo = ""
		return nil
	case err != nil:
		return err
	case r.oficina != "" && a.p.Oficina != r.oficina:
		return damage{mesa.TextLibroAjeno}
	}
	r.oficina = a.p.Oficina
	r.resolve(a)
	if r.previo != "" && a.p.Previo != r.previo && n > 1 {
		r.fault(mesa.TextLibroAlterado(epoca, n))
	}
	r.previo = a.Hash
	r.found++
	if len(r.group) > 0 && (r.group[0].p.Epoca != epoca || r.group[0].p.Acto != a.p.Acto) {
		if err := r.settle(a, fn); err != nil {
			return err
		}
	}
	r.group = append(r.group, a)
	return nil
}

// settle decides whether the act read last was committed: by the next one, which
// names the last entry committed before it, or at the end of the book by the head,
// which moves after each commit and before its answer.
func (r *reader) settle(next *asiento, fn func(*asiento) error) error {
	if len(r.group) == 0 {
		return nil
	}
	group, end := r.group, r.group[len(r.group)-1].at()
	r.group = nil
	switch {
	case next != nil:
		if next.p.Anterior.Before(end) {
			return nil // rolled back
		}
	case r.head != nil && r.head.Posicion == group[0].p.Anterior:
		return nil // the head stood right before it: never answered
	}
	for _, a := range group {
		if err := fn(a); err != nil {
			return err
		}
	}
	r.prior = end
	return nil
}

// String names a place for a log.
func (p Posicion) String() string { return fmt.Sprintf("%d/%d", p.Epoca, p.Asiento) }
