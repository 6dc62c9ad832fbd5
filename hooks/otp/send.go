package otp

import (
	"cmp"
	"crypto/rand"
	"fmt"
	"math/big"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/routine"
	"github.com/pocketbase/pocketbase/tools/types"
)

// Send mails a new code for what `para` names; the earlier code of the same address
// and purpose stops working, and no other one. It refuses with mesa.TooMany when codes
// are asked for too fast, with a 422 on `captcha` when the address was sent so many
// that a person must ask, and with a 503 when the mail could not leave or when the mail
// server takes longer than a person waits: that code holds if it arrives.
func (s *Service) Send(app core.App, correo, para string, from Asker) error {
	c, err := app.FindCachedCollectionByNameOrId(mesa.ColCodigos)
	if err != nil {
		return err
	}
	code, err := newCode()
	if err != nil {
		return err
	}
	row := core.NewRecord(c)
	row.Id = core.GenerateDefaultRandomId()
	row.Load(map[string]any{"correo": strings.ToLower(correo), "para": para, "vecindad": from.Neighbourhood, "enviado_en": s.Now()})
	huella, err := seal(app, row, code)
	if err != nil {
		return err
	}
	row.Set("huella", huella)
	// The limits are counted and the row is written in one transaction, so that a
	// double click sends one mail.
	err = app.RunInTransaction(func(tx core.App) error {
		if err := s.allow(tx, row, from); err != nil {
			return err
		}
		return tx.Save(row)
	})
	if err != nil {
		return err
	}
	return s.post(app, correo, code, func() error { return release(app, row) })
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

func newCode() (string, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%0*d", codeSize, n), nil
}

// allow applies the limits of the contract. None of them is counted against somebody
// else: a draft or session waits for itself, a neighbourhood for itself, and past the
// limit of an address a captcha is asked for, never a refusal.
func (s *Service) allow(tx core.App, row *core.Record, from Asker) error {
	now := s.Now()
	mine := dbx.HashExp{"para": row.GetString("para")}
	address := dbx.HashExp{"correo": row.GetString("correo")}
	for _, limit := range []struct {
		which dbx.Expression
		most  int
		span  time.Duration
		texto func(time.Duration) string
	}{
		{dbx.And(mine, address), 1, Pause, mesa.TextCodigoEspera},
		{mine, PerHour, time.Hour, mesa.TextCodigoMuchos},
		{dbx.And(address, dbx.HashExp{"vecindad": from.Neighbourhood}), PerNeighbourhood, time.Hour, mesa.TextCodigoVecindad},
	} {
		if limit.most == PerNeighbourhood && from.Neighbourhood == "" {
			continue
		}
		n, oldest, err := sent(tx, limit.which, now.Add(-limit.span))
		if err != nil {
			return err
		}
		if n >= limit.most {
			wait := oldest.Add(limit.span).Sub(now)
			return mesa.TooMany{Texto: limit.texto(wait), Wait: wait}
		}
	}
	n, _, err := sent(tx, address, now.Add(-time.Hour))
	if err == nil && n >= PerAddress && !from.Human {
		err = mesa.Refuse(422, "captcha", mesa.TextCodigoCaptcha)
	}
	return err
}

// sent counts the codes that were sent after an instant, and finds the oldest.
func sent(app core.App, which dbx.Expression, after time.Time) (n int, oldest time.Time, err error) {
	var found struct {
		N      int            `db:"n"`
		Oldest types.DateTime `db:"oldest"`
	}
	err = app.DB().Select("count(*) AS n", "coalesce(min(enviado_en), '') AS oldest").From(mesa.ColCodigos).
		Where(dbx.And(which, dbx.NewExp("enviado_en > {:after}", dbx.Params{"after": stamp(after)}))).One(&found)
	return found.N, found.Oldest.Time(), err
}

// release deletes a code that was not delivered, so that the person may ask again
// at once.
func release(app core.App, row *core.Record) error {
	return app.Delete(row)
}

func stamp(t time.Time) string {
	d, _ := types.ParseDateTime(t.UTC())
	return d.String()
}
