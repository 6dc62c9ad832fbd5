package archivo

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/pdf"
	"mesadepartes/hooks/plazos"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
	"github.com/pocketbase/pocketbase/tools/security"
)

// mostBytes is how big the PDF of a resolution may be.
const mostBytes = 100 << 20

// check refuses an order that names no resolution.
func (o Orden) check(now time.Time) error {
	if text := mesa.CleanLine(o.Autorizacion); text == "" || mesa.TooLong(text, mesa.MaxAutorizacion) {
		return errors.New(mesa.TextFaltaResolucion)
	}
	if o.Fecha.After(now) {
		return errors.New(mesa.TextResolucionFutura)
	}
	return nil
}

// checkTerm refuses a series that no procedure has, that one keeps for ever, or whose last year
// is still to be kept.
func (o Orden) checkTerm(app core.App, now time.Time) error {
	all, err := app.FindAllRecords(mesa.ColTramites, dbx.NewExp("serie_documental != ''"))
	if err != nil {
		return err
	}
	var there []string
	found := false
	for _, t := range all {
		there = append(there, t.GetString("serie_documental"))
		if t.GetString("serie_documental") != o.Serie {
			continue
		}
		found = true
		switch anios := t.GetInt("retencion_anios"); {
		case anios == 0:
			return errors.New(mesa.TextSeriePermanente(o.Serie, t.GetString("nombre")))
		case !mesa.RetencionVencida(anios, o.Hasta, now):
			return errors.New(mesa.TextSerieVigente(o.Serie, t.GetString("nombre"), o.Hasta, o.Hasta+anios+1))
		}
	}
	if !found {
		slices.Sort(there)
		return errors.New(mesa.TextSinSerie(o.Serie, slices.Compact(there)))
	}
	return nil
}

// authorise records the resolution with its PDF, or finds it recorded by a run before.
func (r *Room) authorise(ctx context.Context, app core.App, o Orden) (*mesa.Eliminacion, error) {
	verdict, err := r.inspect(ctx, o.Archivo)
	if err != nil {
		return nil, err
	}
	name := mesa.CleanLine(o.Autorizacion)
	before, err := app.FindAllRecords(mesa.ColEliminaciones, dbx.HashExp{"autorizacion": name})
	if err != nil {
		return nil, err
	}
	if len(before) > 0 {
		return o.same(before[0], verdict)
	}
	c, err := app.FindCachedCollectionByNameOrId(mesa.ColEliminaciones)
	if err != nil {
		return nil, err
	}
	file, err := filesystem.NewFileFromPath(o.Archivo)
	if err != nil {
		return nil, err
	}
	nombre := mesa.CleanFileName(file.OriginalName)
	file.Name = "resolucion_" + security.PseudorandomString(10) + ".pdf"
	file.OriginalName = file.Name
	row := core.NewRecord(c)
	row.Load(map[string]any{
		"autorizacion": name, "fecha": o.Fecha, "serie": o.Serie, "hasta": o.Hasta, "nombre": nombre, "sha256": verdict.SHA256,
		"bytes": verdict.Bytes, "folios": verdict.Folios, "registrada_en": r.Now(), "archivo": file,
	})
	return mesa.AsEliminacion(row), rule.Save(app, row)
}

// same refuses a resolution that was recorded as another one.
func (o Orden) same(row *core.Record, v pdf.Verdict) (*mesa.Eliminacion, error) {
	day := row.GetDateTime("fecha").Time().In(plazos.Lima).Format(time.DateOnly)
	if row.GetString("sha256") != v.SHA256 || row.GetString("serie") != o.Serie || row.GetInt("hasta") != o.Hasta ||
		day != o.Fecha.In(plazos.Lima).Format(time.DateOnly) {
		return nil, errors.New(mesa.TextResolucionOtra)
	}
	return mesa.AsEliminacion(row), nil
}

// inspect admits the PDF of a resolution as any other.
func (r *Room) inspect(ctx context.Context, path string) (v pdf.Verdict, err error) {
	f, err := os.Open(path)
	if err != nil {
		return v, fmt.Errorf("no se puede leer la resolución: %w", err)
	}
	defer f.Close()
	if v, err = r.PDF().Inspect(ctx, f, mostBytes); err != nil {
		return v, err
	}
	switch {
	case v.Motivo == pdf.NoEsPDF:
		err = errors.New(mesa.TextNoEsPDF(string(v.Es)))
	case !v.Admitido:
		err = errors.New(mesa.TextPDF(string(v.Motivo), mostBytes))
	}
	return v, err
}
