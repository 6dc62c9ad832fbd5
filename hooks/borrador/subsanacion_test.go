package borrador_test

import (
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
)

func TestTheCitizensWriteBeginsTheHourAgain(t *testing.T) {
	o := hookstest.New(t, workday)
	s := o.Filed(t, nil)
	o.Observe(t, s.Id)
	c := o.Must(t, mesa.ColSubsanacion, map[string]any{"solicitud": s.Id, "secreto": "x"})
	o.Clock.Add(59 * time.Minute)
	c.Set("vence", o.Now().Add(1000*time.Hour)) // nobody chooses the time
	c.Set("respuesta", "Pido copia.")
	if err := o.Save(c); err != nil {
		t.Fatal(hookstest.Explain(err))
	}
	c = o.Record(t, mesa.ColSubsanacion, c.Id)
	if got := c.GetDateTime("vence").Time().Sub(o.Now()); got != time.Hour || c.GetString("respuesta") != "Pido copia." {
		t.Errorf("open for %v, answer %q", got, c.GetString("respuesta"))
	}
	o.Clock.Add(time.Hour + time.Second)
	hookstest.WantRefusal(t, o.Save(c), 409, "", mesa.TextSesionVencida)
}

func TestWithoutTheCodeNobodyAnswers(t *testing.T) {
	o := hookstest.NewProduction(t, workday)
	s := o.Filed(t, nil)
	o.Observe(t, s.Id)
	c := o.Must(t, mesa.ColSubsanacion, map[string]any{"solicitud": s.Id, "secreto": "x"})
	if err := o.Save(c); err != nil { // staying is allowed
		t.Fatal(hookstest.Explain(err))
	}
	c.Set("respuesta", "De un extraño.")
	hookstest.WantRefusal(t, o.Save(c), 403, "", mesa.TextCorreoSinCodigo)
}
