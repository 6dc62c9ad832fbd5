package portal

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/otp"

	"github.com/pocketbase/pocketbase/core"
)

// showStory shows where a filing stands. The page of an observed filing has a pass, so
// that its correction does not ask for the same data again (WCAG 2.2, 3.3.7). proof
// is of a code of the filing's address, if this browser gave one; address is where the result
// may be loaded again, "" for where it is.
func (p *Portal) showStory(e *core.RequestEvent, s *mesa.Solicitud, proof otp.Proof, address string) error {
	v, err := p.story(e.App, s)
	if err != nil {
		return err
	}
	if !p.Codes.Holds(proof, s.GetString("correo")) {
		v.hideAnswers()
	}
	v.Direccion = address
	if s.Estado() == mesa.Observada {
		v.Pase = p.givePass(e, s.Id, proof)
	}
	return p.Screen.Show(e, resultPage, resultTitle+" N° "+s.Numero(), v)
}

// hideAnswers keeps what the office answered from who knows number and document alone.
func (v *storyView) hideAnswers() {
	for i := range v.Filas {
		if row := &v.Filas[i]; row.Etapa == string(mesa.EtapaAtendido) {
			row.Observaciones, v.Reservada = mesa.HitoReservada, true
		}
	}
}
