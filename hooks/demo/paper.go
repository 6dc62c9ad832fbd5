package demo

import (
	"fmt"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/pdf"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/tools/filesystem"
)

// letter is a paper of one page: the citizen's request, or with a text the answer to it.
func (s *story) letter(f *filing, name, text string) (*filesystem.File, error) {
	who, whom := people[f.who], companies[f.whom]
	p := pdf.Paper{Title: f.asunto, Made: s.c.Now(), Lead: []string{"Lima, " + mesa.DateInWords(s.c.Now().In(plazos.Lima)) + "."}}
	rows := []pdf.Row{{Name: "Solicitante", Value: who.nombres + " " + who.apellidos}, {Name: "Documento", Value: "DNI " + who.documento}}
	if whom.ruc != "" {
		rows = append(rows, pdf.Row{Name: "Representa a", Value: whom.razon + " (RUC " + whom.ruc + ")"})
	}
	p.Parts = append(p.Parts, pdf.Part{Heading: "Datos", Rows: rows})
	if text == "" {
		text = "Señores de la mesa de partes: presento este documento de ejemplo y pido que se le dé trámite. Los datos son inventados."
	}
	p.Parts = append(p.Parts, pdf.Part{Heading: "Contenido", Text: []string{text, "Atentamente,", who.nombres + " " + who.apellidos}})
	if name == "respuesta.pdf" {
		p.Title = "CARTA " + s.letterNumber()
		p.Parts[1] = pdf.Part{Heading: "Asunto: " + f.asunto, Text: []string{text, "Atentamente,", "La entidad (documento de ejemplo)"}}
	}
	b, err := pdf.Write(p)
	if err != nil {
		return nil, err
	}
	return filesystem.NewFileFromBytes(b, name)
}

// letterNumber is the number of the newest letter of the office.
func (s *story) letterNumber() string {
	return fmt.Sprintf("%03d-%s-MP", s.letters, s.c.Now().In(plazos.Lima).Format("2006"))
}
