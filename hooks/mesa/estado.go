package mesa

import "slices"

// Estado is where a filing stands. The zero value means "not filed yet".
type Estado string

// The states a filing goes through; CONTRACT names them, so they never change.
const (
	Recibida     Estado = "recibida"
	Observada    Estado = "observada"
	Subsanada    Estado = "subsanada"
	NoPresentada Estado = "no_presentada"
	Registrada   Estado = "registrada"
	Derivada     Estado = "derivada"
	Atendida     Estado = "atendida"
	Archivada    Estado = "archivada"
)

// Estados lists every state in the order of a filing's life.
func Estados() []Estado {
	return []Estado{Recibida, Observada, Subsanada, NoPresentada, Registrada, Derivada, Atendida, Archivada}
}

// Etapa is the word a move leaves in the trail.
type Etapa string

// The stages of the trail. Nota and Cedula move nothing; Nota is never public.
const (
	EtapaRecepcion    Etapa = "RECEPCION"
	EtapaObservado    Etapa = "OBSERVADO"
	EtapaSubsanado    Etapa = "SUBSANADO"
	EtapaNoPresentado Etapa = "NO PRESENTADO"
	EtapaRegistrado   Etapa = "REGISTRADO"
	EtapaDerivado     Etapa = "DERIVADO"
	EtapaAtendido     Etapa = "ATENDIDO"
	EtapaArchivado    Etapa = "ARCHIVADO"
	EtapaNota         Etapa = "NOTA"
	EtapaCedula       Etapa = "CEDULA"
)

// Etapas lists every stage in the order of a filing's life.
func Etapas() []Etapa {
	return []Etapa{EtapaRecepcion, EtapaObservado, EtapaSubsanado, EtapaNoPresentado,
		EtapaRegistrado, EtapaDerivado, EtapaAtendido, EtapaArchivado, EtapaNota, EtapaCedula}
}

// Moves tells whether the stage changes a filing. A note and the record of a
// paper notice (art. 20.4 of Ley 27444) only add their line to the trail.
func (t Etapa) Moves() bool { return t != EtapaNota && t != EtapaCedula }

// move is one line of the table of states in the contract.
type move struct {
	from []Estado
	to   Estado
	by   Mano
}

var moves = map[Etapa]move{
	EtapaRecepcion:    {from: []Estado{""}, to: Recibida, by: ManoCiudadano},
	EtapaObservado:    {from: []Estado{Recibida, Subsanada}, to: Observada, by: ManoPersonal},
	EtapaSubsanado:    {from: []Estado{Observada}, to: Subsanada, by: ManoCiudadano},
	EtapaNoPresentado: {from: []Estado{Observada}, to: NoPresentada, by: ManoReloj},
	EtapaRegistrado:   {from: []Estado{Recibida, Subsanada}, to: Registrada, by: ManoPersonal},
	EtapaDerivado:     {from: []Estado{Registrada, Derivada}, to: Derivada, by: ManoPersonal},
	EtapaAtendido:     {from: []Estado{Registrada, Derivada}, to: Atendida, by: ManoPersonal},
	EtapaArchivado:    {from: []Estado{Registrada, Derivada, Atendida}, to: Archivada, by: ManoPersonal},
}

// Next tells the state that a filing in e reaches by stage t when `by` moves it. It
// refuses with a 422 a stage that doesn't exist, with a 403 a stage of another
// Mano, and with a 409 every move that the contract doesn't list: by art. 125.3 of
// Ley 27444 an observed filing waits for the citizen's correction or the end of
// its term.
func (e Estado) Next(t Etapa, by Mano) (Estado, error) {
	if !t.Moves() {
		if t == EtapaCedula && by != ManoPersonal {
			return e, Refuse(403, "etapa", TextEtapaAjena)
		}
		return e, nil
	}
	m, known := moves[t]
	if !known {
		return e, Refuse(422, "etapa", TextEtapaDesconocida)
	}
	if m.by != by {
		return e, Refuse(403, "etapa", TextEtapaAjena)
	}
	if !slices.Contains(m.from, e) {
		return e, Refuse(409, "etapa", textMove(e, t))
	}
	return m.to, nil
}

// Open tells whether the office or the citizen still has to act on the filing.
func (e Estado) Open() bool { return slices.Contains(Abiertos(), e) }

// Abiertos lists the states in which the office or the citizen still has to act.
func Abiertos() []Estado { return []Estado{Recibida, Observada, Subsanada, Registrada, Derivada} }

// InReview tells whether the filing waits for reception to observe or register it.
func (e Estado) InReview() bool { return e == Recibida || e == Subsanada }

// Pending tells whether the filing waits for the citizen's correction, which stops
// the office's term and locks every other move (art. 125.3 of Ley 27444).
func (e Estado) Pending() bool { return e == Observada }
