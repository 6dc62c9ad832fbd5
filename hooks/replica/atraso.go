package replica

import (
	"context"
	"errors"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// late is how old the last good round may be: rounds follow each other within seconds.
const late = 30 * time.Second

// Estado is how the replica of this process stands.
func (r *Room) Estado() mesa.Replica {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.state == nil {
		return mesa.Replica{}
	}
	e := mesa.Replica{Activa: true, Epoca: r.state.Epoca, AlDia: r.lastWell(), Atraso: time.Since(r.synced)}
	switch {
	case r.gone:
		e.Salud, e.Aviso = mesa.Mal, mesa.TextReplicaPerdida
	case r.fault == mesa.TextReplicaPrimera && e.Atraso < time.Minute:
		e.Salud, e.Aviso = mesa.Atencion, r.fault
	case r.fault != "":
		e.Salud, e.Aviso = mesa.Atencion, mesa.TextReplicaAtrasada(r.fault, e.Atraso)
	case e.Atraso > late, time.Since(r.beaten) > late:
		e.Salud, e.Aviso = mesa.Atencion, mesa.TextReplicaAtrasada("no responde", e.Atraso)
	}
	return e
}

// lastWell is when a round of this process ended well last; zero before the first. r.mu is held.
func (r *Room) lastWell() time.Time {
	if !r.well {
		return time.Time{}
	}
	return r.synced.UTC()
}

// Salud tells how far the destination is behind, and whether this machine has the turn.
func (r *Room) Salud(context.Context, core.App) (mesa.Salud, string) {
	e := r.Estado()
	return e.Salud, e.Aviso
}

// Examen tells the same to who looks from outside, beside a server or without one: it reads the
// destination and writes nothing.
func (r *Room) Examen(ctx context.Context, app core.App) (mesa.Salud, string) {
	s, err := readState(app.DataDir())
	switch {
	case err != nil:
		return mesa.Mal, err.Error()
	case r.Dest == "" && s.Epoca > 0:
		return mesa.Atencion, mesa.TextReplicaFaltaDestino() // whoever asks may lack what the service was told
	case r.Dest == "":
		return mesa.Bien, ""
	}
	last, beat, err := r.heardOf(ctx)
	switch {
	case err != nil:
		return mesa.Atencion, brief(err)
	case last == nil || beat == nil:
		return mesa.Atencion, mesa.TextReplicaVacia()
	case s.Epoca > 0 && last.Nodo != s.Nodo:
		return mesa.Mal, mesa.TextReplicaAjena(last.Maquina, last.Epoca)
	case beat.AlDia.IsZero():
		return mesa.Atencion, mesa.TextReplicaPrimera
	case !beat.Libre && time.Since(beat.AlDia) > late+beatEvery:
		return mesa.Atencion, mesa.TextReplicaAtrasada("mire la salud del programa que atiende", time.Since(beat.AlDia))
	}
	return mesa.Bien, ""
}

// heardOf reads the newest turn of the destination and its heartbeat.
func (r *Room) heardOf(ctx context.Context) (*turno, *latido, error) {
	store, err := openAlmacen(r.Dest)
	if err != nil {
		return nil, nil, err
	}
	last, err := highest(ctx, store)
	if err != nil || last == nil {
		return nil, nil, errors.Join(err, errEmptyOf(last, err))
	}
	beat, err := readBeat(ctx, store, last.Epoca)
	return last, beat, err
}
