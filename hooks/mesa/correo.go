package mesa

import (
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// TipoCorreo is a kind of mail; each has its texts in templates/correo.
type TipoCorreo string

// The kinds of mail that wait in the outbox.
const (
	CorreoRecepcion    TipoCorreo = "recepcion"
	CorreoObservacion  TipoCorreo = "observacion"
	CorreoRecordatorio TipoCorreo = "recordatorio"
	CorreoPorEnviar    TipoCorreo = "por_enviar"
	CorreoPlazo        TipoCorreo = "plazo"
	CorreoSubsanacion  TipoCorreo = "subsanacion"
	CorreoNoPresentada TipoCorreo = "no_presentada"
	CorreoDerivacion   TipoCorreo = "derivacion"
	CorreoRespuesta    TipoCorreo = "respuesta"
	CorreoNumeros      TipoCorreo = "numeros"
	CorreoResumen      TipoCorreo = "resumen"
	CorreoCredenciales TipoCorreo = "credenciales"
	CorreoInicioPlazo  TipoCorreo = "inicio_plazo"
	CorreoCambio       TipoCorreo = "cambio_correo"
	CorreoBorrador     TipoCorreo = "borrador"
	CorreoPrueba       TipoCorreo = "prueba" // tries the mail server; never waits
	CorreoAlarma       TipoCorreo = "alarma" // leaves at once or not at all, whatever holds the outbox
)

// NeedsAcuse tells whether a kind of mail notifies an act, so that the citizen is
// asked to confirm it (art. 20.4 of Ley 27444). The receipts and the routing only
// inform, and a reminder repeats what was notified before: nothing depends on them.
func (t TipoCorreo) NeedsAcuse() bool { return NombreAviso(t) != "" }

// Calls tells whether a kind of mail may begin the citizen's term to correct: that of an
// observation, or of a reopening.
func (t TipoCorreo) Calls() bool { return t == CorreoObservacion || t == CorreoReapertura }

// EstadoCorreo is where a mail of the outbox stands.
type EstadoCorreo string

// The states of a mail.
const (
	CorreoPendiente EstadoCorreo = "pendiente" // waits to be sent, or to be tried again
	CorreoEnviado   EstadoCorreo = "enviado"   // the mail server took it
	CorreoIncierto  EstadoCorreo = "incierto"  // handed over whole, and the mail server's answer is not known
	CorreoFallido   EstadoCorreo = "fallido"   // refused, or given up
)

// Correo is a mail of the outbox.
type Correo struct{ core.BaseRecordProxy }

// AsCorreo views a record of `correos`.
func AsCorreo(r *core.Record) *Correo { return &Correo{core.BaseRecordProxy{Record: r}} }

// Tipo is the mail's kind.
func (c *Correo) Tipo() TipoCorreo { return TipoCorreo(c.GetString("tipo")) }

// Estado tells whether the mail left.
func (c *Correo) Estado() EstadoCorreo { return EstadoCorreo(c.GetString("estado")) }

// SetEstado moves the mail on.
func (c *Correo) SetEstado(e EstadoCorreo) { c.Set("estado", string(e)) }

// Solicitud is the id of the filing that the mail is about, "" for none.
func (c *Correo) Solicitud() string { return c.GetString("solicitud") }

// Waits tells whether the mail will be tried by itself.
func (c *Correo) Waits() bool {
	return c.Estado() == CorreoPendiente || c.Estado() == CorreoIncierto && !c.ProximoEn().IsZero()
}

// ProximoEn is the instant of the next try; zero when there will be none.
func (c *Correo) ProximoEn() time.Time { return c.GetDateTime("proximo_en").Time() }

// CreadoEn is the instant the mail was written, or put back into the outbox.
func (c *Correo) CreadoEn() time.Time { return c.GetDateTime("creado_en").Time() }

// EnviadoEn is the instant the mail server took the mail; zero before.
func (c *Correo) EnviadoEn() time.Time { return c.GetDateTime("enviado_en").Time() }

// InciertoEn is the instant of the first try whose answer is not known; zero when
// every try had one.
func (c *Correo) InciertoEn() time.Time { return c.GetDateTime("incierto_en").Time() }

// AcuseEn is the instant the citizen confirmed the notice; zero before.
func (c *Correo) AcuseEn() time.Time { return c.GetDateTime("acuse_en").Time() }

// CedulaEn is the instant staff recorded that paper took the notice's place; zero
// before.
func (c *Correo) CedulaEn() time.Time { return c.GetDateTime("cedula_en").Time() }

// Settled tells whether the citizen has the notice: confirmed, or by cédula.
func (c *Correo) Settled() bool { return !c.AcuseEn().IsZero() || !c.CedulaEn().IsZero() }

// Carta is a mail as a development server's mailbox shows it.
type Carta struct {
	Para   string    `json:"para"`
	Asunto string    `json:"asunto"`
	Texto  string    `json:"texto"`
	HTML   string    `json:"html"`
	Fecha  time.Time `json:"fecha"`
}
