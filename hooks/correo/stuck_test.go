package correo_test

import (
	"testing"

	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/hookstest"
)

// The list is read every minute, so it must never read a table from end to end.
func TestTheListOfStuckNoticesReadsItsIndexes(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, "2026-03-24T10:00:00-05:00")
	o.ReadsIndexes(t, correo.StuckNoticesSQL, "idx_correos_pendientes", "idx_correos_fallidos", "idx_correos_inciertos")
	o.ReadsIndexes(t, correo.UnsentSQL, "idx_correos_pendientes", "idx_correos_fallidos", "idx_correos_inciertos")
	o.ReadsIndexes(t, correo.DueSQL, "idx_correos_pendientes", "idx_correos_inciertos")
}
