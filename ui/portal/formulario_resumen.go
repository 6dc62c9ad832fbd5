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

// Fila is a line of a summary, and where it is changed.
type Fila struct {
	Clave, Valor   string
	Lineas         []string
	Enlace, Accion string
}

// row is a line of the check list with the link that opens its part at its field.
func (f *form) row(clave, valor, parte, campo string) Fila {
	return Fila{Clave: clave, Valor: valor, Enlace: "/solicitud/" + f.ID + "?editar=" + parte + "#" + campo}
}

// FilasDatos are what the person said of who files, without what is empty.
func (f *form) FilasDatos() []Fila {
	v := f.V
	represented, other, company := "", "", ""
	if v["representado"] != "" {
		represented = v["representado"] + " (" + v["representado_documento"] + ")"
	}
	if v["domicilio_notificacion"] != "" {
		other = strings.Join([]string{v["domicilio_notificacion"], v["distrito"], v["provincia"], v["departamento"]}, ", ")
	}
	if f.Juridica {
		company = v["razon_social"] + " (RUC " + v["ruc"] + ")"
	}
	correo := "Correo por validar"
	if f.Validado {
		correo = "Correo validado"
	}
	const datos = "datos"
	rows := []Fila{
		f.row("Solicitante", v["nombres"]+" "+v["apellidos"]+" ("+v["tipo_documento"]+" "+v["numero_documento"]+")", datos, "tipo_documento"),
		f.row("Representa a", company, datos, "ruc"), f.row("En calidad de", f.Calidad(), datos, "calidad"),
		f.row("Actúa por", represented, datos, "representado"), f.row("Teléfono", v["telefono"], datos, "telefono"),
		f.row("Domicilio", v["domicilio"], datos, "domicilio"),
		f.row("Dirección para notificaciones", other, datos, "domicilio_notificacion"), f.row(correo, v["correo"], datos, "correo"),
	}
	return slices.DeleteFunc(rows, func(r Fila) bool { return r.Valor == "" && r.Clave != "Domicilio" })
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
	const part = "tramite"
	rows := []Fila{
		f.row("Trámite", nombre, part, "tramite"), f.row("Asunto", f.V["asunto"], part, "asunto"),
		f.row("Información que pide", pedido, part, "pedido"), f.row("Entrega", entrega, part, "entrega"),
		f.row("Continúa", f.V["expediente_referencia"], part, "expediente_referencia"),
		f.row("Documento que adjunta", f.documento(), part, "documento_tipo"),
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
