package portal

import (
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

const correctPage, correctTitle = "portal/subsanar", "Subsanar observaciones"

// sessionLife is how long the cookie of a correction lives; each page of it
// begins the time again. The rule of subsanaciones has the last word.
const sessionLife = time.Hour

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
	return p.beginCorrection(e, s, false, secret)
}

// beginCorrection opens a correction to the browser that gets this secret; proved
// when a code came before, so that none is asked for again. Both are written at
// once: the proof belongs to this browser and to no other that comes between.
func (p *Portal) beginCorrection(e *core.RequestEvent, s *mesa.Solicitud, proved bool, secret string) error {
	var c *core.Record
	err := e.App.RunInTransaction(func(tx core.App) (err error) {
		if c, err = p.reopen(tx, s.Id, web.HashSecret(secret)); err == nil && proved {
			err = setByRule(tx, mesa.ColSubsanacion, c.Id, "validada", true)
		}
		return err
	})
	if err != nil {
		return p.refuseSearch(e, correcting, err)
	}
	web.GiveSecret(e, correctionCookie(c.Id), secret, sessionLife)
	return e.Redirect(303, "/subsanar/"+c.Id)
}

// reopen gives the filing's unsent correction to a new browser, or begins one.
func (p *Portal) reopen(app core.App, solicitud, hash string) (*core.Record, error) {
	open, err := app.FindRecordsByFilter(mesa.ColSubsanacion, "solicitud = {:s} && enviada_en = ''", "-created", 1, 0, dbx.Params{"s": solicitud})
	if err != nil {
		return nil, err
	}
	if len(open) == 1 {
		return open[0], setByRule(app, mesa.ColSubsanacion, open[0].Id, "secreto", hash)
	}
	c, err := app.FindCachedCollectionByNameOrId(mesa.ColSubsanacion)
	if err != nil {
		return nil, err
	}
	fresh := core.NewRecord(c)
	fresh.Set("solicitud", solicitud)
	fresh.Set("secreto", hash)
	return fresh, app.Save(fresh)
}

func correctionCookie(id string) string { return "subsanar_" + id }
