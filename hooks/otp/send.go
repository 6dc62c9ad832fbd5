package otp

import (
	"strings"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"
	"github.com/pocketbase/pocketbase/tools/types"
)

// Send mails a new code for what `para` names (a draft or a correction); every
// earlier code of the address stops working. It refuses with mesa.TooMany when
// codes are asked for too fast, and with a 503 when the mail could not leave.
func (s *Service) Send(app core.App, correo, para string) error {
	r, err := citizen(app, strings.ToLower(correo))
	if err != nil {
		return err
	}
	now := s.Now()
	sent := recent(r, now)
	if len(sent) >= PerHour {
		wait := sent[0].Add(time.Hour).Sub(now)
		return mesa.TooMany{Texto: mesa.TextCodigoMuchos(wait), Wait: wait}
	}
	if err := claim(app, r, now); err != nil {
		return err
	}
	code := security.RandomStringWithAlphabet(codeSize, "0123456789")
	if err := store(app, r, code, para, append(sent, now)); err != nil {
		return err
	}
	if err := s.Deliver(app, correo, code, Life); err != nil {
		app.Logger().Error("code not sent", "error", err)
		return release(app, r, sent)
	}
	return nil
}

// recent lists the codes of the last hour, oldest first.
func recent(r *core.Record, now time.Time) []time.Time {
	var all, kept []time.Time
	_ = r.UnmarshalJSONField("codigos", &all) // an empty column is an empty list
	for _, t := range all {
		if now.Sub(t) < time.Hour {
			kept = append(kept, t)
		}
	}
	return kept
}

// claim takes the address for a minute in one statement, so that a double click
// sends one mail.
func claim(app core.App, r *core.Record, now time.Time) error {
	res, err := app.DB().NewQuery(`UPDATE ciudadanos SET codigo_en = {:now} WHERE id = {:id} AND codigo_en <= {:before}`).
		Bind(dbx.Params{"now": stamp(now), "before": stamp(now.Add(-Pause)), "id": r.Id}).Execute()
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	last := now
	if fresh, err := app.FindRecordById(mesa.ColCiudadanos, r.Id); err == nil {
		last = fresh.GetDateTime("codigo_en").Time()
	}
	wait := last.Add(Pause).Sub(now)
	return mesa.TooMany{Texto: mesa.TextCodigoEspera(wait), Wait: wait}
}

func store(app core.App, r *core.Record, code, para string, sent []time.Time) error {
	return app.RunInTransaction(func(tx core.App) error {
		if err := tx.DeleteAllOTPsByRecord(r); err != nil {
			return err
		}
		otp := core.NewOTP(tx)
		otp.SetCollectionRef(r.Collection().Id)
		otp.SetRecordRef(r.Id)
		otp.SetPassword(code)
		if err := tx.Save(otp); err != nil {
			return err
		}
		_, err := tx.DB().Update(mesa.ColCiudadanos, dbx.Params{
			"codigo_intentos": 0, "codigo_para": para, "codigos": jsonList(sent),
		}, dbx.HashExp{"id": r.Id}).Execute()
		return err
	})
}

// release deletes a code that was not delivered, so that the person may ask again
// at once.
func release(app core.App, r *core.Record, sent []time.Time) error {
	if err := app.DeleteAllOTPsByRecord(r); err != nil {
		return err
	}
	_, err := app.DB().Update(mesa.ColCiudadanos, dbx.Params{
		"codigo_en": "", "codigo_para": "", "codigos": jsonList(sent),
	}, dbx.HashExp{"id": r.Id}).Execute()
	if err != nil {
		return err
	}
	return mesa.Refuse(503, "codigo", mesa.TextCodigoSinEnviar)
}

func stamp(t time.Time) string {
	d, _ := types.ParseDateTime(t.UTC())
	return d.String()
}

func jsonList(ts []time.Time) types.JSONArray[time.Time] { return ts }
