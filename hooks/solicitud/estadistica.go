package solicitud

import (
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// addStatistics adds the optional answers of a request for public information to the
// totals of the year, and takes them out of the draft: from then on nothing says who
// answered what (art. 15.6 of DS 007-2024-JUS; Ley 29733 on sensitive data). The book of
// acts holds none of it either, because each of its entries names a filing.
func addStatistics(tx core.App, now time.Time, draft *mesa.Borrador) error {
	tramite, err := mesa.FindTramite(tx, draft.GetString("tramite"))
	if err != nil {
		return err
	}
	draft.CleanEstadistica(tramite)
	for _, e := range mesa.Estadisticas() {
		if err := addAnswer(tx, now.In(plazos.Lima).Year(), e, draft.GetString(e.Campo)); err != nil {
			return err
		}
	}
	draft.ForgetEstadistica()
	return nil
}

// addAnswer counts one answer; none is counted for a question that was left empty.
func addAnswer(tx core.App, year int, e mesa.Estadistica, value string) error {
	for _, answer := range e.Respuestas {
		if answer.Valor != value {
			continue
		}
		total, err := totalOf(tx, dbx.HashExp{"anio": year, "pregunta": e.Pregunta, "respuesta": answer.Nombre})
		if err != nil {
			return err
		}
		total.Set("cuantas", total.GetInt("cuantas")+1)
		return rule.Save(tx, total)
	}
	return nil
}

// totalOf finds the total of an answer, or begins it.
func totalOf(tx core.App, key dbx.HashExp) (*core.Record, error) {
	rows, err := tx.FindAllRecords(mesa.ColEstadisticas, key)
	if err != nil {
		return nil, err
	}
	if len(rows) > 0 {
		return rows[0], nil
	}
	c, err := tx.FindCachedCollectionByNameOrId(mesa.ColEstadisticas)
	if err != nil {
		return nil, err
	}
	total := core.NewRecord(c)
	total.Load(key)
	return total, nil
}
