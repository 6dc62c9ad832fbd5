package mesa

import (
	"slices"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// Parts of the form that a draft has passed.
const (
	ParteDatos   = 1 // personal data were given
	ParteTramite = 2 // procedure and subject were given
)

// Borrador is a filing being prepared.
type Borrador struct{ core.BaseRecordProxy }

// AsBorrador views a record of `borradores`.
func AsBorrador(r *core.Record) *Borrador {
	return &Borrador{core.BaseRecordProxy{Record: r}}
}

// Juridica tells whether the person files for a company or entity.
func (b *Borrador) Juridica() bool { return b.GetString("persona") == PersonaJuridica }

// Validado tells whether the draft's present address was proved with a code.
func (b *Borrador) Validado() bool {
	correo := b.GetString("correo")
	return correo != "" && b.GetString("correo_validado") == correo
}

// ClaveDeBorrador begins the key of the mails about a draft that waits, see ClaveBorrador.
const ClaveDeBorrador = "borrador/"

// ClaveBorrador is the key of a mail about a draft that waits: one once it was left alone, and
// one before it ends.
func ClaveBorrador(id string, last bool) string { return ClaveDeBorrador + id + FinalDeClave(last) }

// FinalDeClave ends that key.
func FinalDeClave(last bool) string {
	if last {
		return "/fin"
	}
	return "/dia"
}

// Parte is how far the form has come: 0, ParteDatos or ParteTramite.
func (b *Borrador) Parte() int { return b.GetInt("parte") }

// Enviado tells whether the draft became a filing.
func (b *Borrador) Enviado() bool { return b.GetString("solicitud") != "" }

// Vence is the instant from which the draft is lost unless it was sent.
func (b *Borrador) Vence() time.Time { return b.GetDateTime("vence").Time() }

// Over tells whether the draft's time ended.
func (b *Borrador) Over(now time.Time) bool { return now.After(b.Vence()) }

// Open refuses with a 409 what comes to a draft that was sent or whose time ended.
func (b *Borrador) Open(now time.Time) error {
	if b.Enviado() {
		return Refuse(409, "", TextBorradorCerrado)
	}
	if b.Over(now) {
		return Refuse(409, "", TextBorradorVencido)
	}
	return nil
}

// CheckProved refuses with a 403 files for a draft that is not Proved: what nobody answers
// for takes no room on the disk.
func (b *Borrador) CheckProved() error {
	if !b.Proved() {
		return Refuse(403, "", TextCorreoSinCodigo)
	}
	return nil
}

// Clean tidies the typed values before they are checked, and empties the company's
// when the person files for none.
func (b *Borrador) Clean(e *Entidad) {
	for _, f := range []string{"nombres", "apellidos", "domicilio", "razon_social", "asunto", "expediente_referencia"} {
		b.Set(f, CleanLine(b.GetString(f)))
	}
	for _, f := range []string{"numero_documento", "telefono", "ruc"} {
		b.Set(f, CleanNumero(b.GetString(f)))
	}
	b.Set("correo", CleanCorreo(b.GetString("correo")))
	if b.Presencial() && b.GetString("correo") == "" {
		b.Set("autorizo", false)
	}
	if !b.Juridica() {
		b.Set("ruc", "")
		b.Set("razon_social", "")
	}
	b.cleanCalidad()
	b.cleanDireccion(e)
	b.cleanDocumento(e)
	b.cleanPedido()
}

// CheckDatos checks the personal data (art. 113 of Ley 27444 lists them; the
// office may relax the address with exigir_domicilio).
func (b *Borrador) CheckDatos(e *Entidad, f *Fallas) {
	b.checkDocumento(f)
	b.checkLine(f, "nombres", TextNombres, MaxNombres, true)
	b.checkLine(f, "apellidos", TextApellidos, MaxNombres, true)
	b.checkContacto(e, f)
	if b.Juridica() {
		f.Add("ruc", FaultRUC(b.GetString("ruc")))
		b.checkLine(f, "razon_social", TextRazonSocial, MaxRazonSocial, true)
	}
	b.checkCalidad(f)
	b.checkDireccion(f)
}

func (b *Borrador) checkDocumento(f *Fallas) {
	tipo, numero := b.GetString("tipo_documento"), b.GetString("numero_documento")
	if !slices.Contains(TodasIdentidades(), tipo) {
		f.Add("tipo_documento", TextTipoDocumento)
		return
	}
	f.Add("numero_documento", FaultDocumento(tipo, numero))
}

// CheckIdentidad refuses, beside campo, an identity document that the office does not
// take. A request for public information takes any; so does a draft whose procedure is not
// chosen yet.
func (b *Borrador) CheckIdentidad(campo string, e *Entidad, t *Tramite, f *Fallas) {
	tipo := b.GetString("tipo_documento")
	if t.Chosen() && !t.SAIP() && slices.Contains(TodasIdentidades(), tipo) && !slices.Contains(e.Identidades(), tipo) {
		f.Add(campo, TextDocumentoNoAdmite)
	}
}

// CheckTramite checks that a procedure is chosen and the subject is written, and what the
// procedure asks for. The caller looks up whether the office offers the procedure, and the
// reference.
func (b *Borrador) CheckTramite(e *Entidad, t *Tramite, now time.Time, f *Fallas) {
	if b.GetString("tramite") == "" {
		f.Add("tramite", TextTramite)
	}
	b.checkLine(f, "asunto", TextAsunto, MaxAsunto, true)
	b.checkLine(f, "expediente_referencia", TextFaltaReferencia, MaxNumeroDoc, t.ExigeReferencia())
	b.checkDocumentoPrincipal(e, t, now, f)
	b.checkPedido(t, f)
}

func (b *Borrador) checkLine(f *Fallas, field, missing string, max int, required bool) {
	v := b.GetString(field)
	if v == "" && required {
		f.Add(field, missing)
	}
	if TooLong(v, max) {
		f.Add(field, TextTooLong(max))
	}
}

// Found notes what a register answered about the draft's person, and names it if the
// draft says the same.
func (b *Borrador) Found(fuente string, found map[string]string) {
	hallados := identity(func(column string) string { return found[column] })
	b.Set("nombres_hallados", hallados+fuente)
	if hallados != identity(b.GetString) {
		fuente = ""
	}
	b.Set("nombres_fuente", fuente)
}

// KeepSource names a register only beside what it gave. It is worked out at each
// change: the form saves itself while a look-up is under way, in either order.
func (b *Borrador) KeepSource(before *Borrador) {
	b.Set("nombres_hallados", before.Get("nombres_hallados"))
	fuente, same := strings.CutPrefix(before.GetString("nombres_hallados"), identity(b.GetString))
	if !same {
		fuente = ""
	}
	b.Set("nombres_fuente", fuente)
	b.Set("ruc_situacion", before.Get("ruc_situacion"))
	if b.GetString("ruc") != before.GetString("ruc") {
		b.Set("ruc_situacion", "")
	}
}

// identity is a person in one text; no value of it holds a line break.
func identity(value func(column string) string) string {
	id := ""
	for _, column := range []string{"tipo_documento", "numero_documento", "nombres", "apellidos"} {
		id += value(column) + "\n"
	}
	return id
}
