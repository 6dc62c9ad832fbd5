package hooks_test

import (
	"os"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/pocketbase/core"
)

const handlersGolden = "testdata/handlers.golden"

// TestEveryHandlerIsOnTheList holds every rule of the house against one list: an
// event, a collection, a name and a place in the order. Whoever moves a rule, adds
// one or changes the order changes the list: MESA_GOLDEN=1 go test ./hooks -run OnTheList.
func TestEveryHandlerIsOnTheList(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	uitest.Serve(t, o)
	app := o.App.(*core.BaseApp)
	stock := hookstest.Stock(t)
	hookstest.API(t, stock)
	if alone, here := unnamed(stock), unnamed(app); here != alone {
		t.Errorf("%d handlers have no name of ours, PocketBase alone has %d", here, alone)
	}
	var ours []string
	for _, line := range hookstest.Handlers(app) {
		if strings.Contains(line, " mesa: ") {
			ours = append(ours, line)
		}
	}
	got := strings.Join(ours, "\n") + "\n"
	if os.Getenv("MESA_GOLDEN") != "" {
		if err := os.WriteFile(handlersGolden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(handlersGolden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the handlers are not those of %s:\n%s", handlersGolden, got)
	}
}

// unnamed counts the handlers that have no name of ours.
func unnamed(app *core.BaseApp) (n int) {
	for _, line := range hookstest.Handlers(app) {
		if !strings.Contains(line, " mesa: ") {
			n++
		}
	}
	return n
}
