package mesa

// Channels by which a filing comes in. A filing of before the column has none: it is digital.
const (
	CanalDigital    = "digital"
	CanalPresencial = "presencial"
)

// NombreCanal is a channel in words.
func NombreCanal(canal string) string {
	if canal == CanalPresencial {
		return "Presencial"
	}
	return "Digital"
}

// Presencial tells whether the filing came in at the counter.
func (s *Solicitud) Presencial() bool { return s.GetString("canal") == CanalPresencial }

// Presencial tells whether reception enters the draft at the counter, from a paper.
func (b *Borrador) Presencial() bool { return b.GetString("canal") == CanalPresencial }

// Proved tells whether somebody answers for the draft: who proved the address, or the
// officer who holds the signed paper.
func (b *Borrador) Proved() bool { return b.Presencial() || b.Validado() }

// AtCounter tells whether the actor may receive papers: a named account of reception, or a
// superuser. What the public form saves has no name.
func (a Actor) AtCounter() bool {
	return a.Mano == ManoPersonal && a.Name != "" && (a.Rol == RolMesa || a.Rol == "")
}

// CheckCounter refuses with a 403 whoever touches a draft of the counter and is not the
// account that opened it.
func (b *Borrador) CheckCounter(by Actor) error {
	if b.Presencial() && (!by.AtCounter() || by.Name != b.GetString("recibe")) {
		return Refuse(403, "", TextSoloMostrador)
	}
	return nil
}

// checkContacto asks where the person can be reached. At the counter an address of mail and
// a telephone are theirs to give: who gives no mail is notified on paper, at the address.
func (b *Borrador) checkContacto(e *Entidad, f *Fallas) {
	telefono, correo := b.GetString("telefono"), b.GetString("correo")
	if !ValidTelefono(telefono) && !(b.Presencial() && telefono == "") {
		f.Add("telefono", TextTelefono)
	}
	if b.Presencial() && correo == "" {
		b.checkLine(f, "domicilio", TextDomicilioCedula, MaxDomicilio, true)
		return
	}
	b.checkLine(f, "domicilio", TextDomicilio, MaxDomicilio, e.GetBool("exigir_domicilio"))
	if !ValidCorreo(correo) {
		f.Add("correo", TextCorreo)
	}
	switch {
	case b.GetBool("autorizo"):
	case b.Presencial():
		f.Add("autorizo", TextAutorizoPapel)
	default:
		f.Add("autorizo", TextAutorizo)
	}
}
