package solicitud

import (
	"slices"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// keepOnly empties what a stage has no use for, so that a line never says more
// than the move did. The public text belongs to every stage.
func (m *Move) keepOnly(used ...string) {
	for _, f := range []string{"area", "expediente", "instrucciones"} {
		if !slices.Contains(used, f) {
			m.mov.Set(f, "")
		}
	}
}

// observed lists the filing's documents that are observed and not yet replaced.
func (m *Move) observed() ([]*core.Record, error) {
	docs, err := mesa.DocumentsOf(m.tx, m.s.Id)
	if err != nil {
		return nil, err
	}
	return mesa.Observed(mesa.Current(docs)), nil
}
