package borrador

import (
	"cmp"
	"strings"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// CheckReference notes a fault when no filing has the number, nor the expediente, that a
// draft says it continues (art. 113.7 of Ley 27444). Numbers follow one another, so that one
// exists tells nothing; whose it is, and where it stands, is never told.
func CheckReference(app core.App, draft *mesa.Borrador, f *mesa.Fallas) error {
	typed := draft.GetString("expediente_referencia")
	if typed == "" || mesa.TooLong(typed, mesa.MaxNumeroDoc) {
		return nil
	}
	numero := mesa.CleanFilingNumber(typed)
	n, err := app.CountRecords(mesa.ColSolicitudes, dbx.Or(
		dbx.HashExp{"numero": cmp.Or(numero, typed)}, dbx.In("expediente", typed, strings.ToUpper(typed))))
	switch {
	case err != nil:
		return err
	case n == 0:
		f.Add("expediente_referencia", mesa.TextSinReferencia)
	case numero != "":
		draft.Set("expediente_referencia", numero)
	}
	return nil
}
