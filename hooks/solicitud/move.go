package solicitud

import (
	"slices"
	"time"

	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"
	"mesadepartes/hooks/reloj"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// Move is a move being made: the filing, the line of the trail, who asks.
type Move struct {
	tx       core.App
	s        *mesa.Solicitud
	mov      *core.Record
	etapa    mesa.Etapa
	from     mesa.Estado
	actor    mesa.Actor
	files    []*core.Record // the documents of the PDF that came with the line
	clock    *reloj.Reading
	told     time.Time       // the day that was promised before the move, zero for none
	was      *core.Record    // RECONDUCIDO: the procedure before; PRORROGADO: the procedure
	answered bool            // ARCHIVADO: the citizen got an answer before
	whole    map[string]bool // with SUBSANADO: the files that storage still holds as they came
}

// step is what a stage needs and does besides changing the state.
type step struct {
	before func(*Room, *Move) error // the line is written
	tell   func(*Room, *Move) error // by mail, after it
}

var steps = map[mesa.Etapa]step{
	mesa.EtapaObservado:    {(*Room).beforeObservado, (*Room).tellObservado},
	mesa.EtapaSubsanado:    {(*Room).beforeSubsanado, (*Room).tellSubsanado},
	mesa.EtapaNoPresentado: {(*Room).beforeNoPresentado, (*Room).tellNoPresentado},
	mesa.EtapaRegistrado:   {(*Room).beforeRegistrado, nil},
	mesa.EtapaDerivado:     {(*Room).beforeDerivado, (*Room).tellDerivado},
	mesa.EtapaAtendido:     {(*Room).beforeAtendido, (*Room).tellAtendido},
	mesa.EtapaDevuelto:     {(*Room).beforeDevuelto, nil},
	mesa.EtapaReconducido:  {(*Room).beforeReconducido, (*Room).tellReconducido},
	mesa.EtapaRemitido:     {(*Room).beforeRemitido, (*Room).tellRemitido},
	mesa.EtapaProrrogado:   {(*Room).beforeProrrogado, (*Room).tellProrrogado},
	mesa.EtapaArchivado:    {(*Room).beforeArchivado, (*Room).tellArchivado},
	mesa.EtapaDesistido:    {(*Room).beforeDesistido, (*Room).tellDesistido},
	mesa.EtapaReabierto:    {(*Room).beforeReabierto, (*Room).tellReabierto},
	mesa.EtapaNota:         {(*Room).beforeNota, nil},
	mesa.EtapaCedula:       {(*Room).beforeCedula, nil},
}

// move makes the move that a new line of the trail asks for: state, terms, trail and
// outbox change in one transaction or not at all.
func (r *Room) move(e *core.RecordEvent) error {
	if rule.IsSystem(e.Record) { // the line of a move that is already being made
		return e.Next()
	}
	whole, err := verifyCorrection(e)
	if err != nil {
		return err
	}
	files, err := r.storePDF(e)
	if err == nil {
		err = rule.InTransaction(e, func(tx core.App) error { return r.carryOut(tx, e, files, whole) })
	}
	if err != nil {
		dropPDF(e.App, files)
	}
	return err
}

func (r *Room) carryOut(tx core.App, e *core.RecordEvent, files []*core.Record, whole map[string]bool) error {
	m, err := r.begin(tx, e.Record)
	if err != nil {
		return err
	}
	m.files, m.whole = files, whole
	if err := m.checkAuthor(); err != nil {
		return err
	}
	if err := m.s.Move(m.etapa, m.actor); err != nil {
		return err
	}
	if err := m.observeDocuments(); err != nil {
		return err
	}
	step := steps[m.etapa]
	if err := step.before(r, m); err != nil {
		return err
	}
	if err := e.Next(); err != nil {
		return err
	}
	if !m.etapa.Moves() {
		return nil
	}
	m.s.Set("version", m.s.GetInt("version")+1)
	m.s.Set("ultima_etapa", string(m.etapa))
	m.noteClosing()
	if err := m.attachPDF(); err != nil {
		return err
	}
	if err := m.clock.SetLuz(m.s); err != nil {
		return err
	}
	if err := rule.Save(tx, m.s.Record); err != nil {
		return err
	}
	if step.tell != nil {
		if err := step.tell(r, m); err != nil {
			return err
		}
	}
	return m.endRehearsal()
}

// begin reads the filing and puts on the line what no person writes.
func (r *Room) begin(tx core.App, mov *core.Record) (*Move, error) {
	id := mov.GetString("solicitud")
	if id == "" {
		return nil, mesa.Refuse(422, "solicitud", mesa.TextFaltaSolicitud)
	}
	row, err := tx.FindRecordById(mesa.ColSolicitudes, id)
	if err != nil && mesa.ActorOf(mov).Rol == mesa.RolArea {
		return nil, mesa.Refuse(404, "", mesa.TextReferencia) // as one that is not of that area
	}
	if err != nil {
		return nil, mesa.Refuse(422, "solicitud", mesa.TextReferencia)
	}
	clock, err := reloj.Read(tx, r.Now())
	if err != nil {
		return nil, err
	}
	s := mesa.AsSolicitud(row)
	if err := mesa.RefuseEliminada(tx, s); err != nil {
		return nil, err
	}
	m := &Move{
		tx: tx, s: s, mov: mov, etapa: mesa.Etapa(mov.GetString("etapa")),
		from: s.Estado(), actor: mesa.ActorOf(mov), clock: clock,
	}
	if err := tidy(mov); err != nil {
		return nil, err
	}
	mov.Set("fecha", clock.Now)
	mov.Set("actor", m.actor.Name)
	mov.Set("origen", m.where())
	mov.Set("destino", "")
	if m.actor.Mano != mesa.ManoCiudadano {
		mov.Set("subsanacion", "")
	}
	return m, nil
}

// noteClosing writes the day on which a move ended the filing; REABIERTO counts from it
// what was left of a term.
func (m *Move) noteClosing() {
	if slices.Contains(mesa.Cerrados(), m.s.Estado()) {
		m.s.Set("cerrada_el", plazos.Date(m.clock.Now))
	}
}

// where is the place the filing is at now: an area once it was routed.
func (m *Move) where() string {
	if m.from == mesa.Derivada || m.from == mesa.Atendida {
		if area, err := m.tx.FindRecordById(mesa.ColAreas, m.s.GetString("area")); err == nil {
			return area.GetString("nombre")
		}
	}
	return mesa.MesaDePartes
}

// promised is the last day that the move's mail may tell.
func (m *Move) promised() time.Time { return m.s.Promised(m.clock.Now) }

// aviso are the facts of the move's mail.
func (m *Move) aviso() correo.Aviso {
	return correo.Aviso{Entidad: m.clock.Entidad, Solicitud: m.s, Movimiento: mesa.AsMovimiento(m.mov)}
}
