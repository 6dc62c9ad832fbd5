package libro_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/libro"
	"mesadepartes/hooks/mesa"
)

func TestAnErasedEntryKeepsTheChainAndItsNumber(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.Filed(t, nil)
	copied := copyBase(t, o)
	erased := o.Filed(t, map[string]any{"apellidos": "QUISPE ÑAHUI"})
	o.Filed(t, nil)
	if err := o.Libro.Erase(o.App, 1, 2, " "); err == nil {
		t.Error("erased without an authorisation")
	}
	if err := o.Libro.Erase(o.App, 1, 2, "Resolución 12-2026"); err != nil {
		t.Fatal(err)
	}
	if err := o.Libro.Erase(o.App, 1, 2, "Resolución 12-2026"); err == nil {
		t.Error("erased twice")
	}
	data, err := os.ReadFile(libro.Path(o.DataDir(), 1, 2))
	personal := bytes.Contains(data, []byte("QUISPE")) || bytes.Contains(data, []byte("juan@"))
	if err != nil || personal || !bytes.Contains(data, []byte("Resolución 12-2026")) {
		t.Errorf("the entry: %v %s", err, data)
	}
	line, err := o.FindFirstRecordByFilter(mesa.ColMovimientos, "solicitud = {:s} && etapa = 'NOTA'", map[string]any{"s": erased.Id})
	if err != nil || !strings.Contains(line.GetString("observaciones"), "Lo autoriza: Resolución 12-2026.") {
		t.Errorf("the trail: %v %v", line, err)
	}
	o = restored(t, o, copied)
	if state := o.Libro.State(o.App); !strings.Contains(state.Texto, "faltan 2 solicitudes, 2-2026 a 3-2026, y 1 movimiento") {
		t.Errorf("state %+v", state)
	}
	recovered(t, o, libro.Options{})
	if s := o.Filed(t, nil); s.GetString("numero") != "4-2026" {
		t.Errorf("numero %s", s.GetString("numero"))
	}
}
