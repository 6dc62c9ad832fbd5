package oficina

import (
	"slices"
	"unicode/utf8"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// checkPhrase refuses a phrase that nobody could find or that would name what no filing
// has, and one of another area.
func checkPhrase(e *core.RecordEvent) error {
	if err := ownPhrase(e); err != nil {
		return err
	}
	r := e.Record
	r.Set("clave", mesa.CleanLine(r.GetString("clave")))
	r.Set("texto", mesa.CleanText(r.GetString("texto")))
	var f mesa.Fallas
	if err := checkKey(e, &f); err != nil {
		return err
	}
	if !slices.Contains(mesa.TiposFrase, r.GetString("tipo")) {
		f.Add("tipo", mesa.TextFraseSinTipo)
	}
	switch texto := r.GetString("texto"); {
	case texto == "":
		f.Add("texto", mesa.TextFraseSinTexto)
	case utf8.RuneCountInString(texto) > mesa.MaxTextoFrase:
		f.Add("texto", mesa.TextTooLong(mesa.MaxTextoFrase))
	case mesa.CampoDesconocido(texto) != "":
		f.Add("texto", mesa.TextFraseCampo(mesa.CampoDesconocido(texto)))
	}
	exists(e.App, &f, mesa.ColTramites, r.GetString("tramite"), "tramite", mesa.TextFraseTramite)
	exists(e.App, &f, mesa.ColAreas, r.GetString("area"), "area", mesa.TextFraseArea)
	if err := f.Err(); err != nil {
		return err
	}
	return e.Next()
}

// checkKey asks for a short key that no other phrase has, and bounds how many there are.
func checkKey(e *core.RecordEvent, f *mesa.Fallas) error {
	clave := e.Record.GetString("clave")
	switch {
	case clave == "":
		f.Add("clave", mesa.TextFraseSinClave)
	case utf8.RuneCountInString(clave) > mesa.MaxClaveFrase:
		f.Add("clave", mesa.TextTooLong(mesa.MaxClaveFrase))
	}
	same, err := e.App.CountRecords(mesa.ColFrases, dbx.HashExp{"clave": clave}, dbx.Not(dbx.HashExp{"id": e.Record.Id}))
	if err != nil {
		return err
	}
	if same > 0 {
		f.Add("clave", mesa.TextFraseClaveRep)
	}
	if !e.Record.IsNew() {
		return nil
	}
	all, err := e.App.CountRecords(mesa.ColFrases)
	if err == nil && all >= mesa.MaxFrases {
		return mesa.Refuse(409, "", mesa.TextFrasesLlenas)
	}
	return err
}

func exists(app core.App, f *mesa.Fallas, collection, id, field, text string) {
	if id == "" {
		return
	}
	if _, err := app.FindRecordById(collection, id); err != nil {
		f.Add(field, text)
	}
}

// ownPhrase lets an area write its own phrases alone: neither as they were nor as they
// become may they be another's.
func ownPhrase(e *core.RecordEvent) error {
	who := mesa.ActorOf(e.Record)
	areas := []string{e.Record.GetString("area")}
	if !e.Record.IsNew() {
		before, err := rule.Stored(e)
		if err != nil {
			return err
		}
		areas = append(areas, before.GetString("area"))
	}
	switch who.Rol {
	case "", mesa.RolMesa, mesa.RolJefatura:
		return nil
	case mesa.RolArea:
		if who.Area != "" && !slices.ContainsFunc(areas, func(a string) bool { return a != who.Area }) {
			return nil
		}
	}
	return mesa.Refuse(403, "", mesa.TextFraseAjena)
}

// keepOthersPhrases refuses to delete a phrase of another area.
func keepOthersPhrases(e *core.RecordEvent) error {
	if err := ownPhrase(e); err != nil {
		return err
	}
	return e.Next()
}
