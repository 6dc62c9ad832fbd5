package portal

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// components shows every piece that the screens are built of, in each of its states,
// with invented data. Only the search form among them works.
func (p *Portal) components(e *core.RequestEvent) error {
	return p.Screen.Show(e, "portal/componentes", "Componentes", struct {
		search
		Cargos []mesa.Recibo
	}{p.newSearch(e, "/seguimiento"), []mesa.Recibo{
		{Codigo: "ABCDEFGHIJKLMNOP", Titulo: "Cargo de presentación", Fecha: p.Now()},
		{Codigo: "ABCDEFGHIJKLMNOQ", Titulo: "Cargo de recepción", Fecha: p.Now()},
	}})
}
