package web

import (
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
}

var known = map[int]failure{
	400: {400, "No pudimos leer lo que envió", "Vuelva atrás, revise los datos e inténtelo otra vez.", ""},
	401: {401, "Ingrese con su cuenta", mesa.TextSoloPersonal, ""},
	403: {403, "Esta acción no está permitida",
		"Por seguridad solo aceptamos formularios enviados desde esta misma página. Abra la página de inicio y comience desde ahí.", ""},
	404: {404, "Esta página no existe",
		"Puede que la dirección esté mal escrita, que el borrador haya vencido o que se abriera en otro navegador.", ""},
	405: {404, "Esta página no existe", "Puede que la dirección esté mal escrita.", ""},
	413: {413, "El archivo es demasiado grande", "Divídalo o escanéelo con menos resolución y vuelva a subirlo.", ""},
}

func (s *Screen) errorPage(e *core.RequestEvent, err error) error {
	f := s.explain(e, err)
	return s.render(e, f.Status, "portal/error", Page{Titulo: f.Titulo, Datos: f})
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
			return f
		}
		return failure{Status: p.Status, Titulo: "No se pudo completar", Texto: p.Texto}
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
