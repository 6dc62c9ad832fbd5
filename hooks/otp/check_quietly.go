package otp

import (
	"mesadepartes/hooks/mesa"

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
		s.compare(app, codigo) // Check refused before it compared, and comparing takes longest
	}
	return mesa.Refuse(422, "codigo", mesa.TextCodigoNoVale)
}

// compare compares a code with one that nobody was sent, for the time it takes.
func (s *Service) compare(app core.App, codigo string) {
	s.once.Do(func() {
		s.decoy = core.NewOTP(app)
		s.decoy.SetPassword("no code")
	})
	s.decoy.ValidatePassword(codigo)
}
