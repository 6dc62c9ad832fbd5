package portal

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
)

// What a person should think over before ENVIAR. None of it is refused.

// warnDay says on which day the filing counts, when that is not today.
func (p *Portal) warnDay(app core.App, f *form) error {
	day, why, err := p.Cuenta(app, f.V["tramite"])
	if err != nil || why == "" {
		return err
	}
	f.Advertencias = append(f.Advertencias, mesa.TextContara(day.In(plazos.Lima), why))
	return nil
}

// sameFiles names the cards that hold the same file.
func sameFiles(cards []web.FileCard) (texts []string) {
	first := map[any]string{}
	for _, card := range cards {
		if card.Archivo == nil || card.Archivo["Sha256"] == "" {
			continue
		}
		sum := card.Archivo["Sha256"]
		if other, twice := first[sum]; twice {
			texts = append(texts, mesa.TextMismoArchivo(other, card.Titulo))
			continue
		}
		first[sum] = card.Titulo
	}
	return texts
}
