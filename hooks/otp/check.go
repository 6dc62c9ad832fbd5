package otp

import (
	"strings"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Check accepts the code once. It refuses with the reason when it is not six
// digits, was never asked for by `para`, expired, or is wrong; after five wrong
// answers the code is dead whatever is typed.
func (s *Service) Check(app core.App, correo, para, codigo string) error {
	codigo = mesa.CleanNumero(codigo)
	if len(codigo) != codeSize || strings.Trim(codigo, "0123456789") != "" {
		return mesa.Refuse(422, "codigo", mesa.TextCodigoFormato)
	}
	r, err := app.FindAuthRecordByEmail(mesa.ColCiudadanos, strings.ToLower(correo))
	if err != nil || r.GetString("codigo_para") != para {
		return mesa.Refuse(422, "codigo", mesa.TextCodigoNoPedido)
	}
	// Before looking for the code: PocketBase clears old ones by itself.
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

// count takes one of the five tries before looking at the answer. One statement
// outside any transaction: tries made at once can't share a count, and no
// roll-back gives one back.
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
