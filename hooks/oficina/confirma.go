package oficina

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// confirm writes which line of the check list an administrator confirms, and changes nothing
// else. Any other save leaves the confirmations as they are, but that an administrator who writes
// confirmada_en in the dashboard or through the API confirms the office's data, now.
func (r *Room) confirm(e *core.RecordEvent) error {
	before, err := rule.Stored(e)
	if err != nil {
		return err
	}
	linea, shown, asked := mesa.ConfirmaOf(e.Record)
	if !asked {
		written := !e.Record.GetDateTime("confirmada_en").IsZero() && before.GetDateTime("confirmada_en").IsZero()
		for _, field := range []string{"confirmaciones", "confirmada_en"} {
			e.Record.SetRaw(field, before.GetRaw(field))
		}
		if written && administrator(e.Record) {
			r.note(e.Record, mesa.MarchaEntidad, "")
		}
		return e.Next()
	}
	if !administrator(e.Record) {
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
	r.note(e.Record, linea, valor)
	return e.Next()
}

// note writes who confirms a line, when, and the value it has.
func (r *Room) note(office *core.Record, linea, valor string) {
	all := mesa.AsEntidad(office).Confirmaciones()
	all[linea] = mesa.Confirmacion{Por: mesa.ActorOf(office).Name, En: r.now(), Valor: valor}
	office.Set("confirmaciones", all)
	if linea == mesa.MarchaEntidad {
		office.Set("confirmada_en", r.now())
	}
}

// administrator tells whether a person who is a superuser saves a record.
func administrator(r *core.Record) bool {
	by := mesa.ActorOf(r)
	return by.Mano == mesa.ManoPersonal && by.Rol == "" && by.Name != ""
}
