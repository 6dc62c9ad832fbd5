package portal

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// next says what happens after a receipt, with the days that the program counts and no
// other: a day that passed, or that hangs on the registration, is not promised.
func (p *Portal) next(app core.App, s *mesa.Solicitud) ([]string, error) {
	v, err := p.story(app, s)
	if err != nil {
		return nil, err
	}
	if v.Estado != mesa.Recibida && v.Estado != mesa.Subsanada {
		return []string{mesa.TextSigueAvanzada}, nil
	}
	entidad, err := mesa.FindEntidad(app)
	if err != nil {
		return nil, err
	}
	list := []string{
		mesa.TextSigueRevision(untilDay(func(day string) string { return day }, v.VenceRevision)),
		mesa.TextSigueObservada + entidad.Reglas("{plazo_subsanar}"),
	}
	switch {
	case v.Vencida != "":
		list = append(list, v.Vencida)
	case v.VenceRespuesta != nil:
		list = append(list, mesa.TextSigueRespuesta(dayInWords(s.PlazoDesde()), dayInWords(*v.VenceRespuesta)))
	case v.Plazo != "" && !v.FromFiling:
		list = append(list, mesa.TextSigueRegistro(v.Plazo))
	}
	return list, nil
}
