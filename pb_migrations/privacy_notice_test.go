package pb_migrations_test

import (
	"errors"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// An office that changed a rule has a version of its own of the program's terms; one that
// changed the terms keeps them.
func TestTheProgramsTermsNameThePrivacyNoticeUnderANewVersion(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	for _, c := range []struct {
		set     map[string]any
		version string // after the migration; "" for the one of before
		named   bool
	}{
		{map[string]any{"telefono": "01 555 0000"}, "4", true},
		{map[string]any{"horario": "Lunes a viernes de 09:00 a 17:00"}, "2026-03-24 10:00:00/4", true},
		{map[string]any{"terminos": "Los nuestros."}, "", false},
	} {
		o := hookstest.New(t, "2026-03-24T10:00:00-05:00")
		runner := core.NewMigrationsRunner(o.App, core.AppMigrations)
		step := func(move func() ([]string, error)) *core.Record {
			t.Helper()
			_, err := move()
			office, found := o.FindFirstRecordByFilter(mesa.ColEntidad, "id != ''")
			if err := errors.Join(err, found); err != nil {
				t.Fatal(err)
			}
			return office
		}
		down := func() ([]string, error) { return runner.Down(since("1798000110_privacy_notice.go")) }
		step(down)
		o.Set(t, c.set)
		before := step(func() ([]string, error) { return nil, nil }).GetString("terminos_version")
		office := step(runner.Up)
		if c.version == "" {
			c.version = before
		}
		if got := office.GetString("terminos_version"); got != c.version || before == "" {
			t.Errorf("%v: version %q became %q", c.set, before, got)
		}
		if strings.Contains(office.GetString("terminos"), "{datos_personales}") != c.named {
			t.Errorf("%v: terms %s", c.set, office.GetString("terminos"))
		}
		if got := step(down).GetString("terminos_version"); got != before {
			t.Errorf("%v: the way down leaves version %q, not %q", c.set, got, before)
		}
	}
}
