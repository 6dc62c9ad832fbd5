package rule

import (
	"fmt"
	"reflect"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// Keep puts every column back that a form sent along unchanged, and calls changed for one
// that was really changed though it is not editable. The dashboard sends whole records,
// with dates cut to the second, so values are compared by the kind of their column. A
// value that the record held when it was read, before another move, is old, not changed.
func Keep(r, before *core.Record, editable func(field string) bool, changed func(field string)) {
	for _, field := range r.Collection().Fields {
		name := field.GetName()
		switch {
		case editable(name):
		case sameValue(field.Type(), r, before, name), !r.Original().IsNew() && sameValue(field.Type(), r, r.Original(), name):
			r.SetRaw(name, before.GetRaw(name))
		default:
			changed(name)
		}
	}
}

// TakeStored puts every column of a record as the base has it: what comes with a proof
// changes the columns of the proof and no other.
func TakeStored(r, before *core.Record) {
	for _, field := range r.Collection().Fields {
		r.SetRaw(field.GetName(), before.GetRaw(field.GetName()))
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
