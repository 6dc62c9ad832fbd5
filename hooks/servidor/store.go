package servidor

import (
	"errors"
	"net/http"
	"net/url"
	"reflect"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// storeAnswers makes of an S3 store that fails or is gone what a full disk is: try again in a
// few minutes, and nothing of what was typed is lost.
func storeAnswers(e *core.RecordEvent) error { return storeDown(e.App, e.Next()) }

// storeReads is the same for what is read: a paper that is opened, a zip.
func storeReads(e *core.ServeEvent) error {
	e.Router.BindFunc(func(e *core.RequestEvent) error { return storeDown(e.App, e.Next()) })
	return e.Next()
}

func storeDown(app core.App, err error) error {
	if err == nil || !app.Settings().S3.Enabled || !isStoreDown(err) {
		return err
	}
	app.Logger().Error("the store of files does not answer", "error", err)
	return mesa.TooMany{Status: http.StatusServiceUnavailable, Texto: mesa.TextSinEspacio, Wait: 5 * time.Minute}
}

// isStoreDown looks for an answer of 5xx, or for none. PocketBase's error is of an inner package,
// so it is known by its type's name.
func isStoreDown(err error) bool {
	for err != nil {
		v := reflect.Indirect(reflect.ValueOf(err))
		if v.Type().String() == "s3.ResponseError" {
			status := v.FieldByName("Status")
			return status.IsValid() && status.CanInt() && status.Int() >= 500
		}
		if _, ok := err.(*url.Error); ok { //nolint:errorlint // the tree is walked here
			return true
		}
		if many, ok := err.(interface{ Unwrap() []error }); ok { //nolint:errorlint // as above
			for _, one := range many.Unwrap() {
				if isStoreDown(one) {
					return true
				}
			}
			return false
		}
		err = errors.Unwrap(err)
	}
	return false
}
