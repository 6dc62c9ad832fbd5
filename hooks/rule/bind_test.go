package rule_test

import (
	"slices"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// pass is a rule that lets everything through.
func pass(e *core.RecordEvent) error { return e.Next() }

func TestARuleIsListedUnderItsCollectionsAndItsName(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	rule.On(app.OnRecordCreate, "see", pass)
	rule.On(app.OnRecordCreate, "see", pass, "cosas")
	rule.On(app.OnRecordUpdate, "see", pass, "cosas", "otras")
	rule.OnAt(3, app.OnRecordUpdate, "see more", pass, "cosas")
	rule.OnServer(app.OnServe(), "begin", func(e *core.ServeEvent) error { return e.Next() })
	rule.OnServerAt(-5, app.OnServe(), "early", func(e *core.ServeEvent) error { return e.Next() })
	rule.OnEnd(app, "end", func() {})
	var ours []string
	for _, line := range hookstest.Handlers(app) {
		if strings.Contains(line, " mesa: ") {
			ours = append(ours, strings.Join(strings.Fields(line), " "))
		}
	}
	want := []string{
		"onServe -5 mesa: early", "onServe 0 mesa: begin", "onTerminate 0 mesa: end",
		"onRecordCreate 0 mesa: cosas see", "onRecordCreate 0 mesa: see",
		"onRecordUpdate 0 mesa: cosas+otras see", "onRecordUpdate 3 mesa: cosas see more",
	}
	slices.Sort(ours)
	slices.Sort(want)
	if !slices.Equal(ours, want) {
		t.Errorf("listed\n%s", strings.Join(ours, "\n"))
	}
}

func TestARuleMeetsOnlyItsCollections(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	c := hookstest.Things(t, app, &core.TextField{Name: "nombre"})
	var ran []string
	note := func(name string) func(*core.RecordEvent) error {
		return func(e *core.RecordEvent) error {
			ran = append(ran, name)
			return e.Next()
		}
	}
	rule.On(app.OnRecordCreate, "every", note("every"))
	rule.On(app.OnRecordCreate, "mine", note("mine"), "otras", "cosas")
	rule.On(app.OnRecordCreate, "other", note("other"), "otras")
	hookstest.Thing(t, app, c, nil)
	if !slices.Equal(ran, []string{"every", "mine"}) {
		t.Errorf("ran %v", ran)
	}
}

func TestRulesOfOneEventRunByTheirPriority(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	c := hookstest.Things(t, app, &core.TextField{Name: "nombre"})
	var ran []int
	for _, priority := range []int{2, -1, 3, 1} {
		rule.OnAt(priority, app.OnRecordCreate, strings.Repeat("x", priority+2), func(e *core.RecordEvent) error {
			ran = append(ran, priority)
			return e.Next()
		}, "cosas")
	}
	rule.On(app.OnRecordCreate, "plain", func(e *core.RecordEvent) error {
		ran = append(ran, 0)
		return e.Next()
	}, "cosas")
	hookstest.Thing(t, app, c, nil)
	if !slices.Equal(ran, []int{-1, 0, 1, 2, 3}) {
		t.Errorf("ran %v", ran)
	}
}
