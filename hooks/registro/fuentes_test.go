package registro_test

import (
	"testing"

	"mesadepartes/hooks/cargo"
	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
)

// A receipt reads only the columns that it shows: each of them is here.
func TestAReceiptReadsEachColumnThatItShows(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, "2026-03-28T10:00:00-05:00")
	o.Set(t, map[string]any{"ruc": "20131312955"})
	s := o.Filed(t, map[string]any{"persona": mesa.PersonaJuridica, "ruc": "20131312955", "razon_social": "EMPRESA DE PRUEBA S.A.C."})
	mark := o.NonconcurrentDB().NewQuery("UPDATE solicitudes SET cuo = '7' WHERE id = {:s}").Bind(dbx.Params{"s": s.Id})
	if _, err := mark.Execute(); err != nil {
		t.Fatal(err)
	}
	o.MustMove(t, s.Id, mesa.EtapaRegistrado, map[string]any{"expediente": "EXP-9"})
	o.Registro.Open(o.App)
	list, _ := receipts(t, o, s.Id)
	filed, taken := cargo.Verify(list[0], claves(t, o)).Cargo, cargo.Verify(list[1], claves(t, o)).Cargo
	for what, pair := range map[string][2]string{
		"numero": {filed.Numero, s.GetString("numero")}, "asunto": {filed.Asunto, s.GetString("asunto")},
		"entidad": {filed.Entidad.RUC, "20131312955"}, "empresa": {filed.Administrado.RUC, "20131312955"},
		"razon social": {filed.Administrado.RazonSocial, "EMPRESA DE PRUEBA S.A.C."},
		"nombre":       {filed.Administrado.Nombre, mesa.AsSolicitud(s).Nombre()},
		"documento":    {filed.Administrado.Documento, s.GetString("tipo_documento") + " " + cargo.Masked(s.GetString("numero_documento"))},
		"cuenta":       {filed.Cuenta, "2026-03-30"}, "cuo": {taken.CUO, "7"}, "expediente": {taken.Expediente, "EXP-9"},
	} {
		if pair[0] != pair[1] || pair[1] == "" {
			t.Errorf("%s: %q, want %q", what, pair[0], pair[1])
		}
	}
	if filed.Motivo == "" || filed.Tramite == "" || filed.Entidad.Nombre == "" || filed.Canal != "Digital" || len(filed.Documentos) != 1 {
		t.Fatalf("%+v", filed)
	}
	if d := filed.Documentos[0]; d.Clase != mesa.ClasePrincipal || d.Nombre == "" || d.Folios == 0 || d.Bytes == 0 || len(d.SHA256) != 64 {
		t.Errorf("%+v", d)
	}
}
