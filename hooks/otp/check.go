package otp

import (
	"crypto/subtle"
	"database/sql"
	"errors"
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
	row, err := newest(app, correo, para)
	if errors.Is(err, sql.ErrNoRows) {
		return mesa.Refuse(422, "codigo", mesa.TextCodigoNoPedido)
	}
	if err != nil {
		return err
	}
	if s.Now().After(row.GetDateTime("enviado_en").Time().Add(Life)) {
		return mesa.Refuse(422, "codigo", mesa.TextCodigoVencido)
	}
	if row.GetBool("usado") {
		return mesa.Refuse(422, "codigo", mesa.TextCodigoUsado)
	}
	if err := count(app, row.Id); err != nil {
		return err
	}
	huella, err := seal(app, row, codigo)
	if err != nil {
		return err
	}
	if subtle.ConstantTimeCompare([]byte(huella), []byte(row.GetString("huella"))) != 1 {
		return mesa.Refuse(422, "codigo", mesa.TextCodigoMalo)
	}
	return spend(app, row.Id)
}

// Asked tells whether a code was mailed to an address for a purpose of late.
func (s *Service) Asked(app core.App, correo, para string) bool {
	_, err := newest(app, correo, para)
	return err == nil
}

// newest finds the last code that was mailed to an address for a purpose.
func newest(app core.App, correo, para string) (*core.Record, error) {
	row := &core.Record{}
	err := app.RecordQuery(mesa.ColCodigos).AndWhere(dbx.HashExp{"correo": strings.ToLower(correo), "para": para}).
		OrderBy("enviado_en DESC", "rowid DESC").Limit(1).One(row)
	return row, err
}

// count takes one of the five tries before the answer is looked at. It is one
// statement outside any transaction, so that simultaneous tries can't share a
// count and no roll-back gives a try back.
func count(app core.App, id string) error {
	counted, err := changed(app, `UPDATE codigos SET intentos = intentos + 1 WHERE id = {:id} AND intentos < {:max}`,
		dbx.Params{"id": id, "max": Tries})
	if err == nil && !counted {
		err = mesa.TooMany{Texto: mesa.TextCodigoAgotado, Wait: Pause}
	}
	return err
}

// spend uses a right code up; of two presses at once the first one passes.
func spend(app core.App, id string) error {
	spent, err := changed(app, `UPDATE codigos SET usado = TRUE WHERE id = {:id} AND usado = FALSE`, dbx.Params{"id": id})
	if err == nil && !spent {
		err = mesa.Refuse(422, "codigo", mesa.TextCodigoUsado)
	}
	return err
}

func changed(app core.App, statement string, values dbx.Params) (bool, error) {
	res, err := app.DB().NewQuery(statement).Bind(values).Execute()
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}
