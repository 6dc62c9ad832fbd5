package oficina

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// checkTramite refuses a procedure with a term that nobody could count, or that ends in
// nobody knows what.
func checkTramite(e *core.RecordEvent) error {
	var f mesa.Fallas
	if days := e.Record.GetInt("plazo_dias"); days > 0 {
		if e.Record.GetString("tipo_dias") == "" {
			f.Add("tipo_dias", mesa.TextSinTipoDias)
		}
		if e.Record.GetString("silencio") == "" {
			f.Add("silencio", mesa.TextSinSilencio)
		}
		if e.Record.GetInt("meta_dias") > days {
			f.Add("meta_dias", mesa.TextMetaMayor)
		}
	}
	if err := f.Err(); err != nil {
		return err
	}
	return e.Next()
}

// keepWhatIsUsed refuses to delete a procedure or an area that something names.
func keepWhatIsUsed(e *core.RecordEvent) error {
	users := map[string]string{mesa.ColSolicitudes: "tramite", mesa.ColBorradores: "tramite"}
	if e.Record.Collection().Name == mesa.ColAreas {
		users = map[string]string{mesa.ColSolicitudes: "area", mesa.ColMovimientos: "area", mesa.ColTramites: "area", mesa.ColPersonal: "area"}
	}
	for collection, field := range users {
		n, err := e.App.CountRecords(collection, dbx.HashExp{field: e.Record.Id})
		if err != nil {
			return err
		}
		if n > 0 {
			return mesa.Refuse(409, "", mesa.TextEnUso)
		}
	}
	return e.Next()
}
