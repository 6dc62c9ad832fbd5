package correo

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// namedFiling is a line of the mail.
type namedFiling struct{ Numero, Fecha, Tramite string }

// Numeros reminds an address of the numbers filed from it.
func (m *Mailer) Numeros(app core.App, address string, filings []*core.Record) error {
	entidad, err := mesa.FindEntidad(app)
	if err != nil {
		return err
	}
	var lines []namedFiling
	for _, r := range filings {
		tramite, err := app.FindRecordById(mesa.ColTramites, r.GetString("tramite"))
		if err != nil {
			return err
		}
		s := mesa.AsSolicitud(r)
		lines = append(lines, namedFiling{s.Numero(), mesa.InLima(s.RecibidaEn()), tramite.GetString("nombre")})
	}
	data := Base(app, entidad)
	data["Solicitudes"] = lines
	return m.Enqueue(app, Mail{Tipo: mesa.CorreoNumeros, Para: address, Data: data})
}
