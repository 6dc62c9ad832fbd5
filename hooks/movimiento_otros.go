package hooks

import (
	"slices"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// checkArchivado needs nothing more.
func (d *Desk) checkArchivado(m *moving) error {
	m.keepOnly("instrucciones")
	return nil
}

// checkNota keeps an internal note, which no screen of the citizen ever shows.
func (d *Desk) checkNota(m *moving) error {
	if m.mov.GetString("observaciones") == "" && m.mov.GetString("instrucciones") == "" {
		return mesa.Refuse(422, "observaciones", mesa.TextNotaVacia)
	}
	m.keepOnly("instrucciones")
	return nil
}

// keepOnly empties what a stage has no use for, so that a line never says more
// than the move did. The public text belongs to every stage.
func (m *moving) keepOnly(used ...string) {
	for _, f := range []string{"area", "expediente", "instrucciones"} {
		if !slices.Contains(used, f) {
			m.mov.Set(f, "")
		}
	}
}

// observed lists the filing's documents that are observed and not yet replaced.
func (m *moving) observed() ([]*core.Record, error) {
	docs, err := mesa.DocumentsOf(m.tx, m.s.Id)
	if err != nil {
		return nil, err
	}
	return mesa.Observed(mesa.Current(docs)), nil
}
