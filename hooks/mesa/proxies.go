package mesa

import (
	"cmp"
	"slices"
	"time"

	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/core"
)

// Names of the collections, as the contract fixes them.
const (
	ColEntidad          = "entidad"
	ColTramites         = "tramites"
	ColAreas            = "areas"
	ColPersonal         = "personal"
	ColCiudadanos       = "ciudadanos"
	ColCodigos          = "codigos"
	ColBorradores       = "borradores"
	ColSolicitudes      = "solicitudes"
	ColDocumentos       = "documentos"
	ColMovimientos      = "movimientos"
	ColSubsanacion      = "subsanaciones"
	ColCorreos          = "correos"
	ColAccesos          = "accesos"
	ColNoLaborables     = "dias_no_laborables"
	ColPreguntas        = "preguntas_frecuentes"
	ColPadronCargas     = "padron_cargas"
	ColConsultas        = "consultas"
	ColTerminos         = "terminos"
	ColInterrupciones   = "interrupciones"
	ColIncidentes       = "incidentes"
	ColEstadisticas     = "estadisticas_saip"
	ColConsultasAjustes = "consultas_ajustes"
	ColDerivaciones     = "derivaciones"
	ColVistas           = "vistas"
	ColSesiones         = "sesiones"
	ColFrases           = "frases"
	ColWebhooks         = "webhooks"
	ColWebhookEnvios    = "webhook_envios"
	ColEliminaciones    = "eliminaciones"
)

// Solicitud is a filing.
type Solicitud struct{ core.BaseRecordProxy }

// AsSolicitud views a record of `solicitudes`.
func AsSolicitud(r *core.Record) *Solicitud {
	return &Solicitud{core.BaseRecordProxy{Record: r}}
}

// Estado tells where the filing stands.
func (s *Solicitud) Estado() Estado { return Estado(s.GetString("estado")) }

// Numero is the citizen's number, such as 6-2022.
func (s *Solicitud) Numero() string { return s.GetString("numero") }

// RecibidaEn is the instant the filing arrived.
func (s *Solicitud) RecibidaEn() time.Time { return s.GetDateTime("recibida_en").Time() }

// PresentadaEl is the date on which the filing counts (art. 46.2 of DS
// 029-2021-PCM), as Lima midnight.
func (s *Solicitud) PresentadaEl() time.Time { return s.GetDateTime("presentada_el").Time() }

// VenceSubsanacion is the last day to correct; zero before the term began.
func (s *Solicitud) VenceSubsanacion() time.Time { return s.GetDateTime("vence_subsanacion").Time() }

// LastToCorrect is VenceSubsanacion by a calendar: a day may have been declared whose recount
// did not reach the filing yet. It only grows (arts. 125 and 134.2 of Ley 27444).
func (s *Solicitud) LastToCorrect(cal *plazos.Calendar) time.Time {
	return cal.Grown(s.PlazoDesde(), s.GetInt("plazo_dias"), s.VenceSubsanacion())
}

// VenceRevision is the last day for reception to observe or register the filing;
// zero once reception did.
func (s *Solicitud) VenceRevision() time.Time { return s.GetDateTime("vence_revision").Time() }

// VenceLegal is the last day to answer by the law (art. 131.1 of Ley 27444), on which
// lights and silence run; zero while no such term runs. An answered filing keeps the day
// as history.
func (s *Solicitud) VenceLegal() time.Time { return s.GetDateTime("vence_legal").Time() }

// PostergadaHasta is the day on which a filing that was put aside comes back to the lists;
// zero for one that was not.
func (s *Solicitud) PostergadaHasta() time.Time { return s.GetDateTime("postergada_hasta").Time() }

// VenceRespuesta is the last day to answer that the citizen is told; zero while none is.
// An answered filing keeps the day as history.
func (s *Solicitud) VenceRespuesta() time.Time { return s.GetDateTime("vence_respuesta").Time() }

// PlazoDesde is the day of the act that the running term depends on.
func (s *Solicitud) PlazoDesde() time.Time { return s.GetDateTime("plazo_desde").Time() }

// FromAcuse tells whether the term of the last observation starts with the notice's
// reception: as the office's rule was then, because the notice says so.
func (s *Solicitud) FromAcuse() bool { return s.GetString("inicio_subsanacion") != InicioEnvio }

// Silencio is what it means when the law's term ends without an answer: as the procedure
// said when the filing came in, so that no later change undoes what silence approved. A
// filing that a book of before the column brought back follows its procedure.
func (s *Solicitud) Silencio(tramite *core.Record) string {
	return cmp.Or(s.GetString("silencio"), tramite.GetString("silencio"))
}

// Nombre is the person's full name.
func (s *Solicitud) Nombre() string { return FullName(s.Record) }

// Move gives the filing the state that stage t leads to when `by` moves it, or refuses as
// the table of the contract says. An area moves only what is with that area, and may note
// on what it once had. A filing that is closed remembers its state, which REABIERTO gives back.
func (s *Solicitud) Move(t Etapa, by Actor) error {
	was := s.Estado()
	next, err := was.next(t, by)
	switch {
	case err != nil:
		return err
	case by.Rol == RolArea && t != EtapaNota && (by.Area == "" || by.Area != s.GetString("area")):
		return Refuse(403, "etapa", TextAreaAjena)
	case next == same:
		return nil
	case next == before:
		next = s.previo()
	case slices.Contains(Cerrados(), next):
		s.Set("estado_previo", string(was))
	}
	s.Set("estado", string(next))
	return nil
}

// previo is the state that a closed filing left. One that was closed before the column
// was there left the state that its columns tell.
func (s *Solicitud) previo() Estado {
	switch {
	case s.GetString("estado_previo") != "":
		return Estado(s.GetString("estado_previo"))
	case s.Estado() == NoPresentada:
		return Observada
	case s.GetString("area") != "":
		return Derivada
	}
	return Registrada
}

// FullName joins the names of a filing or a draft.
func FullName(r *core.Record) string {
	return CleanLine(r.GetString("nombres") + " " + r.GetString("apellidos"))
}

// TermOver tells whether the citizen's term to correct ended. Before the notice counts as
// received there is no term yet (arts. 20.4 and 125 of Ley 27444).
func (s *Solicitud) TermOver(now time.Time) bool {
	due := s.VenceSubsanacion()
	return !due.IsZero() && plazos.Expired(due, now)
}

// Responde is the last day to answer as a page promises it: VenceRespuesta, zero once that day
// or the law's own term of an open filing ended (arts. 131.1 and 142 of Ley 27444).
func (s *Solicitud) Responde(now time.Time) time.Time {
	told, legal := s.VenceRespuesta(), s.VenceLegal()
	if told.IsZero() || plazos.Expired(told, now) || s.Estado().Open() && !legal.IsZero() && plazos.Expired(legal, now) {
		return time.Time{}
	}
	return told
}

// Promised is the last day that a mail may tell: the citizen's to correct, the one that was
// told for the answer, or the law's once the filing is registered, because a registration
// may tell another one. A past day is never promised, zero then.
func (s *Solicitud) Promised(now time.Time) time.Time {
	day := s.VenceSubsanacion()
	if !s.Estado().Pending() {
		day = s.VenceLegal()
		if told := s.VenceRespuesta(); !told.IsZero() || s.Estado().InReview() {
			day = told
		}
	}
	if !s.Estado().Open() || day.IsZero() || plazos.Expired(day, now) {
		return time.Time{}
	}
	return day
}

// Correctable refuses with a 409 the correction of a filing that is not observed, or
// whose term ended; last is its last day by the calendar of today, zero before it began.
func (s *Solicitud) Correctable(last, now time.Time) error {
	switch {
	case s.Estado() == NoPresentada, s.Estado() == Observada && !last.IsZero() && plazos.Expired(last, now):
		return Refuse(409, "", TextPlazoVencido)
	case s.Estado() != Observada:
		return Refuse(409, "", TextNoObservada)
	}
	return nil
}

// Documento is one file of a draft, a correction or a filing.
type Documento struct{ core.BaseRecordProxy }

// AsDocumento views a record of `documentos`.
func AsDocumento(r *core.Record) *Documento {
	return &Documento{core.BaseRecordProxy{Record: r}}
}

// Filed tells whether the document belongs to a numbered filing, which fixes
// everything about it but its observation.
func (d *Documento) Filed() bool { return d.GetString("solicitud") != "" }

// Current lists docs without those that another of docs replaces.
func Current(docs []*core.Record) []*core.Record {
	replaced := map[string]bool{}
	for _, d := range docs {
		replaced[d.GetString("reemplaza")] = true
	}
	var current []*core.Record
	for _, d := range docs {
		if !replaced[d.Id] {
			current = append(current, d)
		}
	}
	return current
}

// Observed lists those of docs that carry an observation.
func Observed(docs []*core.Record) []*core.Record {
	var out []*core.Record
	for _, d := range docs {
		if d.GetBool("observado") {
			out = append(out, d)
		}
	}
	return out
}

// ObservedAt lists those of docs that the act of an instant observed, also when a correction
// replaced them since.
func ObservedAt(docs []*core.Record, at time.Time) []*core.Record {
	before := func(d *core.Record) bool { return d.GetDateTime("subido_en").Time().Before(at) }
	var out []*core.Record
	for _, d := range docs {
		came := !d.GetDateTime("subido_en").Time().After(at)
		gone := slices.ContainsFunc(docs, func(other *core.Record) bool { return other.GetString("reemplaza") == d.Id && before(other) })
		if came && !gone && d.GetString("observacion") != "" {
			out = append(out, d)
		}
	}
	return out
}

// Entidad is the office's one record.
type Entidad struct{ core.BaseRecordProxy }

// AsEntidad views the record of `entidad`.
func AsEntidad(r *core.Record) *Entidad { return &Entidad{core.BaseRecordProxy{Record: r}} }

// FromFiling tells whether the citizen is told an answer term of a procedure from the
// filing, not from its registration: the procedure's own rule or the office's.
func (e *Entidad) FromFiling(tramite *core.Record) bool {
	return cmp.Or(tramite.GetString("inicio_plazo"), e.GetString("inicio_plazo")) == "presentacion"
}

// MaxBytes is the limit of a file of a filing, in bytes.
func (e *Entidad) MaxBytes() int64 { return megabytes(e.GetInt("limite_mb"), 100) }

// MaxBytesSubsanacion is the limit of a file of a correction, in bytes.
func (e *Entidad) MaxBytesSubsanacion() int64 {
	return megabytes(e.GetInt("limite_subsanacion_mb"), 20)
}

// AdmiteFotos tells whether photos become a PDF here, or are refused.
func (e *Entidad) AdmiteFotos() bool { return e.GetBool("admitir_fotos") }

// Reserve is what must stay free on the disk before a new file is taken, in bytes.
func (e *Entidad) Reserve() int64 { return megabytes(e.GetInt("reserva_mb"), 1024) }

// DiasSubsanacion is the citizen's term to correct, in working days (art. 125 of
// Ley 27444).
func (e *Entidad) DiasSubsanacion() int { return max(e.GetInt("dias_subsanacion"), 2) }

// InicioSubsanacion is when the citizen's term to correct starts: "acuse", when the notice
// counts as received (arts. 20.4 and 25.2 of Ley 27444), unless the office chose "envio".
func (e *Entidad) InicioSubsanacion() string {
	return cmp.Or(e.GetString("inicio_subsanacion"), InicioAcuse)
}

// HorasBorrador is how many hours a draft is kept without being sent.
func (e *Entidad) HorasBorrador() int {
	if h := e.GetInt("horas_borrador"); h > 0 {
		return h
	}
	return 72
}

// HoraResumen is the hour in Lima from which the daily digest leaves.
func (e *Entidad) HoraResumen() int {
	if h := e.GetInt("hora_resumen"); h > 0 {
		return h
	}
	return 8
}

func megabytes(n, otherwise int) int64 {
	if n <= 0 {
		n = otherwise
	}
	return int64(n) << 20
}
