package bandeja

import "github.com/pocketbase/pocketbase/core"

// guide shows how the daily work is done, on one page.
func (b *Bandeja) guide(e *core.RequestEvent) error {
	return b.Screen.Show(e, "bandeja/guia", "Guía del personal", &guideView{b.bareFrame(e)})
}

// setUpGuide shows how an office goes from the download to its first filing.
func (b *Bandeja) setUpGuide(e *core.RequestEvent) error {
	return b.Screen.Show(e, "bandeja/guia_puesta_en_marcha", goingLiveTitle, &guideView{b.bareFrame(e)})
}

type guideView struct{ Frame }
