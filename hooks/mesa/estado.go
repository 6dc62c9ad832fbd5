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
	Remitida     Estado = "remitida"
)

// Estados lists every state in the order of a filing's life.
func Estados() []Estado {
	return []Estado{Recibida, Observada, Subsanada, NoPresentada, Registrada, Derivada, Atendida, Archivada, Remitida}
}

// Etapa is the word a move leaves in the trail.
type Etapa string

// The stages of the trail, as CONTRACT names them. Nota is never public.
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
	EtapaDevuelto     Etapa = "DEVUELTO"
	EtapaReconducido  Etapa = "RECONDUCIDO"
	EtapaRemitido     Etapa = "REMITIDO"
	EtapaProrrogado   Etapa = "PRORROGADO"
	EtapaDesistido    Etapa = "DESISTIDO"
	EtapaReabierto    Etapa = "REABIERTO"
)

// Etapas lists every stage in the order of a filing's life.
func Etapas() []Etapa {
	return []Etapa{EtapaRecepcion, EtapaObservado, EtapaSubsanado, EtapaNoPresentado,
		EtapaRegistrado, EtapaDevuelto, EtapaDerivado, EtapaReconducido, EtapaRemitido, EtapaProrrogado, EtapaAtendido,
		EtapaArchivado, EtapaDesistido, EtapaReabierto, EtapaNota, EtapaCedula}
}

// Moves tells whether the stage changes a filing. A note and the record of a
// paper notice (art. 20.4 of Ley 27444) only add their line to the trail.
func (t Etapa) Moves() bool { return t != EtapaNota && t != EtapaCedula }

// Targets of a move that are no state of their own.
const (
	same   Estado = "same"   // the filing stays where it is
	before Estado = "before" // the state that the filing was closed in (Solicitud.Move knows it)
)

// move is one line of the table of states in the contract.
type move struct {
	from []Estado
	to   Estado
	by   Mano
	rol  []Rol // of staff
}

var moves = map[Etapa][]move{
	EtapaRecepcion: {{[]Estado{""}, Recibida, ManoCiudadano, nil}},
	EtapaObservado: {{[]Estado{Recibida, Subsanada}, Observada, ManoPersonal, []Rol{RolMesa}}},
	EtapaSubsanado: {
		{[]Estado{Observada}, Subsanada, ManoCiudadano, nil},
		{[]Estado{Observada}, Subsanada, ManoPersonal, []Rol{RolMesa}}, // at the counter, with the scan
	},
	EtapaNoPresentado: {
		{[]Estado{Observada}, NoPresentada, ManoReloj, nil},
		{[]Estado{Subsanada}, NoPresentada, ManoPersonal, []Rol{RolMesa}}, // badly or not mended
	},
	EtapaRegistrado: {{[]Estado{Recibida, Subsanada}, Registrada, ManoPersonal, []Rol{RolMesa}}},
	EtapaDevuelto:   {{[]Estado{Derivada}, Registrada, ManoPersonal, []Rol{RolArea}}},
	EtapaDerivado: {
		{[]Estado{Registrada, Derivada}, Derivada, ManoPersonal, []Rol{RolMesa, RolArea}},
		{[]Estado{Derivada}, Derivada, ManoPersonal, []Rol{RolJefatura}}, // to another area
	},
	EtapaReconducido: {{[]Estado{Recibida, Subsanada, Registrada, Derivada}, same, ManoPersonal, []Rol{RolMesa}}},
	EtapaRemitido:    {{[]Estado{Recibida, Subsanada, Registrada, Derivada}, Remitida, ManoPersonal, []Rol{RolMesa}}},
	EtapaProrrogado:  {{[]Estado{Registrada, Derivada}, same, ManoPersonal, []Rol{RolMesa, RolArea}}},
	EtapaAtendido:    {{[]Estado{Registrada, Derivada}, Atendida, ManoPersonal, []Rol{RolMesa, RolArea}}},
	EtapaArchivado:   {{[]Estado{Registrada, Derivada, Atendida}, Archivada, ManoPersonal, []Rol{RolMesa, RolArea}}},
	EtapaDesistido: {
		{Abiertos(), Archivada, ManoCiudadano, nil},
		{Abiertos(), Archivada, ManoPersonal, []Rol{RolMesa}},
	},
	EtapaReabierto: {{Cerrados(), before, ManoPersonal, []Rol{RolJefatura}}},
	EtapaNota: {
		{Estados(), same, ManoPersonal, []Rol{RolMesa, RolArea, RolJefatura}},
		{Estados(), same, ManoCiudadano, nil},
		{Estados(), same, ManoReloj, nil},
	},
	EtapaCedula: {{Estados(), same, ManoPersonal, []Rol{RolMesa}}},
}

// next tells where a filing in e goes by stage t when `by` moves it. It refuses with a 422
// a stage that doesn't exist, with a 403 a stage that is not this hand's or this role's,
// and with a 409 every move that the contract doesn't list: by art. 125.3 of Ley 27444 an
// observed filing waits for the citizen's correction or the end of its term.
func (e Estado) next(t Etapa, by Actor) (Estado, error) {
	list, known := moves[t]
	if !known {
		return e, Refuse(422, "etapa", TextEtapaDesconocida)
	}
	refusal, ofRole := Refuse(403, "etapa", TextEtapaAjena), false
	for _, m := range list {
		switch {
		case m.by != by.Mano:
		case by.Rol != "" && !slices.Contains(m.rol, by.Rol):
			if !ofRole {
				refusal = Refuse(403, "etapa", TextRolAjeno)
			}
		case !slices.Contains(m.from, e):
			refusal, ofRole = Refuse(409, "etapa", textMove(e, t)), true
		default:
			return m.to, nil
		}
	}
	return e, refusal
}

// Open tells whether the office or the citizen still has to act on the filing.
func (e Estado) Open() bool { return slices.Contains(Abiertos(), e) }

// Abiertos lists the states in which the office or the citizen still has to act.
func Abiertos() []Estado { return []Estado{Recibida, Observada, Subsanada, Registrada, Derivada} }

// InReview tells whether the filing waits for reception to observe or register it.
func (e Estado) InReview() bool { return e == Recibida || e == Subsanada }

// Cerrados lists the states that end a filing and that REABIERTO opens again.
func Cerrados() []Estado { return []Estado{NoPresentada, Archivada, Remitida} }

// Pending tells whether the filing waits for the citizen's correction, which stops
// the office's term and locks every other move (art. 125.3 of Ley 27444).
func (e Estado) Pending() bool { return e == Observada }
