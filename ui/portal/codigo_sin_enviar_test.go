package portal_test

import (
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/otp"
	"mesadepartes/ui/uitest"
)

// inProduction is a citizen whose draft waits for its code, at an office without --dev.
func inProduction(t *testing.T) *visit {
	t.Helper()
	o := hookstest.NewProduction(t, workday)
	site := uitest.Serve(t, o)
	v := &visit{uitest.NewBrowser(t, site), t, o, site, ""}
	v.start("natural").want(v.Post(v.draft+"/datos", juan...), 303)
	return v
}

func TestWithoutAMailServerACodeIsRefusedWithAText(t *testing.T) {
	t.Parallel()
	v := inProduction(t)
	if !strings.Contains(v.office.Out.String(), mesa.TextArranqueMudo) {
		t.Errorf("whoever starts the program reads %q", v.office.Out)
	}
	v.wantRefused(v.Post(v.draft+"/codigo"), 503, "codigo", mesa.TextSinCorreo)
	for _, path := range []string{"/seguimiento/codigo", "/subsanar/codigo"} {
		p := v.Post(path, "numero", "1-2026", "numero_documento", "11111111") // there is no such filing, and the answer is the same
		if p.Status != 503 || !p.Has(mesa.TextSinCorreo) {
			t.Errorf("%s: %d %s", path, p.Status, problems(p))
		}
	}
	if p := v.Post("/seguimiento/olvide", "correo", "juan@ejemplo.pe"); p.Status != 503 || !p.Has(mesa.TextSinCorreo) {
		t.Errorf("the forgotten number: %d %s", p.Status, problems(p))
	}
	hookstest.NewSMTP(t, v.office.App) // no minute to wait: nobody was sent a code
	v.want(v.Post(v.draft+"/codigo"), 303)
}

func TestACodeToARefusedAddressIsSaid(t *testing.T) {
	t.Parallel()
	v := inProduction(t)
	server := hookstest.NewSMTP(t, v.office.App)
	server.Behave(hookstest.Manner{Rcpt: "550 5.1.1 no existe"})
	v.wantRefused(v.Post(v.draft+"/codigo"), 503, "codigo", mesa.TextCodigoSinEnviar)
	server.Behave()
	v.want(v.Post(v.draft+"/codigo"), 303)
}

func TestAHangingMailServerCostsACitizenThreeSeconds(t *testing.T) {
	t.Parallel()
	if otp.Patience > 3*time.Second {
		t.Errorf("a citizen waits %v", otp.Patience)
	}
	v := inProduction(t)
	v.office.Codes.Patience = 30 * time.Millisecond
	server := hookstest.NewSMTP(t, v.office.App)
	server.Behave(hookstest.Manner{Banner: hookstest.Silence})
	p := v.Post(v.draft + "/codigo")
	v.wantRefused(p, 503, "codigo", mesa.TextCodigoDemora)
	if !p.Has("/validar") {
		t.Error("there is no place to write the code that may arrive")
	}
	server.HangUp() // the code will never arrive: the page asks for a new one
	for asks := true; asks; asks = v.Get(v.draft).Has("/validar") {
	}
	server.Behave()
	v.office.Codes.Patience = otp.Patience // a busy machine also needs more than 30 ms
	v.want(v.Post(v.draft+"/codigo"), 303)
}

func TestACodeThatComesLateIsGood(t *testing.T) {
	t.Parallel()
	v := inProduction(t)
	v.office.Codes.Patience = 10 * time.Millisecond
	server := hookstest.NewSMTP(t, v.office.App)
	server.Behave(hookstest.Manner{Wait: 60 * time.Millisecond})
	v.wantRefused(v.Post(v.draft+"/codigo"), 503, "codigo", mesa.TextCodigoDemora)
	for server.Code() == "" {
		<-time.After(time.Millisecond)
	}
	v.want(v.Post(v.draft+"/validar", "codigo", server.Code()), 303)
}
