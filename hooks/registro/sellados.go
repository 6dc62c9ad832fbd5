package registro

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/pdf"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// stampsHeads is how long a head waits for its stamp: a stamp says that the head existed
// then, and a later head says more.
const stampsHeads = 7 * 24 * time.Hour

// StampHeads asks the time stamping authority, when one is set, for a stamp (RFC 3161) over the
// daily heads that have none. It ends when the authority fails; the next round goes on.
func (r *Room) StampHeads(ctx context.Context, app core.App) error {
	if r.Firma.TSA == "" {
		return nil
	}
	var heads []struct {
		N       int64  `db:"n"`
		Firmada string `db:"firmada"`
	}
	err := app.DB().Select("c.n", "c.firmada").From(tableCabezas+" c").LeftJoin(tableSellos+" s", dbx.NewExp("s.n = c.n")).
		Where(dbx.NewExp("s.n IS NULL AND c.dia > {:since}", dbx.Params{"since": mesa.FullTime(r.Now().Add(-stampsHeads))})).
		OrderBy("c.n DESC").Limit(mostSigned).All(&heads)
	for _, h := range heads {
		if err := ctx.Err(); err != nil {
			return err
		}
		sum := sha256.Sum256([]byte(h.Firmada))
		token, err := pdf.TimeStamp(r.Firma.TSA, sum[:])
		if err != nil {
			app.Logger().Warn("a head of the register still waits for its time stamp", "leaves", h.N, "error", err)
			return nil
		}
		if _, err := app.DB().Insert(tableSellos, dbx.Params{"n": h.N, "sello": token}).Execute(); err != nil {
			return err
		}
	}
	return err
}

// KeptHead is a head that was signed and kept when the register had n leaves, with its time
// stamp (a TimeStampToken over the SHA-256 of the head's bytes); nil where there is none.
func (r *Room) KeptHead(app core.App, n int64) (firmada, sello []byte, err error) {
	err = app.DB().Select("c.firmada", "s.sello").From(tableCabezas+" c").LeftJoin(tableSellos+" s", dbx.NewExp("s.n = c.n")).
		Where(dbx.HashExp{"c.n": n}).Row(&firmada, &sello)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil, nil
	}
	return firmada, sello, err
}
