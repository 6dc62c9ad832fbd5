package otp_test

import (
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
)

func TestAQuietCheckNamesNoReason(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	quiet := func(correo, para, code string) error { return d.CheckQuietly(d.office.App, correo, para, code) }
	for _, correo := range []string{"", "nadie@ejemplo.pe", juan} {
		hookstest.WantRefusal(t, quiet(correo, draft, "12"), 422, "codigo", mesa.TextCodigoFormato)
		hookstest.WantRefusal(t, quiet(correo, draft, "123456"), 422, "codigo", mesa.TextCodigoNoVale) // never asked for
	}
	code := d.ask()
	hookstest.WantRefusal(t, quiet(juan, "otro", code), 422, "codigo", mesa.TextCodigoNoVale)
	for range 5 {
		hookstest.WantRefusal(t, quiet(juan, draft, wrong(code)), 422, "codigo", mesa.TextCodigoNoVale)
	}
	hookstest.WantRefusal(t, quiet(juan, draft, code), 422, "codigo", mesa.TextCodigoNoVale) // its tries are spent
	d.office.Clock.Add(time.Minute)
	code = d.ask()
	d.office.Clock.Add(10*time.Minute + time.Second)
	hookstest.WantRefusal(t, quiet(juan, draft, code), 422, "codigo", mesa.TextCodigoNoVale) // too late
	code = d.ask()
	if err := quiet(juan, draft, code); err != nil {
		t.Fatal(hookstest.Explain(err))
	}
	hookstest.WantRefusal(t, quiet(juan, draft, code), 422, "codigo", mesa.TextCodigoNoVale) // spent
}
