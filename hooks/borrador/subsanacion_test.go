package borrador_test

import (
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
)

func TestTheCitizensWriteBeginsTheHourAgain(t *testing.T) {
	t.Parallel()
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
	t.Parallel()
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

func TestWhereNoCodeIsAskedTheNewestCorrectionTakesOverAndLosesNothing(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	o.Set(t, map[string]any{"exigir_codigo_subsanacion": false})
	s := o.Filed(t, nil)
	doc := o.Observe(t, s.Id)
	first := o.Must(t, mesa.ColSubsanacion, map[string]any{"solicitud": s.Id, "secreto": "x"})
	file := o.Must(t, mesa.ColDocumentos, map[string]any{
		"subsanacion": first.Id, "reemplaza": doc.Id, "archivo": hookstest.File("n.pdf", hookstest.PDF(1))})
	first.Set("respuesta", "Adjunto lo pedido.")
	if err := o.Save(first); err != nil {
		t.Fatal(hookstest.Explain(err))
	}
	second := o.Must(t, mesa.ColSubsanacion, map[string]any{"solicitud": s.Id, "secreto": "y"})
	if got := o.Record(t, mesa.ColDocumentos, file.Id).GetString("subsanacion"); got != second.Id {
		t.Errorf("the file belongs to %q", got)
	}
	if got := o.Record(t, mesa.ColSubsanacion, second.Id).GetString("respuesta"); got != "Adjunto lo pedido." {
		t.Errorf("the answer is %q", got)
	}
	if n, err := o.CountRecords(mesa.ColSubsanacion); n != 1 || err != nil {
		t.Errorf("%d corrections are open: %v", n, err)
	}
}

func TestACorrectionThatNobodyProvedGoesWithItsHour(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	s := o.Filed(t, nil)
	doc := o.Observe(t, s.Id)
	begin := func() string {
		return o.Must(t, mesa.ColSubsanacion, map[string]any{"solicitud": s.Id, "secreto": "x"}).Id
	}
	begin()
	held := begin()
	o.Set(t, map[string]any{"exigir_codigo_subsanacion": false})
	o.Must(t, mesa.ColDocumentos, map[string]any{
		"subsanacion": held, "reemplaza": doc.Id, "archivo": hookstest.File("n.pdf", hookstest.PDF(1))})
	o.Clock.Add(time.Hour + time.Second)
	if err := o.Purge(o.App); err != nil {
		t.Fatal(err)
	}
	left, err := o.FindAllRecords(mesa.ColSubsanacion)
	if err != nil || len(left) != 1 || left[0].Id != held {
		t.Errorf("%d corrections are left: %v", len(left), err)
	}
}
