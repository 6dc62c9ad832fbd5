package servidor

import (
	"errors"
	"strings"

	"mesadepartes/hooks/mesa"

	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

// speakSpanish says in Spanish what PocketBase finds wrong with a record of the house's
// collections. What it doesn't know stays as it was.
func speakSpanish(e *core.ServeEvent) error {
	e.Router.BindFunc(func(e *core.RequestEvent) error {
		err := e.Next()
		path, ok := strings.CutPrefix(e.Request.URL.Path, "/api/collections/")
		var api *router.ApiError
		if !ok || strings.HasPrefix(path, "_") || !strings.Contains(path, "/records") || !errors.As(err, &api) {
			return err
		}
		return inSpanish(api)
	})
	return e.Next()
}

func inSpanish(api *router.ApiError) error {
	text := mesa.TextDelPanel(api.Message)
	faults, _ := api.RawData().(validation.Errors)
	spanish := validation.Errors{}
	for field, fault := range faults {
		spanish[field] = fault
		var object validation.Error
		if errors.As(fault, &object) {
			if texto := mesa.TextDelMarco(object.Code(), object.Params()); texto != "" {
				spanish[field] = validation.NewError(object.Code(), texto)
			}
		}
	}
	if text == "" && len(faults) == 0 {
		return api
	}
	if text == "" {
		text = api.Message
	}
	if len(faults) == 0 {
		return router.NewApiError(api.Status, text, nil)
	}
	return router.NewApiError(api.Status, text, spanish)
}
