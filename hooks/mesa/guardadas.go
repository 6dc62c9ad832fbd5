package mesa

import (
	"strings"

	"github.com/pocketbase/pocketbase/core"
)

// Limits of the views that an account of the staff keeps.
const (
	MaxGuardadas      = 3
	MaxNombreGuardada = 30
	maxListaGuardada  = 500
)

// Guardada is a view of the inbox that a person kept: a name, and the list as an address
// says it.
type Guardada struct {
	Nombre string `json:"nombre"`
	Lista  string `json:"lista"`
}

// GuardadasOf are the views that an account kept; a superuser keeps none.
func GuardadasOf(account *core.Record) []Guardada {
	var kept []Guardada
	_ = account.UnmarshalJSONField("guardadas", &kept) // nothing was kept yet
	return kept
}

// FallaGuardadas tells what is wrong with the views of an account, "" for nothing.
func FallaGuardadas(kept []Guardada) string {
	if len(kept) > MaxGuardadas {
		return TextGuardadasMuchas
	}
	for _, g := range kept {
		if strings.TrimSpace(g.Nombre) == "" || TooLong(g.Nombre, MaxNombreGuardada) || len(g.Lista) > maxListaGuardada {
			return TextGuardadaNombre
		}
	}
	return ""
}
