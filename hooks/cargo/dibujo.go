package cargo

import (
	"errors"
	"fmt"
	"time"

	"mesadepartes/hooks/pdf"
	"mesadepartes/hooks/plazos"
)

// Medida is how many bytes a receipt's PDF weighs at most without annexed signatures.
const Medida = 40_000

// What a receipt says of the signature that it carries, beside the seal that each has.
const (
	// NoFirma is of an office without a certificate.
	NoFirma = "Constancia verificable de la entidad. No lleva firma digital ni sello de tiempo (IOFE)."
	// Pendiente is of a receipt that was handed out while the time stamp could not be had.
	Pendiente = "Constancia verificable de la entidad. Todavía no lleva firma digital ni sello de tiempo: descárguela más tarde con ellos."
	// ConFirma is of an office that has no time stamping authority.
	ConFirma = "Lleva la firma digital de la entidad (PAdES). No lleva sello de tiempo."
	// ConSello is of a receipt with both.
	ConSello = "Lleva la firma digital de la entidad (PAdES) y sello de tiempo."
)

// Draw makes the sealed PDF of a receipt. base is the office's public address, lleva what the
// receipt says of its signature: NoFirma or Pendiente. The same receipt, proof, key and
// address give the same bytes.
func Draw(k *Llave, bytes, prueba []byte, base, lleva string) ([]byte, error) {
	drawn, _, err := draw(k, bytes, prueba, base, lleva, false)
	if err != nil {
		return nil, err
	}
	return Seal(k, drawn, bytes, prueba)
}

// DrawSigned makes the PDF of a receipt that bears the digital signature of the office, and
// its seal in the gap of that signature, so that each is of every byte of the file but its own.
func DrawSigned(k *Llave, bytes, prueba []byte, base string, s pdf.Signature) ([]byte, error) {
	lleva := ConFirma
	if s.Stamp != nil {
		lleva = ConSello
	}
	drawn, c, err := draw(k, bytes, prueba, base, lleva, true)
	if err != nil {
		return nil, err
	}
	s.Name, s.Reason = c.Entidad.Nombre, c.Tipo.Titulo()+" "+c.Numero
	return sealInSignature(k, drawn, bytes, prueba, s)
}

func draw(k *Llave, bytes, prueba []byte, base, lleva string, sign bool) (drawn []byte, c *Cargo, err error) {
	drawing, c, err := describe(k, bytes, prueba, base, lleva)
	if err != nil {
		return nil, nil, err
	}
	drawing.ToSign = sign
	drawn, err = pdf.WriteReceipt(drawing)
	return drawn, c, err
}

// describe is the drawing of a receipt.
func describe(k *Llave, bytes, prueba []byte, base, lleva string) (pdf.Receipt, *Cargo, error) {
	c, err := Read(bytes)
	if err != nil {
		return pdf.Receipt{}, nil, err
	}
	at, err := time.Parse(time.RFC3339, c.Recibida)
	if err != nil {
		return pdf.Receipt{}, nil, errors.Join(errNoCargo, err)
	}
	link := base + "/v/" + c.Codigo + "#" + Fragment(k, c, bytes)
	return pdf.Receipt{
		Title: c.Tipo.Titulo(), Office: c.Entidad.Nombre, Under: under(c.Entidad), Number: c.Numero, Made: at,
		Large:   large(c, at.In(plazos.Lima)),
		Rows:    rows(c),
		Columns: []string{"Documento", "Archivo", "Folios", "SHA-256"}, Files: files(c),
		QR: link, QRText: []string{"Escanee para verificar este cargo, o entre a", base + "/verificar", "y escriba el código", InFours(c.Codigo)},
		Foot: []string{
			lleva,
			"El documento PDF lleva dentro sus datos (cargo.json) y la prueba del registro público de la entidad (cargo.tlog-proof).",
		},
		Attached: []pdf.Attached{
			{Name: "cargo.json", Type: "application/json", Description: "Los datos del cargo", Relation: "Data", Data: bytes},
			{
				Name: "cargo.tlog-proof", Type: "text/plain", Description: "Prueba del registro público de la entidad",
				Relation: "Supplement", Data: prueba,
			},
		},
	}, c, nil
}

func under(e Entidad) string {
	if e.RUC == "" {
		return "Mesa de partes digital"
	}
	return "Mesa de partes digital · RUC " + e.RUC
}

// large are the four facts that 47.5 of DS 029-2021-PCM asks of a receipt.
func large(c *Cargo, at time.Time) []pdf.Row {
	return []pdf.Row{
		{Name: "Fecha", Value: at.Format("02/01/2006")}, {Name: "Hora", Value: at.Format("15:04:05")},
		{Name: "Folios", Value: fmt.Sprint(c.Folios)}, {Name: "Canal", Value: c.Canal},
	}
}

func rows(c *Cargo) (list []pdf.Row) {
	add := func(name, value string) {
		if value != "" {
			list = append(list, pdf.Row{Name: name, Value: value})
		}
	}
	if day, err := time.Parse(time.DateOnly, c.Cuenta); err == nil {
		add("Cuenta como presentada el", day.Format("02/01/2006"))
	}
	add("Motivo", c.Motivo)
	add("Expediente", c.Expediente)
	add("CUO", c.CUO)
	add("Administrado", c.Administrado.Nombre+" ("+c.Administrado.Documento+")")
	if c.Administrado.RazonSocial != "" {
		add("Representa a", c.Administrado.RazonSocial+" (RUC "+c.Administrado.RUC+")")
	}
	add("Trámite", c.Tramite)
	add("Asunto", c.Asunto)
	add("Sentido", c.Sentido)
	add(map[Tipo]string{Recepcion: "Registró", Respuesta: "Respondió"}[c.Tipo], c.Oficial)
	return list
}

func files(c *Cargo) (table [][]string) {
	for _, d := range c.Documentos {
		name := d.Nombre
		if d.Numero != "" {
			name += " (" + d.Numero + ")"
		}
		table = append(table, []string{d.Titulo(), name, fmt.Sprint(d.Folios), d.SHA256})
	}
	return table
}
