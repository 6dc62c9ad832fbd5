package hookstest

import (
	"testing"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// NoticeOf is the newest mail of a kind about a filing.
func (o *Office) NoticeOf(t testing.TB, solicitud, tipo string) *core.Record {
	t.Helper()
	rows, err := o.FindRecordsByFilter(mesa.ColCorreos, "solicitud = {:s} && tipo = {:t}",
		"-creado_en", 1, 0, dbx.Params{"s": solicitud, "t": tipo})
	if err != nil || len(rows) != 1 {
		t.Fatalf("%s: %d mails, %v", tipo, len(rows), err)
	}
	return rows[0]
}

// Deliver sends what is due.
func (o *Office) Deliver(t testing.TB) {
	t.Helper()
	if _, err := o.Mailer.Deliver(o.App); err != nil {
		t.Fatal(err)
	}
}
