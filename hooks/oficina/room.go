package oficina

import (
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// Room is the office's set-up.
type Room struct {
	now func() time.Time
}

// New makes the room with the program's clock.
func New(now func() time.Time) *Room { return &Room{now: now} }

// Bind registers the room's rules.
func (r *Room) Bind(app core.App) {
	rule.On(app.OnRecordCreate, "single", single, mesa.ColEntidad)
	rule.On(app.OnRecordDelete, "keep", rule.Refuse(403, mesa.TextEntidadUnica), mesa.ColEntidad)
	rule.On(app.OnRecordUpdate, "confirm", rule.Locked(r.confirm), mesa.ColEntidad)
	rule.OnAt(1, app.OnRecordUpdate, "check", check, mesa.ColEntidad)
	rule.OnAt(2, app.OnRecordUpdate, "version terms", r.versionTerms, mesa.ColEntidad)
	rule.OnServerAt(5, app.OnServe(), "keep terms", r.keepFirstTerms)
	rule.On(app.OnRecordCreate, "only system", rule.OnlySystem(mesa.TextTerminosFijos), mesa.ColTerminos)
	rule.On(app.OnRecordUpdate, "keep", rule.Refuse(403, mesa.TextTerminosFijos), mesa.ColTerminos)
	rule.On(app.OnRecordDelete, "keep", rule.Refuse(403, mesa.TextTerminosFijos), mesa.ColTerminos)
	rule.On(app.OnRecordCreate, "check", r.checkInterruption, mesa.ColInterrupciones)
	rule.On(app.OnRecordUpdate, "check", r.checkInterruption, mesa.ColInterrupciones)
	rule.On(app.OnRecordCreate, "check", checkDay, mesa.ColNoLaborables)
	rule.On(app.OnRecordUpdate, "check", checkDay, mesa.ColNoLaborables)
	rule.On(app.OnRecordCreate, "check", checkTramite, mesa.ColTramites)
	rule.On(app.OnRecordUpdate, "check", checkTramite, mesa.ColTramites)
	rule.OnAt(1, app.OnRecordCreate, "lima day", limaDay, mesa.ColNoLaborables)
	rule.OnAt(1, app.OnRecordUpdate, "lima day", limaDay, mesa.ColNoLaborables)
	rule.On(app.OnRecordDelete, "keep what is used", keepWhatIsUsed, mesa.ColTramites, mesa.ColAreas)
	rule.On(app.OnRecordUpdate, "rotate token", rotateToken, mesa.ColPersonal)
	rule.On(app.OnRecordCreate, "check", checkAccount, mesa.ColPersonal)
	rule.OnAt(1, app.OnRecordUpdate, "check", checkAccount, mesa.ColPersonal)
	rule.On(app.OnRecordCreateRequest, "born active", bornActive, mesa.ColPersonal, mesa.ColTramites, mesa.ColAreas, mesa.ColPreguntas)
	rule.On(app.OnRecordCreate, "check", rule.Locked(checkPhrase), mesa.ColFrases)
	rule.On(app.OnRecordUpdate, "check", rule.Locked(checkPhrase), mesa.ColFrases)
	rule.On(app.OnRecordDelete, "keep others'", rule.Locked(keepOthersPhrases), mesa.ColFrases)
	rule.OnAt(3, app.OnRecordUpdate, "second factor", checkSecondFactor, mesa.ColEntidad)
}
