package hooks

import (
	"context"
	"errors"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/padron"
	"mesadepartes/hooks/pide"
	"mesadepartes/hooks/plazos"
)

// found is what a register knows of a number.
type found struct {
	nombres, apellidos, razonSocial string
	situacion                       string // of a company, for staff
	fuente                          string
}

// outcomes are the results of a question, as `consultas` keeps them.
var outcomes = []struct {
	err       error
	resultado string
}{
	{pide.ErrNotFound, "no_encontrada"}, {pide.ErrInvalid, "no_encontrada"}, {pide.ErrMinor, "menor"},
	{pide.ErrQuota, "cuota"}, {pide.ErrNotConfigured, "sin_servicio"},
}

// outcome names what a question ended in.
func outcome(err error) string {
	if err == nil {
		return mesa.ResultadoEncontrada
	}
	for _, o := range outcomes {
		if errors.Is(err, o.err) {
			return o.resultado
		}
	}
	return "no_disponible"
}

// ask goes through the registers: for a RUC the one on this machine, then SUNAT
// through PIDE; for a person RENIEC or Migraciones through PIDE. Every error means
// "type it by hand"; those of package pide tell why.
func (d *Desk) ask(ctx context.Context, tipo, numero string) (found, error) {
	if tipo != tipoRUC {
		r, err := d.PIDE.Persona(ctx, tipo, numero)
		return found{nombres: r.Nombres, apellidos: r.Apellidos, fuente: r.Source}, err
	}
	e, here, err := d.Padron.Lookup(ctx, numero)
	if here {
		return found{razonSocial: shortened(e.RazonSocial, mesa.MaxRazonSocial), situacion: d.situacion(ctx, e), fuente: mesa.FuentePadron}, nil
	}
	r, pideErr := d.PIDE.Empresa(ctx, numero)
	if pideErr == nil {
		return found{razonSocial: r.RazonSocial, fuente: r.Source,
			situacion: shortened(mesa.TextSituacion(r.Estado, r.Condicion, r.Source+", "+shortDate(r.FetchedAt)), maxSituacion)}, nil
	}
	if err == nil && errors.Is(pideErr, pide.ErrNotConfigured) {
		return found{}, pide.ErrNotFound // the registry here had the last word
	}
	if errors.Is(err, padron.ErrNone) {
		err = nil
	}
	return found{}, errors.Join(pideErr, err)
}

// maxSituacion is the room of ruc_situacion, in characters.
const maxSituacion = 250

// situacion is a taxpayer's state in the registry on this machine.
func (d *Desk) situacion(ctx context.Context, e padron.Empresa) string {
	return shortened(mesa.TextSituacion(e.Estado, e.Condicion, d.padronDay(ctx)), maxSituacion)
}

func (d *Desk) padronDay(ctx context.Context) string {
	c, err := d.Padron.Carga(ctx)
	if err != nil {
		return ""
	}
	return mesa.TextPadronDel(shortDate(c.ImportadaEn))
}

// typedSituacion looks a RUC that was typed by hand up on this machine only: a
// filing never waits for the network. It is "" where there is no registry.
func (d *Desk) typedSituacion(ctx context.Context, ruc string) string {
	e, here, err := d.Padron.Lookup(ctx, ruc)
	switch {
	case ruc == "" || err != nil:
		return ""
	case here:
		return d.situacion(ctx, e)
	}
	return mesa.TextNoFiguraEn(d.padronDay(ctx))
}

// shortened cuts a text to so many characters: the form takes no more.
func shortened(s string, max int) string {
	if r := []rune(s); len(r) > max {
		return string(r[:max])
	}
	return s
}

func shortDate(t time.Time) string { return t.In(plazos.Lima).Format("02/01/2006") }

// CanAsk tells whether anything is set up that knows documents of that type.
func (d *Desk) CanAsk(tipo string) bool {
	if d.PIDE.Configured(tipo) {
		return true
	}
	if tipo != tipoRUC {
		return false
	}
	_, err := d.Padron.Carga(context.Background())
	return err == nil
}
