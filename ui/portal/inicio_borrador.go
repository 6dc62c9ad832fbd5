package portal

import (
	"cmp"
	"strings"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
)

// draftsLookedAt bounds the questions to the base that the cookies of one visit cost.
const draftsLookedAt = 10

// draftAtHand finds the draft that this browser changed last and may still send, nil when
// there is none. One in which nothing was typed yet is not worth an offer.
func (p *Portal) draftAtHand(e *core.RequestEvent) *deskDraft {
	var newest *mesa.Borrador
	looked := 0
	for _, c := range e.Request.Cookies() {
		id, draft := strings.CutPrefix(c.Name, draftCookie(""))
		if !draft || looked == draftsLookedAt {
			continue
		}
		looked++
		r, err := e.App.FindRecordById(mesa.ColBorradores, id)
		if err != nil || !web.HoldsSecret(e.Request, c.Name, r.GetString("secreto")) {
			continue
		}
		b := mesa.AsBorrador(r)
		if b.Open(p.Now()) == nil && b.Parte() >= mesa.ParteDatos && (newest == nil || b.Vence().After(newest.Vence())) {
			newest = b
		}
	}
	if newest == nil {
		return nil
	}
	return &deskDraft{
		ID: newest.Id, Asunto: cmp.Or(newest.GetString("asunto"), mesa.SinAsunto), Hasta: mesa.DayAndHour(newest.Vence().In(plazos.Lima)),
	}
}
