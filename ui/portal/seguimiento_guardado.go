package portal

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/otp"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
)

// result is what a search showed to a browser: its address shows the same again, no more.
type result struct {
	filing string
	proof  otp.Proof // of the filing's address, if a code was given
}

// keepResult gives a result its own address, for half an hour and for this browser alone, so
// that loading it again asks nothing. The browser shows that address: htmx by the header, and
// a plain form by our script; without scripts the page stays where it was sent to.
func (p *Portal) keepResult(e *core.RequestEvent, filing string, proof otp.Proof) (address string) {
	address = tracking.action + "/" + p.results.Give(visitor(e), result{filing, proof})
	e.Response.Header().Set("HX-Push-Url", address)
	return address
}

// showResult shows a result again, as the filing stands by now. Another browser's address and
// one whose time is over are as one that never was.
func (p *Portal) showResult(e *core.RequestEvent) error {
	if err := take(p.searches, e); err != nil {
		return err
	}
	kept, _, ok := p.results.Use(e.Request.PathValue("token"), web.Secret(e.Request, visitCookie))
	if !ok {
		return mesa.Camino{
			Refusal: mesa.Refuse(404, "", mesa.TextResultadoVencido), Titulo: "Busque otra vez su solicitud",
			Boton: "Buscar mi solicitud", Ruta: tracking.action,
		}
	}
	r, err := e.App.FindRecordById(mesa.ColSolicitudes, kept.filing)
	if err != nil {
		return err
	}
	return p.showStory(e, mesa.AsSolicitud(r), kept.proof, "")
}
