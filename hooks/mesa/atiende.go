package mesa

import "github.com/pocketbase/pocketbase/core"

// Atiende tells whether the office takes filings: a person said that the data on display are
// its own, because a receipt with the name of another office binds nobody. An office that has
// filings works already, and a development server is for trying out.
func (e *Entidad) Atiende(app core.App) (bool, error) {
	if app.IsDev() || !e.GetDateTime("confirmada_en").IsZero() {
		return true, nil
	}
	n, err := app.CountRecords(ColSolicitudes)
	return n > 0, err
}

// CheckAtiende refuses what begins or ends a filing while the office takes none.
func (e *Entidad) CheckAtiende(app core.App, by Actor) error {
	open, err := e.Atiende(app)
	switch {
	case err != nil || open:
		return err
	case by.AtCounter():
		return Refuse(503, "", TextNoAtiendePersonal)
	}
	return Refuse(503, "", TextNoAtiende)
}
