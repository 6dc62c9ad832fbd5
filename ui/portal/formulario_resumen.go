package portal

import (
	"slices"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"
)

// Calidad says in which capacity the person files, and with which power; "" for who files
// for themselves.
func (f *form) Calidad() string {
	calidad := f.V["calidad"]
	if calidad == mesa.Titular && !f.Juridica {
		return ""
	}
	words := strings.ToUpper(calidad[:1]) + calidad[1:]
	if poder := f.V["poder_referencia"]; poder != "" {
		words += ". Poder: " + poder
	}
	return words
}

// Fila is a line of a summary.
type Fila struct {
	Clave, Valor   string
	Lineas         []string
	Enlace, Accion string
}

// FilasTramite are what the person said of the procedure, without what is empty.
func (f *form) FilasTramite() []Fila {
	nombre, pedido, entrega := "", "", ""
	if f.Tramite != nil {
		nombre = f.Tramite.Nombre
	}
	if f.Tramite != nil && f.Tramite.SAIP {
		pedido, entrega = f.V["pedido"], mesa.NombreEntrega(f.V["entrega"], f.V["entrega_otro"])
	}
	rows := []Fila{
		{Clave: "Trámite", Valor: nombre}, {Clave: "Asunto", Valor: f.V["asunto"]}, {Clave: "Información que pide", Valor: pedido},
		{Clave: "Entrega", Valor: entrega}, {Clave: "Continúa", Valor: f.V["expediente_referencia"]},
		{Clave: "Documento que adjunta", Valor: f.documento()},
	}
	return slices.DeleteFunc(rows, func(r Fila) bool { return r.Valor == "" && r.Clave != "Trámite" && r.Clave != "Asunto" })
}

// documento says kind and date of the principal document, where the office asks for them.
func (f *form) documento() string {
	for _, kind := range mesa.ClasesDocumento() {
		if kind.Valor != f.V["documento_tipo"] {
			continue
		}
		if day, err := time.Parse(time.DateOnly, f.V["documento_fecha"]); err == nil {
			return kind.Nombre + " del " + day.Format("02/01/2006")
		}
		return kind.Nombre
	}
	return ""
}
