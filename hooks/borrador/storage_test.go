package borrador_test

import (
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
)

func TestFilingOnS3(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b := hookstest.NewBucket(t, o.App)

	s := o.Filed(t, nil)
	if s.GetString("numero") != "1-2026" || len(b.Keys(".pdf")) != 1 {
		t.Fatalf("numero %q, stored %v", s.GetString("numero"), b.Keys(".pdf"))
	}
	draft := o.Ready(t, nil)
	b.Change(".pdf", func(data []byte) []byte { return append(data, "otra cosa"...) })
	_, err := o.Create(t, mesa.ColSolicitudes, map[string]any{"borrador": draft.Id})
	hookstest.WantRefusal(t, err, 422, "principal", mesa.TextHashDistinto)
}

func TestTheBaseWritesThrough(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	var mode int
	if err := o.NonconcurrentDB().NewQuery("PRAGMA synchronous").Row(&mode); err != nil || mode != 2 {
		t.Errorf("synchronous = %d (%v), want 2 = FULL", mode, err)
	}
	if err := o.AuxNonconcurrentDB().NewQuery("PRAGMA synchronous").Row(&mode); err != nil || mode != 1 {
		t.Errorf("the log's synchronous = %d (%v), want 1 = NORMAL", mode, err)
	}
}
