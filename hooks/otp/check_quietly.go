package otp

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// CheckQuietly is Check for a page that must not tell whether there is such an
// address: every refusal of six digits has one text, and takes the same work.
// An empty correo stands for nobody's.
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
		s.compare(app, codigo) // Check came to no comparison, which takes longest
	}
	return mesa.Refuse(422, "codigo", mesa.TextCodigoNoVale)
}

// compare does the work of judging a code that is none.
func (s *Service) compare(app core.App, codigo string) {
	s.once.Do(func() {
		s.decoy = core.NewOTP(app)
		s.decoy.SetPassword("no code")
	})
	s.decoy.ValidatePassword(codigo)
}
