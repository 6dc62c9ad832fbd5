package portal

import (
	"context"
	"slices"

	"mesadepartes/hooks/cargas"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// uploadDocument takes one file of the form, in place of an earlier one.
func (p *Portal) uploadDocument(e *core.RequestEvent) error {
	b, err := p.openDraft(e)
	if err != nil {
		return err
	}
	clase := e.Request.PathValue("clase")
	if !slices.Contains(mesa.ClasesCiudadano(mesa.MaxAnexos), clase) {
		return e.NotFoundError("", nil)
	}
	entidad, err := mesa.FindEntidad(e.App)
	if err != nil {
		return err
	}
	if err := cargas.Room(e.App.DataDir(), max(e.Request.ContentLength, 0), entidad.Reserve()); err != nil {
		return p.refuseForm(e, b, err, func(*form) {})
	}
	if err := b.CheckProved(); err != nil { // before its file is read
		return p.refuseForm(e, b, err, func(*form) {})
	}
	up, err := web.ReadUpload(e, cargas.NewFormFile(e.App.DataDir()), entidad.MaxBytes())
	if err != nil {
		return err
	}
	defer up.Discard()
	if err := saveUpload(withOrigin(e), e.App, up, map[string]any{"borrador": b.Id, "clase": clase}); err != nil {
		return p.refuseForm(e, b, atCard(err, clase), func(f *form) {
			for i := range f.Archivos {
				if f.Archivos[i].Clase == clase {
					f.Archivos[i].Numero = up.Fields["numero"]
				}
			}
		})
	}
	return e.Redirect(303, "/solicitud/"+b.Id+"#tarjeta-"+clase)
}

// saveUpload stores an uploaded file as a documento of the given place.
func saveUpload(ctx context.Context, app core.App, up *web.Upload, place map[string]any) error {
	doc, err := web.NewDocument(app, up, place)
	if err != nil {
		return err
	}
	doc.Set("numero", up.Fields["numero"])
	origin, _ := ctx.Value(originKey{}).(string)
	mesa.SetOrigin(doc, origin)
	return app.SaveWithContext(ctx, doc)
}

// originKey carries the customer of a request's address to the document that the
// request brings, also through the handler of resumable uploads.
type originKey struct{}

func withOrigin(e *core.RequestEvent) context.Context {
	return context.WithValue(e.Request.Context(), originKey{}, web.Customer(e.RealIP()))
}

// atCard moves a refusal of the record's fields beside the card on the page.
func atCard(err error, id string) error {
	return mesa.Rename(err, func(campo string) string {
		if campo == "numero" {
			return "numero-" + id
		}
		return "archivo-" + id
	})
}

// deleteDocument takes a file out of the form again.
func (p *Portal) deleteDocument(e *core.RequestEvent) error {
	b, err := p.openDraft(e)
	if err != nil {
		return err
	}
	clase := e.Request.PathValue("clase")
	if !slices.Contains(mesa.ClasesCiudadano(mesa.MaxAnexos), clase) {
		return e.NotFoundError("", nil)
	}
	docs, err := e.App.FindAllRecords(mesa.ColDocumentos, mesa.OfDraft(b.Id), dbx.HashExp{"clase": clase})
	if err != nil {
		return err
	}
	for _, doc := range docs {
		if err := e.App.Delete(doc); err != nil {
			return err
		}
	}
	return e.Redirect(303, "/solicitud/"+b.Id+"#tarjeta-"+clase)
}
