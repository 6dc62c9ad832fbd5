package web

import (
	"cmp"
	"errors"
	"net/http"
	"strings"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
	"github.com/pocketbase/pocketbase/tools/router"
	"github.com/pocketbase/pocketbase/tools/security"
)

// ErrorPages turns the errors of every address outside /api/ and /_/ into
// pages. The handler comes before the activity logger, so the log still has the cause.
func (s *Screen) ErrorPages() *hook.Handler[*core.RequestEvent] {
	return &hook.Handler[*core.RequestEvent]{
		Id:       "mesaErrorPages",
		Priority: apis.DefaultActivityLoggerMiddlewarePriority - 10,
		Func: func(e *core.RequestEvent) error {
			err := e.Next()
			path := e.Request.URL.Path
			if err == nil || e.Written() || strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/_/") {
				return err
			}
			return s.errorPage(e, err)
		},
	}
}

// failure is what the error page shows.
type failure struct {
	Status     int
	Titulo     string
	Texto      string
	Referencia string // only for a fault of this program; the log has the same
	Boton      string // where to go on, "" for home
	Ruta       string
}

var known = map[int]failure{
	400: {Titulo: "No pudimos leer lo que envió", Texto: "Vuelva atrás, revise los datos e inténtelo otra vez."},
	401: {Titulo: "Ingrese con su cuenta", Texto: mesa.TextSoloPersonal},
	403: {Titulo: "Esta acción no está permitida",
		Texto: "Por seguridad solo aceptamos formularios enviados desde esta misma página. Abra la página de inicio y comience desde ahí."},
	404: {Titulo: "Esta página no existe",
		Texto: "Puede que la dirección esté mal escrita, que el borrador haya vencido o que se abriera en otro navegador."},
	405: {Status: 404, Titulo: "Esta página no existe", Texto: "Puede que la dirección esté mal escrita."},
	413: {Titulo: "El archivo es demasiado grande", Texto: "Divídalo o escanéelo con menos resolución y vuelva a subirlo."},
}

func (s *Screen) errorPage(e *core.RequestEvent, err error) error {
	f := s.explain(e, err)
	page := "portal/error"
	if path := e.Request.URL.Path; path == "/bandeja" || strings.HasPrefix(path, "/bandeja/") { // staff stay in their frame
		page = "bandeja/error"
	}
	return s.render(e, f.Status, page, Page{Titulo: f.Titulo, Datos: f})
}

// explain chooses title and text for an error. Only a refusal keeps its status. Any
// other error becomes a 500, because PocketBase answers 400 to every error without a
// status, faults of this program included.
func (s *Screen) explain(e *core.RequestEvent, err error) failure {
	if p, ok := mesa.AsProblem(err); ok && (p.Status < 500 || p.Wait > 0) {
		s.refusal(e, p)
		f, generic := known[p.Status]
		var api *router.ApiError
		if generic && errors.As(err, &api) && isFramework(api) {
			f.Status = cmp.Or(f.Status, p.Status)
			return f
		}
		f = failure{Status: p.Status, Titulo: "No se pudo completar", Texto: p.Texto}
		var way mesa.Camino
		if errors.As(err, &way) {
			f.Titulo, f.Boton, f.Ruta = way.Titulo, way.Boton, way.Ruta
		}
		return f
	}
	ref := strings.ToUpper(security.PseudorandomString(8))
	e.App.Logger().Error("request failed", "reference", ref, "path", e.Request.URL.Path, "error", err)
	return failure{
		Status: http.StatusInternalServerError, Titulo: "Tuvimos un problema",
		Texto:      "No se perdió lo que ya había guardado. Inténtelo otra vez en unos minutos; si continúa, escríbanos e indique la referencia.",
		Referencia: ref,
	}
}

// isFramework tells whether a message is one of PocketBase's own, which are English.
func isFramework(api *router.ApiError) bool {
	for _, text := range []string{
		router.NewNotFoundError("", nil).Message, router.NewForbiddenError("", nil).Message,
		router.NewBadRequestError("", nil).Message, router.NewUnauthorizedError("", nil).Message,
		router.NewApiError(405, "", nil).Message, apis.ErrRequestEntityTooLarge.Message,
	} {
		if api.Message == text {
			return true
		}
	}
	return false
}
