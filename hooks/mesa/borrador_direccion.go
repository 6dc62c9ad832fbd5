package mesa

// direccion are the parts of the address for notices, with the text for a missing one.
var direccion = []struct {
	campo, falta string
	max          int
}{
	{"domicilio_notificacion", TextDireccionAviso, MaxDomicilio},
	{"departamento", TextDepartamento, MaxLugar},
	{"provincia", TextProvinciaFalta, MaxLugar},
	{"distrito", TextDistrito, MaxLugar},
}

// OtraDireccion tells whether the person wants notices at another address (art. 113.5 of
// Ley 27444).
func (b *Borrador) OtraDireccion() bool {
	for _, part := range direccion {
		if b.GetString(part.campo) != "" {
			return true
		}
	}
	return false
}

// cleanDireccion tidies the address for notices, or empties it where the office asks none.
func (b *Borrador) cleanDireccion(e *Entidad) {
	for _, part := range direccion {
		v := CleanLine(b.GetString(part.campo))
		if !e.GetBool("pedir_direccion_notificacion") {
			v = ""
		}
		b.Set(part.campo, v)
	}
}

// checkDireccion asks for the whole address once a part of it is there, with places of the
// list.
func (b *Borrador) checkDireccion(f *Fallas) {
	if !b.OtraDireccion() {
		return
	}
	for _, part := range direccion {
		b.checkLine(f, part.campo, part.falta, part.max, true)
	}
	CheckPlace(b.Record, "departamento", "provincia", f)
	CheckDistrict(b.Record, "provincia", "distrito", f)
}
