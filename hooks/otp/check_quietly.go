package otp

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// CheckQuietly is Check for a page that must not tell whether an address is known:
// every refusal of a six-digit code has the same text and takes the same work.
// The page passes an empty correo when it found no filing.
func (s *Service) CheckQuietly(app core.App, correo, para, codigo string) error {
	err := s.Check(app, correo, para, codigo)
	if err == nil {
		return nil
	}
	p, ok := mesa.AsProblem(err)
	if !ok || p.Campos["codigo"] == mesa.TextCodigoFormato {
		return err
	}
	if p.Campos["codigo"] != mesa.TextCodigoMalo {
		// Check refused before it counted a try, and writing takes longest.
		if err := s.countNowhere(app); err != nil {
			return err
		}
	}
	return mesa.Refuse(422, "codigo", mesa.TextCodigoNoVale)
}

// decoy is the row that takes the tries of codes that nobody was sent.
const decoy = "codigodenadie00"

// countNowhere counts a try of a code that there is not, for the time it takes.
func (s *Service) countNowhere(app core.App) error {
	_, err := app.DB().NewQuery(`INSERT INTO codigos (id, para, enviado_en, intentos) VALUES ({:id}, {:id}, {:now}, 1)
		ON CONFLICT (id) DO UPDATE SET intentos = intentos + 1`).Bind(dbx.Params{"id": decoy, "now": stamp(s.Now())}).Execute()
	return err
}
