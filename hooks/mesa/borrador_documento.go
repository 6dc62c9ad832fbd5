package mesa

import (
	"time"

	"mesadepartes/hooks/plazos"
)

// ClaseDocumento is a kind of the principal document.
type ClaseDocumento struct{ Valor, Nombre string }

// ClasesDocumento are the kinds that a principal document may be (art. 47.6 of DS
// 029-2021-PCM).
func ClasesDocumento() []ClaseDocumento {
	return []ClaseDocumento{
		{"carta", "Carta"}, {"oficio", "Oficio"}, {"solicitud", "Solicitud"}, {"informe", "Informe"}, {"memorando", "Memorando"},
		{"recurso", "Recurso administrativo"}, {"comprobante", "Comprobante de pago"}, {"otro", "Otro documento"},
	}
}

// cleanDocumento stores the document's date as the midnight of Lima, or empties what the
// office does not ask.
func (b *Borrador) cleanDocumento(e *Entidad) {
	if !e.GetBool("pedir_documento") {
		b.Set("documento_tipo", "")
		b.Set("documento_fecha", "")
		return
	}
	day := b.GetDateTime("documento_fecha").Time().UTC()
	if day.IsZero() {
		return
	}
	if day.Equal(day.Truncate(24 * time.Hour)) { // a date without an hour means that day in Lima
		day = day.Add(12 * time.Hour)
	}
	b.Set("documento_fecha", plazos.Date(day))
}

// checkDocumentoPrincipal asks for kind and date of the principal document where the office
// wants them; an escrito that the program writes has both.
func (b *Borrador) checkDocumentoPrincipal(e *Entidad, t *Tramite, now time.Time, f *Fallas) {
	if !e.GetBool("pedir_documento") || b.PorEscrito(t) {
		return
	}
	if b.GetString("documento_tipo") == "" {
		f.Add("documento_tipo", TextTipoDelDocumento)
	}
	day := b.GetDateTime("documento_fecha").Time()
	switch {
	case day.IsZero():
		f.Add("documento_fecha", TextFechaDelDocumento)
	case day.After(now):
		f.Add("documento_fecha", TextFechaFutura)
	}
}
