package oficina

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// confirm writes which line of the check list an administrator confirms, and changes nothing
// else. Any other save leaves the confirmations as they are: nobody types them.
func (r *Room) confirm(e *core.RecordEvent) error {
	before, err := rule.Stored(e)
	if err != nil {
		return err
	}
	linea, shown, asked := mesa.ConfirmaOf(e.Record)
	if !asked {
		for _, field := range []string{"confirmaciones", "confirmada_en"} {
			e.Record.SetRaw(field, before.GetRaw(field))
		}
		return e.Next()
	}
	by := mesa.ActorOf(e.Record)
	if by.Mano != mesa.ManoPersonal || by.Rol != "" || by.Name == "" {
		return mesa.Refuse(403, "", mesa.TextSoloAdministrador)
	}
	office := mesa.AsEntidad(before)
	valor, known := office.MarchaValor(linea, r.now())
	switch {
	case !known:
		return mesa.Refuse(422, "", mesa.TextDatoInvalido)
	case valor != shown:
		return mesa.Refuse(409, "", mesa.TextCambioElValor)
	}
	for _, field := range e.Record.Collection().Fields {
		e.Record.SetRaw(field.GetName(), before.GetRaw(field.GetName()))
	}
	all := office.Confirmaciones()
	all[linea] = mesa.Confirmacion{Por: by.Name, En: r.now(), Valor: valor}
	e.Record.Set("confirmaciones", all)
	if linea == mesa.MarchaEntidad {
		e.Record.Set("confirmada_en", r.now())
	}
	return e.Next()
}
