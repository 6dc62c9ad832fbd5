package portal

import "github.com/pocketbase/pocketbase/core"

// components shows every piece that the screens are built of, in each of its states,
// with invented data. Only the search form among them works.
func (p *Portal) components(e *core.RequestEvent) error {
	return p.Screen.Show(e, "portal/componentes", "Componentes", p.newSearch(e, "/seguimiento"))
}
