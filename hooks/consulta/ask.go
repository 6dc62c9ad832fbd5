package consulta

import (
	"context"
	"errors"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/padron"
	"mesadepartes/hooks/pide"
	"mesadepartes/hooks/plazos"
)

// answer is what a register knows of a number.
type answer struct {
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
	{pide.ErrQuota, "cuota"}, {pide.ErrNotConfigured, mesa.ResultadoSinServicio},
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
func (r *Room) ask(ctx context.Context, tipo, numero string) (answer, error) {
	if tipo != tipoRUC {
		p, err := r.PIDE.Persona(ctx, tipo, numero)
		return answer{nombres: p.Nombres, apellidos: p.Apellidos, fuente: p.Source}, err
	}
	e, here, err := r.Padron.Lookup(ctx, numero)
	if here {
		return answer{razonSocial: shortened(e.RazonSocial, mesa.MaxRazonSocial), situacion: r.situacion(ctx, e), fuente: mesa.FuentePadron}, nil
	}
	known, pideErr := r.PIDE.Empresa(ctx, numero)
	if pideErr == nil {
		return answer{razonSocial: known.RazonSocial, fuente: known.Source,
			situacion: shortened(mesa.TextSituacion(known.Estado, known.Condicion, known.Source+", "+shortDate(known.FetchedAt)), maxSituacion)}, nil
	}
	if err == nil && errors.Is(pideErr, pide.ErrNotConfigured) {
		return answer{}, pide.ErrNotFound // the only register that is set up does not know the number
	}
	if errors.Is(err, padron.ErrNone) {
		err = nil
	}
	return answer{}, errors.Join(pideErr, err)
}

// maxSituacion is the longest ruc_situacion, in characters.
const maxSituacion = 250

// situacion is a taxpayer's state in the registry on this machine.
func (r *Room) situacion(ctx context.Context, e padron.Empresa) string {
	return shortened(mesa.TextSituacion(e.Estado, e.Condicion, r.padronDay(ctx)), maxSituacion)
}

func (r *Room) padronDay(ctx context.Context) string {
	c, err := r.Padron.Carga(ctx)
	if err != nil {
		return ""
	}
	return mesa.TextPadronDel(shortDate(c.ImportadaEn))
}

// TypedSituacion looks a RUC that was typed by hand up on this machine only: a
// filing never waits for the network. The answer is "" where there is no registry.
func (r *Room) TypedSituacion(ctx context.Context, ruc string) string {
	e, here, err := r.Padron.Lookup(ctx, ruc)
	switch {
	case ruc == "" || err != nil:
		return ""
	case here:
		return r.situacion(ctx, e)
	}
	return mesa.TextNoFiguraEn(r.padronDay(ctx))
}

// shortened cuts a text to so many characters, because the form takes no more.
func shortened(s string, max int) string {
	if r := []rune(s); len(r) > max {
		return string(r[:max])
	}
	return s
}

func shortDate(t time.Time) string { return t.In(plazos.Lima).Format("02/01/2006") }
