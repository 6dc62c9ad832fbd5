package borrador

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/pdf"

	"github.com/pocketbase/pocketbase/core"
)

// escrito is the written request of a person who typed what public information they ask
// for, with the data that art. 13 of DS 007-2024-JUS lists.
func escrito(entidad *mesa.Entidad, b *mesa.Borrador) pdf.Paper {
	return pdf.Paper{
		Title: "SOLICITUD DE ACCESO A LA INFORMACIÓN PÚBLICA",
		Lead:  []string{"Ley 27806 (TUO aprobado por DS 021-2019-JUS) y su Reglamento (DS 007-2024-JUS)"},
		Parts: []pdf.Part{
			{Heading: "Entidad", Rows: []pdf.Row{{Name: "Dirigido a", Value: entidad.GetString("nombre")}}},
			{Heading: "Solicitante", Rows: applicantRows(b)},
			{Heading: "Información que se pide", Rows: []pdf.Row{{Name: "Asunto", Value: b.GetString("asunto")}},
				Text: strings.FieldsFunc(b.GetString("pedido"), func(r rune) bool { return r == '\n' })},
			{Heading: "Entrega", Rows: filled(
				pdf.Row{Name: "Forma de entrega", Value: mesa.NombreEntrega(b.GetString("entrega"), b.GetString("entrega_otro"))},
				pdf.Row{Name: "Continúa la solicitud o el expediente", Value: b.GetString("expediente_referencia")},
			)},
		},
	}
}

func applicantRows(b *mesa.Borrador) []pdf.Row {
	return filled(
		pdf.Row{Name: "Nombres y apellidos", Value: mesa.FullName(b.Record)},
		pdf.Row{Name: "Documento", Value: mesa.NombreIdentidad(b.GetString("tipo_documento")) + " " + b.GetString("numero_documento")},
		pdf.Row{Name: "En calidad de", Value: b.Calidad()},
		pdf.Row{Name: "Poder", Value: b.GetString("poder_referencia")},
		pdf.Row{Name: "Representa a", Value: representedBy(b)},
		pdf.Row{Name: "Domicilio", Value: b.GetString("domicilio")},
		pdf.Row{Name: "Dirección para notificaciones", Value: noticesAt(b)},
		pdf.Row{Name: "Teléfono", Value: b.GetString("telefono")},
		pdf.Row{Name: "Correo electrónico validado", Value: b.GetString("correo")},
	)
}

// representedBy names the company, or the person, for which somebody files.
func representedBy(b *mesa.Borrador) string {
	if b.Juridica() {
		return b.GetString("razon_social") + " (RUC " + b.GetString("ruc") + ")"
	}
	if b.ParaOtro() {
		return b.GetString("representado") + " (" + b.GetString("representado_documento") + ")"
	}
	return ""
}

func noticesAt(b *mesa.Borrador) string {
	var parts []string
	for _, f := range []string{"domicilio_notificacion", "distrito", "provincia", "departamento"} {
		if v := b.GetString(f); v != "" {
			parts = append(parts, v)
		}
	}
	return strings.Join(parts, ", ")
}

func filled(rows ...pdf.Row) []pdf.Row {
	return slices.DeleteFunc(rows, func(r pdf.Row) bool { return r.Value == "" })
}

// mark is the hash of what an escrito says, without its date: the same mark means that the
// escrito need not be written again.
func mark(p pdf.Paper) (string, error) {
	data, err := json.Marshal(p)
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), err
}

// wanted is the escrito that a draft needs now, with its mark; mark is "" where none is to
// be written.
func wanted(entidad *mesa.Entidad, b *mesa.Borrador, tramite *mesa.Tramite) (pdf.Paper, string, error) {
	if b.Parte() < mesa.ParteTramite || !b.Validado() || !b.PorEscrito(tramite) {
		return pdf.Paper{}, "", nil
	}
	paper := escrito(entidad, b)
	m, err := mark(paper)
	return paper, m, err
}

// CheckEscrito notes a fault when the escrito among a draft's documents does not say what
// the draft says: a person must have read what is filed.
func CheckEscrito(entidad *mesa.Entidad, b *mesa.Borrador, tramite *mesa.Tramite, docs []*core.Record, f *mesa.Fallas) error {
	_, want, err := wanted(entidad, b, tramite)
	if err != nil {
		return err
	}
	if got := principal(docs).GetString("escrito"); got != "" && got != want {
		f.Add(mesa.ClasePrincipal, mesa.TextEscritoPendiente)
	}
	return nil
}
