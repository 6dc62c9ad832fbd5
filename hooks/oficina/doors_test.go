package oficina_test

import (
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

func TestAChangedAccountEndsItsSessions(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	r := o.Must(t, mesa.ColPersonal, map[string]any{
		"email": "mesa@ejemplo.pe", "password": "clave-de-prueba-1", "nombre": "Mesa", "rol": "mesa", "activo": true,
	})
	token, err := r.NewAuthToken()
	if err != nil {
		t.Fatal(err)
	}
	r.Set("activo", false)
	if err := o.Save(r); err != nil {
		t.Fatal(err)
	}
	if _, err := o.FindAuthRecordByToken(token, core.TokenTypeAuth); err == nil {
		t.Error("the session of a closed account lives on")
	}
}

func TestOneOffice(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	_, err := o.Create(t, mesa.ColEntidad, map[string]any{"nombre": "OTRA"})
	hookstest.WantRefusal(t, err, 409, "", mesa.TextEntidadUnica)
	r, _ := o.FindFirstRecordByFilter(mesa.ColEntidad, "id != ''")
	hookstest.WantRefusal(t, o.Delete(r), 403, "", mesa.TextEntidadUnica)
	r.Set("terminos", "Nuevos términos.")
	if err := o.Save(r); err != nil {
		t.Fatal(err)
	}
	if v := o.Draft(t, nil).GetString("terminos_version"); v != "2026-03-24 10:00:00" {
		t.Errorf("version of the terms: %q", v)
	}
}

func TestSettingsTheServiceCouldNotRunOn(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	for field, value := range map[string]any{
		"dias_subsanacion": 0, "limite_mb": 5000, "limite_subsanacion_mb": 0,
		"horas_borrador": 0, "color": "zzz", "regla_presentacion": "", "nombre": "",
	} {
		r, err := o.FindFirstRecordByFilter(mesa.ColEntidad, "id != ''")
		if err != nil {
			t.Fatal(err)
		}
		r.Set(field, value)
		hookstest.WantRefusal(t, o.Save(r), 422, field, "")
	}
	r, _ := o.FindFirstRecordByFilter(mesa.ColEntidad, "id != ''")
	r.Set("color", "#ffcc00")
	hookstest.WantRefusal(t, o.Save(r), 422, "color", mesa.TextColorClaro)
	r.Set("color", "#8a1538")
	if err := o.Save(r); err != nil {
		t.Error(hookstest.Explain(err))
	}
}

func TestWhatIsInUseIsNotDeleted(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	id := o.Filed(t, nil).Id
	hookstest.WantRefusal(t, o.Delete(o.Tramite(t, 1)), 409, "", mesa.TextEnUso)
	o.MustMove(t, id, mesa.EtapaRegistrado, nil)
	mov := o.MustMove(t, id, mesa.EtapaDerivado, nil) // to the area the procedure proposes
	area := o.Record(t, mesa.ColAreas, mov.GetString("area"))
	hookstest.WantRefusal(t, o.Delete(area), 409, "", mesa.TextEnUso)
	free := o.Must(t, mesa.ColAreas, map[string]any{"nombre": "ÁREA NUEVA", "activo": true})
	if err := o.Delete(free); err != nil {
		t.Error(err)
	}
}
