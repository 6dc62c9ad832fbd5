package otp

import (
	"strings"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Check accepts the code once. It refuses, with the reason, a code that is not six
// digits, was not asked for `para`, expired or is wrong; after five wrong answers
// (Tries) it refuses every code with mesa.TooMany until a new one is sent.
func (s *Service) Check(app core.App, correo, para, codigo string) error {
	codigo = mesa.CleanNumero(codigo)
	if len(codigo) != codeSize || strings.Trim(codigo, "0123456789") != "" {
		return mesa.Refuse(422, "codigo", mesa.TextCodigoFormato)
	}
	r, err := app.FindAuthRecordByEmail(mesa.ColCiudadanos, strings.ToLower(correo))
	if err != nil || r.GetString("codigo_para") != para {
		return mesa.Refuse(422, "codigo", mesa.TextCodigoNoPedido)
	}
	// The term is looked at before the code, because PocketBase's hourly job deletes
	// old codes and the person must read that this one expired.
	if s.Now().After(r.GetDateTime("codigo_en").Time().Add(Life)) {
		return mesa.Refuse(422, "codigo", mesa.TextCodigoVencido)
	}
	otps, err := app.FindAllOTPsByRecord(r)
	if err != nil {
		return err
	}
	if len(otps) == 0 {
		return mesa.Refuse(422, "codigo", mesa.TextCodigoUsado)
	}
	if err := count(app, r); err != nil {
		return err
	}
	if !otps[0].ValidatePassword(codigo) {
		return mesa.Refuse(422, "codigo", mesa.TextCodigoMalo)
	}
	return app.DeleteAllOTPsByRecord(r)
}

// count takes one of the five tries before the answer is looked at. It is one
// statement outside any transaction, so that simultaneous tries can't share a
// count and no roll-back gives a try back.
func count(app core.App, r *core.Record) error {
	res, err := app.DB().NewQuery(`UPDATE ciudadanos SET codigo_intentos = codigo_intentos + 1 WHERE id = {:id} AND codigo_intentos < {:max}`).
		Bind(dbx.Params{"id": r.Id, "max": Tries}).Execute()
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return mesa.TooMany{Texto: mesa.TextCodigoAgotado, Wait: Pause}
}
