package reloj_test

import (
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
)

func TestStaffSeeThatAnObservationDidNotReachTheCitizen(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday) // Tuesday 24 March, 10:00
	mail := hookstest.NewSMTP(t, o.App)
	mail.Down(true)
	id := o.Filed(t, nil).Id
	o.Observe(t, id)
	_, _ = o.Mailer.Deliver(o.App)
	alert := func(instant string) (light, text string) {
		t.Helper()
		o.TickAt(t, instant)
		r, err := o.FindRecordById(mesa.ColSolicitudes, id)
		if err != nil {
			t.Fatal(err)
		}
		return r.GetString("semaforo"), r.GetString("alerta")
	}
	if now := o.Record(t, mesa.ColSolicitudes, id); now.GetString("semaforo") != "ambar" {
		t.Errorf("at once: %q", now.GetString("semaforo"))
	}
	if light, text := alert("2026-03-24T10:59:00-05:00"); light != "ambar" || !strings.Contains(text, "se demora") {
		t.Errorf("within the hour: %s %q", light, text)
	}
	if light, text := alert("2026-03-24T11:30:00-05:00"); light != "rojo" || !strings.Contains(text, "NO SALIÓ") {
		t.Errorf("after the hour: %s %q", light, text)
	}
	mail.Down(false)
	if _, err := o.Mailer.Deliver(o.App); err != nil {
		t.Fatal(err)
	}
	if light, text := alert("2026-03-24T13:00:00-05:00"); light != "" || text != "" {
		t.Errorf("after it left: %s %q", light, text)
	}
	if _, text := alert("2026-03-26T23:59:00-05:00"); text != "" {
		t.Errorf("while it may be confirmed: %q", text)
	}
}

func TestStaffSeeWhichNoticesGoByCedula(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	staff(t, o, "mesa@ejemplo.pe", "mesa", true)
	id := o.Brought(t, mesa.Atendida)
	o.TickAt(t, "2026-03-27T09:00:00-05:00") // the answer of Tuesday was not confirmed by Thursday
	rows, err := o.FindRecordsByFilter(mesa.ColCorreos, "tipo = 'resumen'", "-creado_en", 1, 0)
	if err != nil || len(rows) != 1 {
		t.Fatalf("%d digests, %v", len(rows), err)
	}
	if text := rows[0].GetString("texto"); !strings.Contains(text, "NOTIFICAR POR CÉDULA") {
		t.Errorf("the digest: %s", text)
	}
	alerta := func() string { return o.Record(t, mesa.ColSolicitudes, id).GetString("alerta") }
	if !strings.HasPrefix(alerta(), "Notificar por cédula") {
		t.Errorf("the closed filing's alert: %q", alerta())
	}
	o.MustMove(t, id, mesa.EtapaCedula, map[string]any{
		"cedula_numero": "12-2026", "recibida_por": "El portero.", "entregada_el": o.Now(),
	})
	if alerta() != "" {
		t.Errorf("after the cédula: %q", alerta())
	}
	o.TickAt(t, "2026-03-30T09:00:00-05:00")
	rows, err = o.FindRecordsByFilter(mesa.ColCorreos, "tipo = 'resumen' && creado_en > '2026-03-28'", "", 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if strings.Contains(r.GetString("texto"), "CÉDULA") {
			t.Errorf("told again: %s", r.GetString("texto"))
		}
	}
}
