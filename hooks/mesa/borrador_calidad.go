package mesa

// Capacities in which a person files (art. 113.1 of Ley 27444).
const (
	Titular       = "titular"
	Representante = "representante"
	Apoderado     = "apoderado"
)

// Calidad is the capacity in which the person files: their own until they say otherwise.
func (b *Borrador) Calidad() string {
	if c := b.GetString("calidad"); c != "" {
		return c
	}
	return Titular
}

// ParaOtro tells whether a natural person files for another one.
func (b *Borrador) ParaOtro() bool { return !b.Juridica() && b.Calidad() != Titular }

// cleanCalidad tidies what is said of the power, and empties it where nobody is represented.
func (b *Borrador) cleanCalidad() {
	if b.Parte() >= ParteDatos {
		b.Set("calidad", b.Calidad())
	}
	for _, f := range []string{"poder_referencia", "representado", "representado_documento"} {
		b.Set(f, CleanLine(b.GetString(f)))
	}
	if b.Calidad() == Titular {
		b.Set("poder_referencia", "")
	}
	if !b.ParaOtro() {
		b.Set("representado", "")
		b.Set("representado_documento", "")
	}
}

// checkCalidad asks who acts for another for the power, and for the person (arts. 113.1
// and 115 of Ley 27444). A company is named by its RUC.
func (b *Borrador) checkCalidad(f *Fallas) {
	b.checkLine(f, "poder_referencia", TextPoder, MaxPoder, b.Calidad() != Titular)
	b.checkLine(f, "representado", TextRepresentado, MaxPoder, b.ParaOtro())
	b.checkLine(f, "representado_documento", TextRepresentadoDocumento, MaxRepresentado, b.ParaOtro())
}
