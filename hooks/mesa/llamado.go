package mesa

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// LastCall is the line whose notice begins the citizen's term: the newest OBSERVADO, or the
// REABIERTO that came after it (arts. 20.4 and 125.6 of Ley 27444); nil when there is none.
func LastCall(app core.App, solicitud string) (*Movimiento, error) {
	return LastLine(app, solicitud, EtapaObservado, EtapaReabierto)
}

// LastLine is the newest line of a filing of some stages, nil when there is none.
func LastLine(app core.App, solicitud string, etapas ...Etapa) (*Movimiento, error) {
	of := make([]any, 0, len(etapas))
	for _, e := range etapas {
		of = append(of, string(e))
	}
	var rows []*core.Record
	err := app.RecordQuery(ColMovimientos).AndWhere(dbx.HashExp{"solicitud": solicitud, "etapa": of}).
		OrderBy("fecha DESC", "rowid DESC").Limit(1).All(&rows)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return AsMovimiento(rows[0]), nil
}

// Calls tells whether the mail is the notice of the filing's last call: an older one begins no
// term (arts. 20.4, 25.2 and 125.6 of Ley 27444).
func (c *Correo) Calls(app core.App) (bool, error) {
	if !c.Tipo().Calls() {
		return false, nil
	}
	act, err := LastCall(app, c.Solicitud())
	return err == nil && act != nil && act.Id == c.GetString("movimiento"), err
}
