package reloj_test

import (
	"slices"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// days is PocketBase alone with three last days, one of them empty.
func days(t *testing.T) (core.App, time.Time) {
	t.Helper()
	app := hookstest.Stock(t)
	c := hookstest.Things(t, app, &core.TextField{Name: "nombre"}, &core.DateField{Name: "vence"})
	today := plazos.Date(time.Date(2026, 3, 24, 15, 0, 0, 0, time.UTC))
	for name, day := range map[string]any{"today": today, "tomorrow": today.AddDate(0, 0, 1), "none": nil} {
		hookstest.Thing(t, app, c, map[string]any{"nombre": name, "vence": day})
	}
	return app, today
}

// Remind in remind.go compares a last day with = and CloseOverdue in overdue.go with <:
// both lean on PocketBase storing one day as one text, which a filter binds alike.
func TestPocketBaseStillStoresALegalDateAsOneText(t *testing.T) {
	t.Parallel()
	app, today := days(t)
	text, err := types.ParseDateTime(today)
	if err != nil || text.String() != "2026-03-24 05:00:00.000Z" {
		t.Fatalf("a legal date is written %q (%v)", text, err)
	}
	var same []string
	if err := app.DB().Select("nombre").From("cosas").Where(dbx.HashExp{"vence": text.String()}).Column(&same); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(same, []string{"today"}) {
		t.Errorf("on the day: %v", same)
	}
	tomorrow, err := types.ParseDateTime(today.AddDate(0, 0, 1))
	if err != nil {
		t.Fatal(err)
	}
	before, err := app.FindRecordsByFilter("cosas", "vence != '' && vence < {:today}", "vence", 0, 0, dbx.Params{"today": tomorrow.String()})
	if err != nil || len(before) != 1 || before[0].GetString("nombre") != "today" {
		t.Errorf("before the next day: %v (%v)", before, err)
	}
}

// openFiling in filing.go, noticeState in notice.go and unconfirmedNotice in cedula.go
// read rows without records: they lean on types.DateTime reading the stored text, and
// giving the zero time for the empty text that a column without a date has.
func TestPocketBaseStillReadsAnEmptyDateAsTheZeroTime(t *testing.T) {
	t.Parallel()
	app, today := days(t)
	var rows []struct {
		Nombre string         `db:"nombre"`
		Vence  types.DateTime `db:"vence"`
	}
	if err := app.DB().NewQuery("SELECT nombre, vence FROM cosas ORDER BY vence").All(&rows); err != nil || len(rows) != 3 {
		t.Fatalf("%d rows: %v", len(rows), err)
	}
	if first := rows[0]; first.Nombre != "none" || !first.Vence.IsZero() || !first.Vence.Time().IsZero() {
		t.Errorf("the empty date is %+v", first)
	}
	if second := rows[1]; second.Nombre != "today" || !second.Vence.Time().Equal(today) {
		t.Errorf("the date is %+v", second)
	}
	kind := ""
	if err := app.DB().NewQuery("SELECT typeof(vence) || vence FROM cosas WHERE nombre = 'none'").Row(&kind); err != nil || kind != "text" {
		t.Errorf("no date is stored as %q (%v)", kind, err)
	}
}
