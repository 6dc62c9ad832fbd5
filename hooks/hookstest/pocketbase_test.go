package hookstest_test

import (
	"slices"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
	"github.com/pocketbase/pocketbase/tools/mailer"
)

// handlers.go leans on hook.Hook keeping its handlers, with their ids and priorities, in
// a private field of that name, and on core.BaseApp having a field for each event.
func TestPocketBaseStillKeepsItsHandlersWhereTheListLooks(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	app.OnRecordCreate("cosas").Bind(&hook.Handler[*core.RecordEvent]{
		Id: "prueba", Priority: -7, Func: func(e *core.RecordEvent) error { return e.Next() },
	})
	lines := hookstest.Handlers(app)
	listed := func(words ...string) bool {
		return slices.ContainsFunc(lines, func(line string) bool { return slices.Equal(strings.Fields(line), words) })
	}
	for _, words := range [][]string{
		{"onRecordCreate", "-7", "prueba"}, {"onRecordCreateExecute", "99", "__pbRecordSystemHook__"},
		{"onBootstrapClear", "999", "__pbCronStop__"},
	} {
		if !listed(words...) {
			t.Errorf("%v is not among\n%s", words, strings.Join(lines, "\n"))
		}
	}
}

// office.go and stock.go lean on Logs.MaxDays: 0 keeps PocketBase from writing its log,
// which it does in the background, past the end of a test that closed the base.
func TestPocketBaseStillWritesNoLogThatIsKeptForNoDay(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	written := func() int {
		t.Helper()
		app.Logger().Error("prueba")
		return len(hookstest.Logged(t, app))
	}
	if n := written(); n != 0 {
		t.Errorf("%d lines were written", n)
	}
	app.Settings().Logs.MaxDays = 5
	if n := written(); n != 1 {
		t.Errorf("with days to keep %d lines were written", n)
	}
	app.Settings().Logs.MaxDays = 0
}

// smtp.go leans on App.Settings giving the settings themselves: what a test sets there,
// unsaved, the next mail client uses.
func TestPocketBaseStillGivesItsSettingsThemselves(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	hookstest.NewSMTP(t, app)
	client, is := app.NewMailClient().(*mailer.SMTPClient)
	if !is || client.Host != "127.0.0.1" || client.Port != app.Settings().SMTP.Port || client.Port == 587 {
		t.Errorf("the client is %T %+v", app.NewMailClient(), client)
	}
}
