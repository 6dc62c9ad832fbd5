package portal

import (
	"context"
	"net/http"
	"slices"

	"mesadepartes/hooks/cargas"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

// mountUploads serves resumable uploads, without the router's body limit and without
// its copy of the body: with them eight uploads of 100 MB take six times the memory.
func (p *Portal) mountUploads(r *router.Router[*core.RequestEvent], app core.App) error {
	store, err := cargas.NewStore(cargas.Folder(app.DataDir()), "/cargas/", cargas.Rules{
		Begin:  func(h http.Header, m cargas.Meta, n int64) (int64, error) { return p.beginUpload(app, h, m, n) },
		Room:   func(n int64) error { return roomFor(app, n) },
		Owns:   func(h http.Header, m cargas.Meta) bool { return ownsUpload(app, h, m) },
		Finish: func(ctx context.Context, m cargas.Meta, path string) error { return finishUpload(ctx, app, m, path) },
		Log:    app.Logger(),
	})
	if err != nil {
		return err
	}
	r.Any("/cargas/{path...}", func(e *core.RequestEvent) error {
		web.Unwrap(e.Request)
		store.ServeHTTP(e.Response, cargas.From(e.Request.WithContext(withOrigin(e)), web.Customer(e.RealIP())))
		return nil
	}).Bind(apis.SkipSuccessActivityLog()).Unbind(apis.DefaultBodyLimitMiddlewareId, apis.DefaultRateLimitMiddlewareId)
	return nil
}

// beginUpload admits a new upload of a browser that holds the secret of the draft or
// correction, when the file may fit, and tells the limit of the file. The file itself is
// judged when it is whole.
func (p *Portal) beginUpload(app core.App, h http.Header, m cargas.Meta, bytes int64) (limit int64, err error) {
	if !ownsUpload(app, h, m) {
		return 0, mesa.Refuse(404, "", mesa.TextReferencia)
	}
	entidad, err := mesa.FindEntidad(app)
	if err != nil {
		return 0, err
	}
	limit = entidad.MaxBytes()
	if m["borrador"] == "" {
		limit = entidad.MaxBytesSubsanacion()
	} else if !slices.Contains(mesa.ClasesCiudadano(mesa.MaxAnexos), m["clase"]) {
		return 0, mesa.Refuse(422, "clase", mesa.TextClase)
	}
	if bytes > limit {
		return 0, mesa.Refuse(413, "archivo", mesa.TextPDF("grande", limit))
	}
	if err := p.stillOpen(app, m); err != nil {
		return 0, err
	}
	return limit, stayUploading(app, m)
}

// roomFor refuses more bytes than the disk takes above the office's reserve.
func roomFor(app core.App, bytes int64) error {
	entidad, err := mesa.FindEntidad(app)
	if err != nil {
		return err
	}
	return cargas.Room(app.DataDir(), bytes, entidad.Reserve())
}

// stillOpen refuses an upload whose document would be refused, before a byte is sent.
func (p *Portal) stillOpen(app core.App, m cargas.Meta) error {
	if id := m["borrador"]; id != "" {
		r, err := app.FindRecordById(mesa.ColBorradores, id)
		if err != nil {
			return err
		}
		if err := mesa.AsBorrador(r).Open(p.Now()); err != nil {
			return err
		}
		return mesa.AsBorrador(r).CheckProved()
	}
	r, err := app.FindRecordById(mesa.ColSubsanacion, m["subsanacion"])
	if err != nil {
		return err
	}
	if id := m["documento"]; id != annexID {
		n, err := app.CountRecords(mesa.ColDocumentos, dbx.HashExp{"id": id, "solicitud": r.GetString("solicitud")})
		if err != nil {
			return err
		}
		if n == 0 {
			return mesa.Refuse(422, "reemplaza", mesa.TextNoEsObservado)
		}
	}
	s, err := sessionOf(app, r)
	if err != nil {
		return err
	}
	if err := s.record.Open(p.Now()); err != nil {
		return err
	}
	return s.record.CheckProved(s.entidad, app.IsDev())
}

// ownsUpload tells whether the browser holds the secret of the upload's owner.
func ownsUpload(app core.App, h http.Header, m cargas.Meta) bool {
	collection, id, cookie := mesa.ColBorradores, m["borrador"], draftCookie(m["borrador"])
	if id == "" {
		collection, id, cookie = mesa.ColSubsanacion, m["subsanacion"], correctionCookie(m["subsanacion"])
	}
	r, err := app.FindRecordById(collection, id)
	return err == nil && web.HoldsSecret(&http.Request{Header: h}, cookie, r.GetString("secreto"))
}

// finishUpload makes a whole upload a document; its record event judges it.
func finishUpload(ctx context.Context, app core.App, m cargas.Meta, path string) error {
	place := map[string]any{"borrador": m["borrador"], "clase": m["clase"]}
	if m["borrador"] == "" {
		place = map[string]any{"subsanacion": m["subsanacion"], "reemplaza": replaced(m["documento"])}
	}
	up := &web.Upload{Path: path, Name: m["filename"], Fields: map[string]string{"numero": m["numero"]}}
	if err := saveUpload(ctx, app, up, place); err != nil {
		return err
	}
	return stayUploading(app, m)
}

// stayUploading begins the hour of an upload's correction again.
func stayUploading(app core.App, m cargas.Meta) error {
	if m["borrador"] != "" {
		return nil
	}
	return stay(app, m["subsanacion"], nil)
}
