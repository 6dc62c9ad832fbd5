package libro_test

import (
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/libro"
	"mesadepartes/hooks/mesa"
)

// The book holds notices as they were written, and a base of before has their pages: neither
// comes into the way of a base that dropped them, and the next night drops them again.
func TestNoticesThatLostTheirPageSurviveARestore(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	first := o.Filed(t, nil).Id
	o.Observe(t, first)
	o.Deliver(t)
	before := copyBase(t, o)
	second := o.Filed(t, nil).Id
	o.Observe(t, second)
	o.Deliver(t)
	o.Clock.Add(366 * 24 * time.Hour)
	if n, err := o.Mailer.Lighten(t.Context(), o.App); n != 4 || err != nil {
		t.Fatalf("%d mails made lighter: %v", n, err)
	}
	want := map[string]string{}
	for _, id := range []string{first, second} {
		want[id] = o.NoticeOf(t, id, string(mesa.CorreoObservacion)).GetString("texto")
	}
	o = restored(t, o, before)
	recovered(t, o, libro.Options{})
	if _, err := o.Mailer.Lighten(t.Context(), o.App); err != nil {
		t.Fatal(err)
	}
	for id, texto := range want {
		notice := o.NoticeOf(t, id, string(mesa.CorreoObservacion))
		if notice.GetString("texto") != texto || notice.GetString("html") != "" {
			t.Errorf("recovered: %d of %d letters of text, %d of its page",
				len(notice.GetString("texto")), len(texto), len(notice.GetString("html")))
		}
	}
	if err := o.Libro.Look(o.App); err != nil || !o.Libro.State(o.App).OK {
		t.Errorf("the book: %v", err)
	}
}
