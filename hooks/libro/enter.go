package libro

import (
	"errors"
	"fmt"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// act is one transaction as the book sees it.
type act struct {
	oficina  string
	anterior Posicion // the last entry committed before
	first    int      // the place of the first entry, 0 before it is written
	reached  Posicion // the last entry written
	lines    []*core.Record
	numeros  map[int]int
}

// enter makes the entry of a new line of the trail. The line is in the base by now;
// the entry is written at the end of the act, when all that belongs to it is known.
// The end of the transaction is asked for first, so the head moves before a mail of
// the same act may leave.
func (r *Room) enter(e *core.RecordEvent) error {
	if err := e.Next(); err != nil {
		return err
	}
	tx := e.App.TxInfo()
	if tx == nil {
		return errors.New("libro: a line of the trail outside a transaction")
	}
	kept, again := r.acts.LoadOrStore(tx, &act{numeros: map[int]int{}})
	a := kept.(*act)
	if !again {
		tx.OnComplete(func(txErr error) error { return r.end(tx, txErr) })
	}
	if a.lines = append(a.lines, e.Record); len(a.lines) > 1 {
		return nil
	}
	return rule.BeforeCommit(e.App, func(tx core.App) error { return r.write(tx, a) })
}

// write puts the entries of an act into the book and into the base. The base has one
// writer at a time, in whatever process, so nobody else writes into the book
// meanwhile; and whatever the book holds beyond the base was rolled back.
func (r *Room) write(tx core.App, a *act) error {
	lines := a.lines
	a.lines = nil
	r.mu.Lock()
	defer r.mu.Unlock()
	if a.first == 0 {
		var err error
		if a.oficina, err = ensureOficina(tx, ""); err != nil {
			return err
		}
		if a.anterior, err = known(tx); err != nil {
			return err
		}
	}
	s := shelf(tx)
	for {
		entries, err := r.entries(tx, s, a, lines)
		if err != nil {
			return err
		}
		err = s.write(entries)
		if errors.Is(err, errTaken) { // by another process; its entries are on disk
			r.last = Posicion{}
			continue
		}
		if err != nil {
			tx.Logger().Error("the book can't be written", "error", err)
			return wait(mesa.TextLibroNoEscribe)
		}
		return r.wrote(tx, a, entries)
	}
}

// entries builds the entries of some lines, in their order, after the last file.
func (r *Room) entries(tx core.App, s estante, a *act, lines []*core.Record) ([]*asiento, error) {
	last, err := r.lastFile(s, a.anterior)
	if err != nil {
		return nil, err
	}
	acto := a.first
	if acto == 0 {
		acto = last.Asiento + 1
	}
	entries := make([]*asiento, 0, len(lines))
	for _, line := range lines {
		p, private, sal, err := describe(tx, line.Id)
		if err != nil {
			return nil, err
		}
		if line.GetRaw(bareKey) == true {
			private = &Privado{Movimiento: private.Movimiento}
		}
		p.Version, p.Oficina, p.Epoca, p.Asiento, p.Acto = 1, a.oficina, last.Epoca, last.Asiento+1, acto
		p.Anterior, p.Previo, p.Instante = a.anterior, last.Hash, r.Now().UTC().Format(time.RFC3339Nano)
		entry, err := newAsiento(p, private, sal)
		if err != nil {
			return nil, err
		}
		entries = append(entries, entry)
		last = entry.at()
	}
	return entries, nil
}

// lastFile is where the book ends now.
func (r *Room) lastFile(s estante, base Posicion) (Posicion, error) {
	if r.last.Asiento > 0 && !r.last.Before(base) {
		return r.last, nil
	}
	epoca := max(base.Epoca, 1)
	n, err := s.last(epoca, base.Asiento)
	if err != nil || n == 0 && base.Asiento == 0 {
		return Posicion{Epoca: epoca}, err
	}
	if n < base.Asiento {
		return Posicion{}, fmt.Errorf("libro: the base knows entry %d, the book ends at %d", base.Asiento, n)
	}
	r.last = Posicion{Epoca: epoca, Asiento: n}
	found, err := entry(s, epoca, n)
	switch {
	case errors.Is(err, errNotAnEntry): // cut short by a crash; its place stays taken
		return r.last, nil
	case err != nil:
		r.last = Posicion{}
		return r.last, err
	}
	r.last = found.at()
	return r.last, nil
}

func (r *Room) wrote(tx core.App, a *act, entries []*asiento) error {
	if a.first == 0 {
		a.first = entries[0].p.Asiento
	}
	for _, entry := range entries {
		r.last, a.reached = entry.at(), entry.at()
		if entry.p.Etapa == string(mesa.EtapaRecepcion) {
			a.numeros[entry.p.Anio] = max(a.numeros[entry.p.Anio], entry.p.Correlativo)
		}
		if err := recordEntry(tx, entry.at(), entry.p.Movimiento, ""); err != nil {
			return err
		}
	}
	return nil
}

// end moves the head once an act is committed, before anybody is told of it.
func (r *Room) end(tx *core.TxAppInfo, txErr error) error {
	kept, _ := r.acts.LoadAndDelete(tx)
	a := kept.(*act)
	if txErr != nil || a.reached.Asiento == 0 {
		return nil
	}
	err := r.heads.reach(a.oficina, a.reached, a.numeros)
	if err != nil { // no more numbers until the head can be written again
		r.mu.Lock()
		r.state = State{Texto: mesa.TextResguardoNoEscribe(r.Resguardo)}
		r.looked = time.Now()
		r.mu.Unlock()
	}
	if errors.Is(err, errOutside) {
		return nil
	}
	return err
}
