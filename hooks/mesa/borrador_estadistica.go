package mesa

// Estadistica is an optional question of a request for public information (art. 15.6 of DS
// 007-2024-JUS), with the answers that a person may choose.
type Estadistica struct {
	Campo, Pregunta string
	Respuestas      []Respuesta
}

// Respuesta is an answer to an optional question.
type Respuesta struct{ Valor, Nombre string }

// Estadisticas are the optional questions, in the order of the form.
func Estadisticas() []Estadistica {
	return []Estadistica{
		{"estadistica_sexo", "Sexo", []Respuesta{{"mujer", "Mujer"}, {"hombre", "Hombre"}}},
		{"estadistica_edad", "Edad", []Respuesta{
			{"menos_de_18", "Menos de 18 años"}, {"18_a_29", "18 a 29 años"}, {"30_a_44", "30 a 44 años"}, {"45_a_59", "45 a 59 años"},
			{"60_a_mas", "60 años o más"},
		}},
		{"estadistica_etnia", "Por sus costumbres y sus antepasados, usted se considera", []Respuesta{
			{"quechua", "Quechua"}, {"aimara", "Aimara"}, {"amazonico", "Indígena u originario de la Amazonía"},
			{"afroperuano", "Afroperuano"}, {"blanco", "Blanco"}, {"mestizo", "Mestizo"}, {"otra", "Otro"},
		}},
		{"estadistica_lengua", "Lengua materna", []Respuesta{
			{"castellano", "Castellano"}, {"quechua", "Quechua"}, {"aimara", "Aimara"}, {"amazonica", "Otra lengua originaria"},
			{"senas", "Lengua de señas peruana"}, {"otra", "Otra lengua"},
		}},
		{"estadistica_discapacidad", "¿Tiene alguna discapacidad?", []Respuesta{{"si", "Sí"}, {"no", "No"}}},
	}
}

// CleanEstadistica empties the optional answers where nobody asked: they may name the
// person's health or origin, and are kept for a request for public information alone.
func (b *Borrador) CleanEstadistica(t *Tramite) {
	if t.SAIP() {
		return
	}
	b.ForgetEstadistica()
}

// ForgetEstadistica empties the optional answers.
func (b *Borrador) ForgetEstadistica() {
	for _, e := range Estadisticas() {
		b.Set(e.Campo, "")
	}
}
