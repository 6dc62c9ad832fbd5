package rastro

import (
	"time"

	"mesadepartes/hooks/expiring"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// Room is the trail and the register of accesses.
type Room struct {
	now    func() time.Time
	opened *expiring.Map[bool] // files that an account is reading in pieces
}

// New makes the room with the program's clock.
func New(now func() time.Time) *Room { return &Room{now: now, opened: expiring.New[bool](now, 1000)} }

// Bind registers the room's rules.
func (r *Room) Bind(app core.App) {
	rule.On(app.OnRecordCreateRequest, "name staff", nameStaff, mesa.ColMovimientos)
	rule.On(app.OnRecordUpdateRequest, "name staff", nameStaff, mesa.ColCorreos)
	rule.On(app.OnRecordUpdateRequest, "name staff", nameStaff, mesa.ColEntidad)
	rule.On(app.OnRecordCreateRequest, "name staff", nameStaff, mesa.ColFrases)
	rule.On(app.OnRecordUpdateRequest, "name staff", nameStaff, mesa.ColFrases)
	rule.On(app.OnRecordDeleteRequest, "name staff", nameStaff, mesa.ColFrases)
	rule.On(app.OnRecordCreateRequest, "name staff", nameStaff, mesa.ColIncidentes)
	rule.On(app.OnRecordUpdateRequest, "name staff", nameStaff, mesa.ColIncidentes)
	rule.On(app.OnRecordCreate, "record", r.recordIncident, mesa.ColIncidentes)
	rule.On(app.OnRecordUpdate, "record", rule.Locked(r.changeIncident), mesa.ColIncidentes)
	rule.On(app.OnRecordDelete, "keep", rule.Refuse(403, mesa.TextIncidenteFijo), mesa.ColIncidentes)

	rule.On(app.OnRecordUpdate, "keep", rule.Refuse(403, mesa.TextRastroFijo), mesa.ColMovimientos)
	rule.On(app.OnRecordDelete, "keep", rule.Refuse(403, mesa.TextRastroFijo), mesa.ColMovimientos)

	rule.On(app.OnRecordViewRequest, "note view", r.noteView, mesa.ColSolicitudes, mesa.ColDocumentos)
	rule.On(app.OnRecordsListRequest, "note list", r.noteList, mesa.ColSolicitudes, mesa.ColDocumentos)
	rule.On(app.OnFileDownloadRequest, "note download", r.noteDownload, mesa.ColDocumentos, mesa.ColMovimientos)
	rule.On(app.OnRecordCreate, "only system", rule.OnlySystem(mesa.TextAccesosFijos), mesa.ColAccesos)
	rule.On(app.OnRecordUpdate, "keep", rule.Refuse(403, mesa.TextAccesosFijos), mesa.ColAccesos)
	rule.On(app.OnRecordDelete, "only system", rule.OnlySystem(mesa.TextAccesosFijos), mesa.ColAccesos)
	for _, c := range []string{mesa.ColVistas, mesa.ColDerivaciones} {
		rule.On(app.OnRecordCreate, "only system", rule.OnlySystem(mesa.TextAccesosFijos), c)
		rule.On(app.OnRecordUpdate, "only system", rule.OnlySystem(mesa.TextAccesosFijos), c)
	}
}
