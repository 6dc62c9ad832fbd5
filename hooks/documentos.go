package hooks

import (
	"slices"

	"github.com/pocketbase/pocketbase/core"
)

func contains(rs []*core.Record, id string) bool {
	return slices.ContainsFunc(rs, func(r *core.Record) bool { return r.Id == id })
}
