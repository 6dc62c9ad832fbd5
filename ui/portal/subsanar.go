package portal

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/otp"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
)

const correctPage, correctTitle = "portal/subsanar", "Subsanar observaciones"

func (p *Portal) correctForm(e *core.RequestEvent) error {
	return p.Screen.Show(e, correctPage, correctTitle, p.newSearch(e, "/subsanar"))
}

// findToCorrect opens a correction of a filing for this browser, for an hour. What an
// earlier session uploaded is there once this one may write.
func (p *Portal) findToCorrect(e *core.RequestEvent) error {
	if otherCaptcha(e) {
		return p.correctForm(e)
	}
	s, err := p.find(e)
	if err != nil {
		return p.refuseSearch(e, correcting, err)
	}
	secret, _ := web.NewSecret()
	return p.beginCorrection(e, s, otp.Proof{}, secret)
}

// beginCorrection opens a correction to the browser that gets this secret. The proof,
// when a code came before, travels on the record, so that no code is asked for again.
func (p *Portal) beginCorrection(e *core.RequestEvent, s *mesa.Solicitud, proof otp.Proof, secret string) error {
	c, err := newCorrection(e, s, proof, secret)
	if err != nil {
		return p.refuseSearch(e, correcting, err)
	}
	return e.Redirect(303, "/subsanar/"+c.Id)
}

func newCorrection(e *core.RequestEvent, s *mesa.Solicitud, proof otp.Proof, secret string) (*core.Record, error) {
	collection, err := e.App.FindCachedCollectionByNameOrId(mesa.ColSubsanacion)
	if err != nil {
		return nil, err
	}
	c := core.NewRecord(collection)
	c.Set("solicitud", s.Id)
	c.Set("secreto", web.HashSecret(secret))
	otp.Attach(c, proof)
	if err := e.App.Save(c); err != nil {
		return nil, err
	}
	web.GiveSecret(e, correctionCookie(c.Id), secret, mesa.VidaSubsanacion)
	return c, nil
}

func correctionCookie(id string) string { return "subsanar_" + id }
