package mesa

import (
	"cmp"
	"fmt"
	"strings"
)

// Privacidad is what the privacy notice says of the office (art. 18 of Ley 29733 and art.
// 6.1 of its rules), as finished sentences. A sentence about what the office did not write
// is empty or says the general rule.
type Privacidad struct {
	Oficial, Banco, Conservacion, Transferencias, Automaticas, Persona string
	Correo                                                             string // where a person asks for a person
	HorasBorrador                                                      int
}

// Privacidad builds the notice from the settings.
func (e *Entidad) Privacidad() Privacidad {
	p := Privacidad{
		Correo:         cmp.Or(e.GetString("oficial_datos_correo"), e.GetString("correo")),
		HorasBorrador:  e.GetInt("horas_borrador"),
		Conservacion:   cmp.Or(CleanText(e.GetString("conservacion")), TextConservacion),
		Transferencias: cmp.Or(CleanText(e.GetString("transferencias")), TextTransferencias),
		Automaticas:    TextAutomaticas,
	}
	if oficial := e.GetString("oficial_datos"); oficial != "" {
		p.Oficial = "El Oficial de Datos Personales de la entidad es " + oficial + "."
	}
	if banco := e.GetString("banco_datos"); banco != "" {
		p.Banco = "Sus datos se guardan en el banco de datos personales «" + banco + "»" + e.inscrito() + "."
	}
	p.Persona = "Si no está de acuerdo con lo que ocurrió así, pida que una persona lo revise" + p.writeTo() + "."
	return p
}

// inscrito says under which code the bank of personal data is registered.
func (e *Entidad) inscrito() string {
	if codigo := e.GetString("banco_datos_codigo"); codigo != "" {
		return ", inscrito en el Registro Nacional de Protección de Datos Personales con el código " + codigo
	}
	return ""
}

func (p Privacidad) writeTo() string {
	if p.Correo == "" {
		return " en la mesa de partes"
	}
	return ": escriba a " + p.Correo
}

// datosPersonales is what the terms say of the office, in one paragraph.
func (p Privacidad) datosPersonales() string {
	var said []string
	for _, sentence := range []string{p.Oficial, p.Banco, p.Conservacion, p.Transferencias} {
		if sentence != "" {
			said = append(said, sentence)
		}
	}
	return strings.Join(said, " ")
}

// Corto is the notice beside the fields where personal data are asked.
func (p Privacidad) Corto(entidad string) string {
	return strings.TrimSpace(fmt.Sprintf("Usamos estos datos solo para atender su solicitud. Responde por ellos %s. %s", entidad, p.Banco))
}
