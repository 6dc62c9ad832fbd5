package bandeja

import "github.com/pocketbase/pocketbase/core"

// guide shows how the daily work is done, on one page.
func (b *Bandeja) guide(e *core.RequestEvent) error {
	return b.Screen.Show(e, "bandeja/guia", "Guía del personal", &guideView{b.bareFrame(e)})
}

type guideView struct{ Frame }
