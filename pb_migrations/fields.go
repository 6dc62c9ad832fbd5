package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// Short constructors: a collection reads as a list of columns with the Spanish
// help that an officer sees under each field of the dashboard.

func text(name, help string, max int) *core.TextField {
	return &core.TextField{Name: name, Help: help, Max: max}
}

func label(name, help string, max int) *core.TextField {
	return &core.TextField{Name: name, Help: help, Max: max, Required: true, Presentable: true}
}

func secret(name, help string) *core.TextField {
	return &core.TextField{Name: name, Help: help, Max: 128, Hidden: true}
}

func number(name, help string) *core.NumberField {
	return &core.NumberField{Name: name, Help: help, OnlyInt: true, Min: types.Pointer(0.0)}
}

func limited(name, help string, max float64) *core.NumberField {
	f := number(name, help)
	f.Max = &max
	return f
}

func yes(name, help string) *core.BoolField { return &core.BoolField{Name: name, Help: help} }

func date(name, help string) *core.DateField { return &core.DateField{Name: name, Help: help} }

func email(name, help string) *core.EmailField { return &core.EmailField{Name: name, Help: help} }

func url(name, help string) *core.URLField { return &core.URLField{Name: name, Help: help} }

func list(name, help string) *core.JSONField {
	return &core.JSONField{Name: name, Help: help, MaxSize: 1 << 20}
}

func choice(name, help string, values ...string) *core.SelectField {
	return &core.SelectField{Name: name, Help: help, Values: values, MaxSelect: 1}
}

func relation(name, help string, to *core.Collection) *core.RelationField {
	return &core.RelationField{Name: name, Help: help, CollectionId: to.Id, MaxSelect: 1}
}

// pdf is a protected file: it opens only with a short-lived token of somebody
// who may see the record. The office's own limit is below this one.
func pdf(name, help string, maxBytes int64) *core.FileField {
	return &core.FileField{Name: name, Help: help, MaxSize: maxBytes, MaxSelect: 1, Protected: true}
}

func created() *core.AutodateField {
	return &core.AutodateField{Name: "created", OnCreate: true}
}

func updated() *core.AutodateField {
	return &core.AutodateField{Name: "updated", OnCreate: true, OnUpdate: true}
}
