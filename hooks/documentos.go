package hooks

import (
	"fmt"
	"reflect"
	"slices"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// documentsOf lists a filing's documents in the order they came.
func documentsOf(app core.App, solicitud string) ([]*core.Record, error) {
	return app.FindRecordsByFilter(mesa.ColDocumentos, "solicitud = {:id}", "subido_en,clase", 0, 0, dbx.Params{"id": solicitud})
}

func contains(rs []*core.Record, id string) bool {
	return slices.ContainsFunc(rs, func(r *core.Record) bool { return r.Id == id })
}

// keepOthers puts every column back that a form sent along unchanged and adds a
// fault for one that was really changed. The dashboard sends whole records, with
// dates cut to the second, so letters alone don't tell a change; and what was
// read before a move was finished is old, not changed.
func keepOthers(r, before *core.Record, f *mesa.Fallas, texto string, editable func(field string) bool) {
	for _, field := range r.Collection().Fields {
		name := field.GetName()
		switch {
		case editable(name):
		case sameValue(field.Type(), r, before, name), !r.Original().IsNew() && sameValue(field.Type(), r, r.Original(), name):
			r.SetRaw(name, before.GetRaw(name))
		default:
			f.Add(name, texto)
		}
	}
}

func sameValue(kind string, a, b *core.Record, field string) bool {
	if len(a.GetUnsavedFiles(field)) > 0 {
		return false
	}
	switch kind {
	case core.FieldTypeDate, core.FieldTypeAutodate:
		return a.GetDateTime(field).Time().Truncate(time.Second).Equal(b.GetDateTime(field).Time().Truncate(time.Second))
	case core.FieldTypeJSON:
		var x, y any
		return a.UnmarshalJSONField(field, &x) == nil && b.UnmarshalJSONField(field, &y) == nil && reflect.DeepEqual(x, y)
	}
	return fmt.Sprint(a.Get(field)) == fmt.Sprint(b.Get(field))
}
