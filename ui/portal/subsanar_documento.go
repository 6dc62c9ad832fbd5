package portal

import (
	"mesadepartes/hooks/cargas"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// uploadCorrection takes the replacement of one observed document.
func (p *Portal) uploadCorrection(e *core.RequestEvent) error {
	s, err := p.openCorrection(e)
	if err != nil {
		return err
	}
	id := e.Request.PathValue("id")
	if err := p.isPlace(e, s, id); err != nil {
		return err
	}
	if err := cargas.Room(e.App.DataDir(), max(e.Request.ContentLength, 0), s.entidad.Reserve()); err != nil {
		return p.refuseCorrection(e, s, err, func(*correctionView) {})
	}
	up, err := web.ReadUpload(e, cargas.NewFormFile(e.App.DataDir()), s.entidad.MaxBytesSubsanacion())
	if err != nil {
		return err
	}
	defer up.Discard()
	place := map[string]any{"subsanacion": s.record.Id, "reemplaza": replaced(id)}
	if err := saveUpload(withOrigin(e), e.App, up, place); err != nil {
		return p.refuseCorrection(e, s, atCard(err, id), func(v *correctionView) {
			for i := range v.Tarjetas {
				if v.Tarjetas[i].Clase == id {
					v.Tarjetas[i].Numero = up.Fields["numero"]
				}
			}
		})
	}
	if err := stay(e.App, s.record.Id, nil); err != nil {
		return err
	}
	return e.Redirect(303, "/subsanar/"+s.record.Id+"#tarjeta-"+id)
}

// isPlace answers 404 for a document of another filing, before its file is read.
func (p *Portal) isPlace(e *core.RequestEvent, s *session, id string) error {
	if id == annexID {
		return nil
	}
	n, err := e.App.CountRecords(mesa.ColDocumentos, dbx.HashExp{"id": id, "solicitud": s.solicitud.Id})
	if err == nil && n == 0 {
		err = e.NotFoundError("", nil)
	}
	return err
}

func replaced(id string) string {
	if id == annexID {
		return ""
	}
	return id
}

// deleteCorrection takes a replacement out again.
func (p *Portal) deleteCorrection(e *core.RequestEvent) error {
	s, err := p.openCorrection(e)
	if err != nil {
		return err
	}
	id := e.Request.PathValue("id")
	if err := p.isPlace(e, s, id); err != nil {
		return err
	}
	docs, err := e.App.FindAllRecords(mesa.ColDocumentos, mesa.OfCorrection(s.record.Id), dbx.HashExp{"reemplaza": replaced(id)})
	if err != nil {
		return err
	}
	for _, doc := range docs {
		if err := e.App.Delete(doc); err != nil {
			return err
		}
	}
	if err := stay(e.App, s.record.Id, nil); err != nil {
		return err
	}
	return e.Redirect(303, "/subsanar/"+s.record.Id+"#tarjeta-"+id)
}
