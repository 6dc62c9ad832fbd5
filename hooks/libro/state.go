package libro

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// State tells whether base and book agree. Texto is for staff: what is missing and
// which command brings it back.
type State struct {
	OK    bool
	Texto string
}

// compareEvery is how soon a base that was behind is compared again.
const compareEvery = 2 * time.Second

// State compares base and book at the first question, and while they don't agree at
// most every two seconds: `recuperar` may have run meanwhile.
func (r *Room) State(app core.App) State {
	r.mu.Lock()
	state, looked := r.state, r.looked
	r.mu.Unlock()
	if state.OK || !looked.IsZero() && time.Since(looked) < compareEvery {
		return state
	}
	err := app.RunInTransaction(func(tx core.App) error { // no commit may come between base and head
		state = r.compare(tx)
		return nil
	})
	if err != nil {
		state = State{Texto: mesa.TextLibroNoCompara(err.Error())}
	}
	r.mu.Lock()
	r.state, r.looked = state, time.Now()
	r.mu.Unlock()
	return state
}

// Salud is State for the health of the program: while base and book don't agree
// nothing can be filed.
func (r *Room) Salud(_ context.Context, app core.App) (mesa.Salud, string) {
	if state := r.State(app); !state.OK {
		return mesa.Mal, state.Texto
	}
	if fault := r.fault.Load(); fault != nil {
		return mesa.Atencion, mesa.TextLibroDanado(*fault)
	}
	return mesa.Bien, ""
}

// Look reads the present epoch of the book from its beginning, each night, and keeps
// the first damage for Salud: while the base is whole nothing else would notice it. A
// bucket is not read: each entry would be a request, and it keeps sums of its own.
func (r *Room) Look(app core.App) error {
	if app.Settings().S3.Enabled {
		return nil
	}
	id, err := oficina(app)
	if err != nil || id == "" {
		return err
	}
	last, err := known(app)
	if err != nil {
		return err
	}
	head, err := r.heads.read()
	if err != nil {
		return err
	}
	read, err := walk(shelf(app), id, head, Posicion{Epoca: last.Epoca}, func(*asiento) error { return nil })
	if broken := (damage{}); errors.As(err, &broken) {
		read.faults, err = append(read.faults, broken), nil
	}
	if err != nil {
		return err
	}
	r.fault.Store(nil)
	if len(read.faults) > 0 {
		app.Logger().Error("the book is damaged", "detail", read.faults[0].texto, "faults", len(read.faults))
		r.fault.Store(&read.faults[0].texto)
	}
	return nil
}

// gap is what the base lacks.
type gap struct {
	from    Posicion   // the last place that the base knows
	missing []*asiento // readable, in order
	faults  []damage   // what of the book can't be trusted
	apart   []*asiento // passed over: another filing has the number
	oficina string
	head    *Cabeza
}

// compare tells whether an act may be made.
func (r *Room) compare(tx core.App) State {
	g, err := r.look(tx)
	if broken := (damage{}); errors.As(err, &broken) {
		return State{Texto: broken.texto}
	}
	if err != nil {
		return State{Texto: mesa.TextLibroNoCompara(err.Error())}
	}
	if len(g.missing) > 0 || len(g.faults) > 0 {
		return State{Texto: g.texto()}
	}
	if err := r.catchUp(tx, g); err != nil {
		return State{Texto: mesa.TextResguardoNoEscribe(r.Resguardo)}
	}
	return State{OK: true}
}

// look reads base, book and head.
func (r *Room) look(tx core.App) (*gap, error) {
	g := &gap{}
	var err error
	if g.from, err = known(tx); err != nil {
		return nil, err
	}
	if g.oficina, err = oficina(tx); err != nil {
		return nil, err
	}
	if g.head, err = r.heads.read(); err != nil {
		return nil, err
	}
	if g.head != nil && g.oficina != "" && g.head.Oficina != "" && g.head.Oficina != g.oficina {
		return nil, damage{mesa.TextLibroAjeno}
	}
	if g.oficina == "" && g.head != nil { // an empty base
		g.oficina = g.head.Oficina
	}
	s := shelf(tx)
	if err := checkLastKnown(s, g); err != nil {
		return nil, err
	}
	read, err := walk(s, g.oficina, g.head, g.from, func(a *asiento) error {
		a.Publico, a.Privado = nil, nil // read again when the entry's turn comes
		g.missing = append(g.missing, a)
		return nil
	})
	g.faults = append(g.faults, read.faults...)
	if g.oficina == "" {
		g.oficina = read.oficina
	}
	return g, err
}

// checkLastKnown notes a fault when the book lacks the entry that the base knows last,
// or holds another in its place.
func checkLastKnown(s estante, g *gap) error {
	if g.from.Asiento == 0 {
		return nil
	}
	a, err := entry(s, g.from.Epoca, g.from.Asiento)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		g.faults = append(g.faults, damage{mesa.TextLibroFalta})
		return nil
	case errors.Is(err, errNotAnEntry), err == nil && a.Hash != g.from.Hash && a.p.Oficina == g.oficina:
		g.faults = append(g.faults, damage{mesa.TextLibroAlterado(g.from.Epoca, g.from.Asiento)})
		return nil
	case err == nil && a.p.Oficina != g.oficina:
		return damage{mesa.TextLibroAjeno}
	}
	return err
}

// catchUp moves the head to where base and book are, when a crash came between a
// commit and its head, and proves that the head can be written.
func (r *Room) catchUp(tx core.App, g *gap) error {
	highest, err := numbers(tx)
	if err != nil {
		return err
	}
	if err := r.heads.reach(g.oficina, g.from, highest); err != nil {
		return err
	}
	return r.heads.copyOut()
}

// texto says what is missing.
func (g *gap) texto() string {
	numeros := []mesa.Numerado{}
	for _, a := range g.missing {
		if a.p.Etapa == string(mesa.EtapaRecepcion) {
			numeros = append(numeros, mesa.Numerado{Anio: a.p.Anio, Correlativo: a.p.Correlativo})
		}
	}
	if len(g.faults) > 0 {
		return mesa.TextLibroRoto(g.faults[0].texto, numeros, len(g.missing)-len(numeros))
	}
	return mesa.TextLibroFaltan(numeros, len(g.missing)-len(numeros))
}
