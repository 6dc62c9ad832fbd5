package servidor

import (
	"errors"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// keepAccess is how long the access register is kept (art. 46 of the rules of
// Ley 29733: at least two years).
const keepAccess = 2 * 366 * 24 * time.Hour

// keepCode is how long a code that was mailed is remembered; the limits of codes look
// back one hour.
const keepCode = 24 * time.Hour

// Purge deletes what nobody needs any more: drafts past their time with their files,
// corrections never sent, access lines past two years. A sent draft is deleted too,
// because it holds only copies of what was filed.
func (r *Room) Purge(app core.App) error {
	return errors.Join(
		r.purgeOld(app, mesa.ColBorradores, "vence", 0),
		r.purgeCorrections(app),
		r.purgeOld(app, mesa.ColCodigos, "enviado_en", keepCode),
		purgeLoose(app),
		r.purgeOld(app, mesa.ColAccesos, "fecha", keepAccess),
		r.purgeOld(app, mesa.ColConsultas, "fecha", keepAccess),
	)
}

func (r *Room) purgeOld(app core.App, collection, field string, age time.Duration) error {
	before, err := types.ParseDateTime(r.Now().Add(-age))
	if err != nil {
		return err
	}
	old, err := app.FindRecordsByFilter(collection, field+" != '' && "+field+" < {:t}", "", 1000, 0, dbx.Params{"t": before.String()})
	if err != nil {
		return err
	}
	var errs []error
	for _, row := range old {
		errs = append(errs, rule.Delete(app, row))
	}
	return errors.Join(errs...)
}

// purgeCorrections deletes unsent corrections a week after their session, so that
// what was uploaded survives a second search within the term. One that nobody proved
// and that holds nothing goes with its session: whoever knows number and document opens
// as many as the limits let him.
func (r *Room) purgeCorrections(app core.App) error {
	before, err := types.ParseDateTime(r.Now().Add(-7 * 24 * time.Hour))
	if err != nil {
		return err
	}
	now, err := types.ParseDateTime(r.Now())
	if err != nil {
		return err
	}
	old, err := app.FindRecordsByFilter(mesa.ColSubsanacion, "enviada_en = '' && (vence < {:t} || vence < {:now} && validada = false && "+
		"respuesta = '' && documentos_via_subsanacion.id = '')", "", 1000, 0, dbx.Params{"t": before.String(), "now": now.String()})
	if err != nil {
		return err
	}
	var errs []error
	for _, correction := range old {
		errs = append(errs, purgeCorrection(app, correction))
	}
	return errors.Join(errs...)
}

func purgeCorrection(app core.App, correction *core.Record) error {
	docs, err := app.FindAllRecords(mesa.ColDocumentos, mesa.OfCorrection(correction.Id), dbx.HashExp{"solicitud": ""})
	if err != nil {
		return err
	}
	for _, doc := range docs {
		if err := app.Delete(doc); err != nil {
			return err
		}
	}
	return app.Delete(correction)
}

// purgeLoose deletes answers whose move was never written, because the program was
// killed between the two.
func purgeLoose(app core.App) error {
	loose, err := app.FindAllRecords(mesa.ColDocumentos, dbx.HashExp{"clase": mesa.ClaseRespuesta, "solicitud": ""},
		dbx.NewExp("subido_en < {:t}", dbx.Params{"t": types.NowDateTime().Add(-time.Hour).String()}))
	if err != nil {
		return err
	}
	var errs []error
	for _, r := range loose {
		errs = append(errs, app.Delete(r))
	}
	return errors.Join(errs...)
}
