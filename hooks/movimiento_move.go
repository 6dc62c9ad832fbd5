package hooks

import (
	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// moving is a move being made: the filing, the line of the trail, who asks.
type moving struct {
	tx      core.App
	s       *mesa.Solicitud
	mov     *core.Record
	etapa   mesa.Etapa
	from    mesa.Estado
	actor   mesa.Actor
	answer  string // id of the answer's document, if one came
	entidad *mesa.Entidad
	clock   *reading
	whole   map[string]bool // with SUBSANADO: the files that storage still holds as they came
}

// step is what a stage needs and does besides changing the state.
type step struct {
	check func(*Desk, *moving) error // before the line is written
	tell  func(*Desk, *moving) error // after it, by mail
}

var steps = map[mesa.Etapa]step{
	mesa.EtapaObservado:    {(*Desk).checkObservado, (*Desk).tellObservado},
	mesa.EtapaSubsanado:    {(*Desk).checkSubsanado, (*Desk).tellSubsanado},
	mesa.EtapaNoPresentado: {(*Desk).checkNoPresentado, (*Desk).tellNoPresentado},
	mesa.EtapaRegistrado:   {(*Desk).checkRegistrado, nil},
	mesa.EtapaDerivado:     {(*Desk).checkDerivado, (*Desk).tellDerivado},
	mesa.EtapaAtendido:     {(*Desk).checkAtendido, (*Desk).tellAtendido},
	mesa.EtapaArchivado:    {(*Desk).checkArchivado, nil},
	mesa.EtapaNota:         {(*Desk).checkNota, nil},
	mesa.EtapaCedula:       {(*Desk).checkCedula, nil},
}

// moveSolicitud makes the move that a new line of the trail asks for: state,
// terms, trail and outbox change in one transaction or not at all.
func (d *Desk) moveSolicitud(e *core.RecordEvent) error {
	if rule.IsSystem(e.Record) { // the line of a move that is already being made
		return e.Next()
	}
	answer, err := d.storeAnswer(e)
	if err != nil {
		return err
	}
	whole, err := verifyCorrection(e)
	if err != nil {
		return err
	}
	err = rule.InTransaction(e, func(tx core.App) error { return d.move(tx, e, answer, whole) })
	if err != nil && answer != nil {
		answer.Set("solicitud", "") // the roll-back took it back in the base
		if drop := e.App.Delete(answer); drop != nil {
			e.App.Logger().Error("answer of a refused move left behind", "documento", answer.Id, "error", drop)
		}
	}
	return err
}

func (d *Desk) move(tx core.App, e *core.RecordEvent, answer *core.Record, whole map[string]bool) error {
	m, err := d.begin(tx, e.Record)
	if err != nil {
		return err
	}
	m.whole = whole
	if err := m.s.Move(m.etapa, m.actor.Mano); err != nil {
		return err
	}
	step := steps[m.etapa]
	if err := step.check(d, m); err != nil {
		return err
	}
	if err := e.Next(); err != nil {
		return err
	}
	if !m.etapa.Moves() {
		return nil
	}
	if err := attachAnswer(tx, m, answer); err != nil {
		return err
	}
	if err := m.clock.light(m.s); err != nil {
		return err
	}
	if err := rule.Save(tx, m.s.Record); err != nil {
		return err
	}
	if step.tell == nil {
		return nil
	}
	return step.tell(d, m)
}

// begin reads the filing and puts on the line what no person writes.
func (d *Desk) begin(tx core.App, mov *core.Record) (*moving, error) {
	id := mov.GetString("solicitud")
	if id == "" {
		return nil, mesa.Refuse(422, "solicitud", mesa.TextFaltaSolicitud)
	}
	r, err := tx.FindRecordById(mesa.ColSolicitudes, id)
	if err != nil {
		return nil, mesa.Refuse(422, "solicitud", mesa.TextReferencia)
	}
	clock, err := readClock(tx, d.Now())
	if err != nil {
		return nil, err
	}
	s := mesa.AsSolicitud(r)
	m := &moving{
		tx: tx, s: s, mov: mov, etapa: mesa.Etapa(mov.GetString("etapa")),
		from: s.Estado(), actor: mesa.ActorOf(mov), entidad: clock.entidad, clock: clock,
	}
	for _, field := range []string{"observaciones", "instrucciones"} {
		clean := mesa.CleanText(mov.GetString(field))
		if mesa.TooLong(clean, mesa.MaxRespuesta) {
			return nil, mesa.Refuse(422, field, mesa.TextTooLong(mesa.MaxRespuesta))
		}
		mov.Set(field, clean)
	}
	mov.Set("fecha", d.Now())
	mov.Set("actor", m.actor.Name)
	mov.Set("origen", m.where())
	mov.Set("destino", "")
	if m.actor.Mano != mesa.ManoCiudadano {
		mov.Set("subsanacion", "")
	}
	return m, nil
}

// where is the place the filing is at now: an area once it was routed.
func (m *moving) where() string {
	if m.from == mesa.Derivada || m.from == mesa.Atendida {
		if area, err := m.tx.FindRecordById(mesa.ColAreas, m.s.GetString("area")); err == nil {
			return area.GetString("nombre")
		}
	}
	return mesa.MesaDePartes
}

// aviso are the facts of the move's mail.
func (m *moving) aviso() correo.Aviso {
	return correo.Aviso{Entidad: m.entidad, Solicitud: m.s, Movimiento: mesa.AsMovimiento(m.mov)}
}
