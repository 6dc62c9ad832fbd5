package borrador

import (
	"slices"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// slot is where a file goes: its limit, and the records it takes the place of.
type slot struct {
	maxBytes int64
	reserve  int64 // bytes to leave free on the disk
	photos   bool  // the office makes a PDF of photos
	same     dbx.Expression
}

// slotFor finds the slot that a new document asks for, and puts on the document what
// the slot decides.
func (r *Room) slotFor(app core.App, doc *core.Record) (slot, error) {
	entidad, err := mesa.FindEntidad(app)
	if err != nil {
		return slot{}, err
	}
	if id := doc.GetString("subsanacion"); id != "" {
		return r.slotInCorrection(app, doc, id, entidad)
	}
	draft, err := app.FindRecordById(mesa.ColBorradores, doc.GetString("borrador"))
	if err != nil {
		return slot{}, mesa.Refuse(422, "borrador", mesa.TextDocumentoSuelto)
	}
	if err := mesa.AsBorrador(draft).Open(r.Now()); err != nil {
		return slot{}, err
	}
	if err := mesa.AsBorrador(draft).CheckProved(); err != nil {
		return slot{}, err
	}
	if err := mesa.AsBorrador(draft).CheckCounter(mesa.ActorOf(doc)); err != nil {
		return slot{}, err
	}
	clase := doc.GetString("clase")
	if !slices.Contains(mesa.ClasesCiudadano(entidad.MaxAnexos()), clase) {
		return slot{}, mesa.Refuse(422, "clase", mesa.TextClase)
	}
	doc.Set("reemplaza", "")
	here := dbx.And(mesa.OfDraft(draft.Id), dbx.HashExp{"clase": clase})
	return slot{entidad.MaxBytes(), entidad.Reserve(), entidad.AdmiteFotos(), here}, nil
}

// slotInCorrection finds the observed document that the file replaces. When only
// the filing as a whole was observed there is none, and one new annex may come.
func (r *Room) slotInCorrection(app core.App, doc *core.Record, id string, entidad *mesa.Entidad) (slot, error) {
	s, err := r.correctedBy(app, id, entidad)
	if err != nil {
		return slot{}, err
	}
	filed, err := mesa.DocumentsOf(app, s.Id)
	if err != nil {
		return slot{}, err
	}
	current := mesa.Current(filed)
	observed := mesa.Observed(current)
	doc.Set("borrador", "")
	if target := doc.GetString("reemplaza"); target != "" || len(observed) > 0 {
		i := slices.IndexFunc(observed, func(o *core.Record) bool { return o.Id == target })
		if i < 0 {
			return slot{}, mesa.Refuse(422, "reemplaza", mesa.TextNoEsObservado)
		}
		doc.Set("clase", observed[i].GetString("clase"))
	} else {
		doc.Set("clase", FreeAnnex(current))
	}
	same := dbx.And(mesa.OfCorrection(id), dbx.HashExp{"reemplaza": doc.GetString("reemplaza")})
	return slot{entidad.MaxBytesSubsanacion(), entidad.Reserve(), entidad.AdmiteFotos(), same}, nil
}

// correctedBy finds the filing under a correction that is open and proved.
func (r *Room) correctedBy(app core.App, id string, entidad *mesa.Entidad) (*mesa.Solicitud, error) {
	row, err := app.FindRecordById(mesa.ColSubsanacion, id)
	if err != nil {
		return nil, mesa.Refuse(422, "subsanacion", mesa.TextDocumentoSuelto)
	}
	c := mesa.AsSubsanacion(row)
	if err := c.Open(r.Now()); err != nil {
		return nil, err
	}
	if err := c.CheckProved(entidad, app.IsDev()); err != nil {
		return nil, err
	}
	return r.correctable(app, c.Solicitud())
}

// FreeAnnex is the first annex that a filing has not, or the last one of all.
func FreeAnnex(current []*core.Record) string {
	for place := 1; place < mesa.MaxAnexos; place++ {
		clase := mesa.ClaseAnexo(place)
		if !slices.ContainsFunc(current, func(r *core.Record) bool { return r.GetString("clase") == clase }) {
			return clase
		}
	}
	return mesa.ClaseAnexo(mesa.MaxAnexos)
}

// clear removes the earlier file of the slot.
func (s slot) clear(app core.App) error {
	old, err := app.FindAllRecords(mesa.ColDocumentos, s.same)
	if err != nil {
		return err
	}
	for _, r := range old {
		if err := app.Delete(r); err != nil {
			return err
		}
	}
	return nil
}
