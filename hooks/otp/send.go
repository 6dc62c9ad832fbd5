package otp

import (
	"cmp"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/routine"
	"github.com/pocketbase/pocketbase/tools/security"
	"github.com/pocketbase/pocketbase/tools/types"
)

// Send mails a new code for what `para` names (a draft or a correction); every
// earlier code of the address stops working. It refuses with mesa.TooMany when
// codes are asked for too fast, and with a 503 when the mail could not leave or when
// the mail server takes longer than a person waits: that code holds if it arrives.
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
	return s.post(app, correo, code, func() error { return release(app, r, now, sent) })
}

// post mails a code and waits as long as a person does. A code that nobody got is
// released, be it long after the answer.
func (s *Service) post(app core.App, correo, code string, release func() error) error {
	done := make(chan error, 1)
	routine.FireAndForget(func() {
		err := s.Deliver(app, correo, code, Life)
		if err != nil {
			app.Logger().Error("code not sent", "error", err)
			err = cmp.Or(release(), refusal(err))
		}
		done <- err
	})
	patience := time.NewTimer(cmp.Or(s.Patience, Patience))
	defer patience.Stop()
	select {
	case err := <-done:
		return err
	case <-patience.C:
		return mesa.Refuse(503, "codigo", mesa.TextCodigoDemora)
	}
}

// refusal is what the person reads of a code that did not leave.
func refusal(err error) error {
	if _, ok := mesa.AsProblem(err); ok {
		return err
	}
	return mesa.Refuse(503, "codigo", mesa.TextCodigoSinEnviar)
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

// release takes a code back that was asked for at that instant and not delivered, so
// that the person may ask again at once. A newer code stays.
func release(app core.App, r *core.Record, asked time.Time, sent []time.Time) error {
	return app.RunInTransaction(func(tx core.App) error {
		res, err := tx.DB().Update(mesa.ColCiudadanos, dbx.Params{
			"codigo_en": "", "codigo_para": "", "codigos": jsonList(sent),
		}, dbx.HashExp{"id": r.Id, "codigo_en": stamp(asked)}).Execute()
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return err
		}
		return tx.DeleteAllOTPsByRecord(r)
	})
}

func stamp(t time.Time) string {
	d, _ := types.ParseDateTime(t.UTC())
	return d.String()
}

func jsonList(ts []time.Time) types.JSONArray[time.Time] { return ts }
