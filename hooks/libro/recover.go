package libro

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rastro"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Options are what `recuperar` is asked to do.
type Options struct {
	Simular  bool        // only say what would be done
	Reservar bool        // go on behind a damaged book
	Hasta    map[int]int // with Reservar: a last number that people know of, by year
	Out      io.Writer
}

// ErrDamaged says that nothing was changed, because the book is damaged and Reservar was
// not asked for.
var ErrDamaged = errors.New("el libro de actos está dañado: no se cambió nada")

// ErrApart says that everything was written again but for entries whose number another
// filing of the base has. They were named.
var ErrApart = errors.New("hay asientos cuyo número tiene otra solicitud: con --reservar quedan en el libro")

// ErrPapers says that everything was written again but for some files, which were
// named.
var ErrPapers = errors.New("faltan archivos que no se encontraron")

// Recover writes again what the base lacks, in the order of the book, with the same
// numbers, instants and documents, and mails nobody. It may be killed at any moment
// and run again, beside a server too, which numbers nothing meanwhile.
func (r *Room) Recover(app core.App, o Options) error {
	g, err := r.examine(app)
	if err != nil {
		return err
	}
	if len(g.missing)+len(g.faults) == 0 {
		fmt.Fprintln(o.Out, "La base de datos y el libro de actos coinciden.")
	} else {
		fmt.Fprintln(o.Out, g.texto())
	}
	damaged := len(g.faults) > 0 && !o.Reservar
	p, err := r.papers(app, g, o.Simular || damaged)
	if err != nil {
		return err
	}
	switch {
	case o.Simular:
	case len(g.missing)+len(g.faults) == 0:
		err = errors.Join(r.agree(app), r.forgetAgain(app), r.tellTrail(app, p.missing), r.tellEpoch(app))
	case damaged:
		err = ErrDamaged
	default:
		err = r.restore(app, g, p, o)
	}
	return errors.Join(err, p.report(o.Out))
}

// examine is look in a transaction of its own.
func (r *Room) examine(app core.App) (g *gap, err error) {
	err = app.RunInTransaction(func(tx core.App) error {
		g, err = r.look(tx)
		return err
	})
	return g, err
}

func (r *Room) restore(app core.App, g *gap, p *papeles, o Options) error {
	// A base of before the register: its own lines stand in it before what comes back.
	if err := r.Registro.Fill(app); err != nil {
		return err
	}
	if err := r.replayAll(app, g, o); err != nil {
		return err
	}
	if err := r.forgetAgain(app); err != nil {
		return err
	}
	if len(g.faults) > 0 {
		if err := r.openEpoch(app, g, o); err != nil {
			return err
		}
	}
	r.mu.Lock()
	r.state, r.looked, r.last = State{}, time.Time{}, Posicion{}
	r.mu.Unlock()
	if err := r.agree(app); err != nil {
		return err
	}
	if len(g.faults) > 0 {
		if err := sayReserved(app, o.Out); err != nil {
			return err
		}
	}
	return errors.Join(r.tellTrail(app, p.missing), r.tellEpoch(app), g.sayApart(app, o.Out))
}

// agree compares once more, which moves the head to where base and book are.
func (r *Room) agree(app core.App) error {
	if state := r.State(app); !state.OK {
		return errors.New(state.Texto)
	}
	return nil
}

// papers looks for every file that the missing entries name, and that the base names.
func (r *Room) papers(app core.App, g *gap, simular bool) (*papeles, error) {
	p := &papeles{app: app, looked: map[string]bool{}, missing: map[string][]string{}, gone: map[string]bool{}}
	for _, a := range g.missing {
		if a.p.Eliminacion != "" {
			p.gone[a.p.Solicitud] = true
		}
	}
	for _, a := range g.missing {
		if err := p.find(a, simular); err != nil {
			return nil, err
		}
	}
	return p, p.findKept(simular)
}

// report names the files that were not found.
func (p *papeles) report(out io.Writer) error {
	if len(p.missing) == 0 {
		return nil
	}
	for _, files := range p.missing {
		for _, f := range files {
			fmt.Fprintln(out, "No se encontró el archivo:", f)
		}
	}
	return ErrPapers
}

// replayAll writes the missing entries into the base, some in each transaction.
func (r *Room) replayAll(app core.App, g *gap, o Options) error {
	s, done := shelf(app), r.Now().UTC().Format(time.RFC3339Nano)
	for at := 0; at < len(g.missing); at += r.batch {
		some := g.missing[at:min(at+r.batch, len(g.missing))]
		err := app.RunInTransaction(func(tx core.App) error {
			if at == 0 {
				if err := settleMails(tx, g.oficina); err != nil {
					return err
				}
			}
			reached, err := known(tx)
			if err != nil {
				return err
			}
			for _, light := range some {
				if !reached.Before(light.at()) { // another run was faster
					continue
				}
				err := replay(tx, s, light, done)
				if errors.Is(err, ErrApart) && o.Reservar {
					err = g.pass(tx, light, done)
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		fmt.Fprintf(o.Out, "%d de %d asientos recuperados\n", min(at+r.batch, len(g.missing)), len(g.missing))
	}
	return nil
}

// pass leaves an entry in the book alone whose number another filing of the base has:
// base and book went on apart, and nobody can say whose the number is.
func (g *gap) pass(tx core.App, a *asiento, done string) error {
	g.apart = append(g.apart, a)
	return recordEntry(tx, a.at(), a.p.Movimiento, done)
}

// sayApart names what was left in the book.
func (g *gap) sayApart(app core.App, out io.Writer) error {
	for _, a := range g.apart {
		fmt.Fprintln(out, mesa.TextLibroAparte(a.p.Epoca, a.p.Asiento, a.p.Numero))
		app.Logger().Error("an entry was not written: its number belongs to another filing", "entry", a.at().String(), "numero", a.p.Numero)
	}
	if len(g.apart) > 0 {
		return ErrApart
	}
	return nil
}

// settleMails takes the mails, and the words to other systems, that wait in the older base out
// of the queue: nobody can say which of them left since. Staff see them as failed and decide.
func settleMails(tx core.App, oficinaID string) error {
	if id, err := oficina(tx); err != nil {
		return err
	} else if id == "" {
		if _, err := adopt(tx, oficinaID); err != nil {
			return err
		}
	}
	_, err := tx.DB().Update(mesa.ColCorreos, dbx.Params{"estado": string(mesa.CorreoFallido), "error": mesa.TextCorreoRecuperado},
		dbx.NewExp("estado = 'pendiente' OR estado = 'incierto' AND proximo_en != ''")).Execute()
	if err != nil {
		return err
	}
	_, err = tx.DB().Update(mesa.ColWebhookEnvios, dbx.Params{"estado": string(mesa.CorreoFallido), "error": mesa.TextEnvioRecuperado},
		dbx.HashExp{"estado": string(mesa.CorreoPendiente)}).Execute()
	return err
}

// tellTrail leaves a line on each filing that was recovered and has none yet.
func (r *Room) tellTrail(app core.App, missing map[string][]string) error {
	var filings []string
	err := app.DB().NewQuery(`SELECT DISTINCT m.solicitud FROM ` + tableAsientos + ` a JOIN movimientos m ON m.id = a.movimiento
		WHERE a.recuperado != '' AND NOT EXISTS (SELECT 1 FROM movimientos n JOIN ` + tableAsientos + ` b ON b.movimiento = n.id
			WHERE n.solicitud = m.solicitud AND n.etapa = 'NOTA' AND n.observaciones LIKE {:text} AND b.recuperado = ''
			AND (b.epoca > a.epoca OR b.epoca = a.epoca AND b.asiento > a.asiento))`).
		Bind(dbx.Params{"text": mesa.TextRecuperada + "%"}).Column(&filings)
	for at := 0; err == nil && at < len(filings); at += r.batch {
		err = rule.Transaction(app, func(tx core.App) error {
			for _, id := range filings[at:min(at+r.batch, len(filings))] {
				said := mesa.TextRecuperada
				if lost := missing[id]; len(lost) > 0 {
					said += " No se encontró: " + strings.Join(lost, ", ") + "."
				}
				if err := r.addNota(tx, id, said); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return err
}

func (r *Room) addNota(tx core.App, solicitud, texto string) error {
	_, err := r.writeNota(tx, solicitud, texto)
	return err
}

func (r *Room) writeNota(tx core.App, solicitud, texto string) (*core.Record, error) {
	return rastro.Write(tx, solicitud, rastro.Line{Etapa: mesa.EtapaNota, Fecha: r.Now(), Origen: mesa.MesaDePartes, Observaciones: texto})
}
