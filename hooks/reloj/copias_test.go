package reloj_test

import (
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
)

// The digest tells each day that there is no good copy, and once a week how the rehearsal went.
func TestTheDigestTellsHowTheCopiesStand(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		copias mesa.Copias
		says   string // "" for no digest
	}{
		"switched off": {mesa.Copias{No: true}, "MESA_COPIA dice «no»"},
		"not made":     {mesa.Copias{Visto: true, Donde: "/mnt/usb", Falla: "no hay sitio"}, "URGENTE (1)"},
		"a bad rehearsal": {mesa.Copias{Visto: true, Donde: "/mnt/usb", Ensayo: mesa.EnsayoCopia{Fallas: []string{"falta el archivo a.pdf"}}},
			"falta el archivo a.pdf"},
		"a good one":         {mesa.Copias{Visto: true, Donde: "/mnt/usb", Ensayo: mesa.EnsayoCopia{Copia: "otra"}}, "se restauró como ensayo"},
		"on the same disk":   {mesa.Copias{Visto: true, Donde: "/mnt/usb", Junto: true, Ensayo: mesa.EnsayoCopia{Copia: "x"}}, "mismo disco"},
		"none by the server": {mesa.Copias{}, ""},
		"nobody looked yet":  {mesa.Copias{Donde: "/mnt/usb"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := hookstest.New(t, workday)
			staff(t, o, "jefa@ejemplo.pe", "jefatura", true)
			c.copias.Ultima = o.Clock.Now()
			if c.copias.Ensayo.Copia != "" || len(c.copias.Ensayo.Fallas) > 0 {
				c.copias.Ensayo.Hecho = o.Clock.Now().Add(-time.Hour)
			}
			o.Desk.Reloj.Copias = func() mesa.Copias { return c.copias }
			o.TickAt(t, workday)
			text := ""
			for _, l := range digests(o, "jefa@ejemplo.pe") {
				text += l.Asunto + l.Texto
			}
			if c.says == "" && text != "" || !strings.Contains(strings.Join(strings.Fields(text), " "), c.says) {
				t.Errorf("%q", text)
			}
		})
	}
}
