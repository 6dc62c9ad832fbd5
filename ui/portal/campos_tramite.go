package portal

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"
)

// moreOf adds to an input what depends on the procedure, or on who files.
func (f *form) moreOf(name string, c web.Field) web.Field {
	switch name {
	case "calidad":
		c.Opciones = capacities(f.Juridica)
	case "departamento":
		c.Opciones = departments()
	case "provincia":
		c.Opciones = provinces()
	case "distrito":
		c.Opciones = f.districts()
	case "expediente_referencia":
		c.Opcional = f.Tramite == nil || !f.Tramite.Referencia
	case "documento_tipo":
		for _, kind := range mesa.ClasesDocumento() {
			c.Opciones = append(c.Opciones, web.Option{Valor: kind.Valor, Texto: kind.Nombre})
		}
	case "entrega":
		for _, way := range mesa.Entregas() {
			c.Opciones = append(c.Opciones, web.Option{Valor: way.Valor, Texto: way.Nombre})
		}
	}
	return c
}

// capacities are the answers to in which capacity a person files (art. 113.1 of Ley 27444).
func capacities(juridica bool) []web.Option {
	if juridica {
		return []web.Option{
			{Valor: mesa.Representante, Texto: "Representante legal"},
			{Valor: mesa.Apoderado, Texto: "Apoderado"},
			{Valor: mesa.Titular, Texto: "Titular", Ayuda: "Por ejemplo, el titular-gerente de una EIRL."},
		}
	}
	return []web.Option{
		{Valor: mesa.Titular, Texto: "Por mí mismo (titular)"},
		{Valor: mesa.Representante, Texto: "Como representante de otra persona"},
		{Valor: mesa.Apoderado, Texto: "Como apoderado de otra persona"},
	}
}

func departments() (list []web.Option) {
	for _, region := range mesa.Regiones() {
		list = append(list, web.Option{Valor: region.Nombre, Texto: region.Nombre})
	}
	return list
}

func provinces() (list []web.Option) {
	for _, region := range mesa.Regiones() {
		for _, provincia := range region.Provincias {
			list = append(list, web.Option{Valor: provincia, Texto: provincia, Grupo: region.Nombre})
		}
	}
	return list
}

// identities are the identity documents that the list offers: those of the office, and the
// others where the office takes requests for public information.
func identities(entidad *mesa.Entidad, saip bool) (list []web.Option) {
	accepted := map[string]bool{}
	for _, tipo := range entidad.Identidades() {
		accepted[tipo] = true
		list = append(list, web.Option{Valor: tipo, Texto: mesa.NombreIdentidad(tipo)})
	}
	for _, tipo := range mesa.TodasIdentidades() {
		if saip && !accepted[tipo] {
			list = append(list, web.Option{Valor: tipo, Texto: mesa.NombreIdentidad(tipo) + ", solo para pedir información pública"})
		}
	}
	return list
}
