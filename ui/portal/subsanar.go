package portal

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/otp"
	"mesadepartes/ui/web"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

const correctPage, correctTitle = "portal/subsanar", "Subsanar observaciones"

func (p *Portal) correctForm(e *core.RequestEvent) error {
	return p.Screen.Show(e, correctPage, correctTitle, p.newSearch(e, "/subsanar"))
}

// findToCorrect opens the correction of a filing for this browser, for an hour.
// What an earlier session uploaded is still there.
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
	var c *core.Record
	err := e.App.RunInTransaction(func(tx core.App) (err error) {
		if c, err = reopen(tx, s.Id, web.HashSecret(secret)); err != nil {
			return err
		}
		otp.Attach(c, proof)
		return tx.Save(c)
	})
	if err != nil {
		return p.refuseSearch(e, correcting, err)
	}
	web.GiveSecret(e, correctionCookie(c.Id), secret, mesa.VidaSubsanacion)
	return e.Redirect(303, "/subsanar/"+c.Id)
}

// reopen gives the filing's unsent correction to a new browser, or begins one; the
// caller saves it.
func reopen(app core.App, solicitud, hash string) (*core.Record, error) {
	open, err := app.FindRecordsByFilter(mesa.ColSubsanacion, "solicitud = {:s} && enviada_en = ''", "-created", 1, 0, dbx.Params{"s": solicitud})
	if err != nil {
		return nil, err
	}
	if len(open) == 1 {
		mesa.SetSecreto(open[0], hash)
		return open[0], nil
	}
	c, err := app.FindCachedCollectionByNameOrId(mesa.ColSubsanacion)
	if err != nil {
		return nil, err
	}
	fresh := core.NewRecord(c)
	fresh.Set("solicitud", solicitud)
	fresh.Set("secreto", hash)
	return fresh, nil
}

func correctionCookie(id string) string { return "subsanar_" + id }
