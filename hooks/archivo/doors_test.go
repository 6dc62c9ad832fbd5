package archivo_test

import (
	"testing"

	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"
)

// No other door removes anything: the API of a superuser, records, and the base itself.
func TestNoOtherDoorRemovesAnything(t *testing.T) {
	t.Parallel()
	o, gone, _ := office(t)
	o.Clock.Set(later)
	if err := o.Archivo.Begin(t.Context(), o.App, order(t), ""); err != nil {
		t.Fatal(err)
	}
	admin, _ := uitest.NewREST(t, o)
	for _, collection := range []string{mesa.ColSolicitudes, mesa.ColDocumentos, mesa.ColMovimientos, mesa.ColCorreos, mesa.ColEliminaciones} {
		row, err := o.FindFirstRecordByFilter(collection, "id != ''")
		if err != nil {
			t.Fatal(err)
		}
		path := "/api/collections/" + collection + "/records/" + row.Id
		if p := admin.Call("DELETE", path, nil); p.Status < 400 || p.Status >= 500 {
			t.Errorf("DELETE %s: %d", collection, p.Status)
		}
		if err := o.Delete(row); err == nil {
			t.Errorf("a record of %s was deleted", collection)
		}
		if _, err := o.FindRecordById(collection, row.Id); err != nil {
			t.Errorf("%s: %v", collection, err)
		}
	}
	row, err := o.FindFirstRecordByFilter(mesa.ColEliminaciones, "id != ''")
	if err != nil {
		t.Fatal(err)
	}
	doc := o.Documents(t, gone)[0].Id
	for path, body := range map[string]map[string]any{
		mesa.ColDocumentos + "/records/" + doc:       {"archivo": ""},
		mesa.ColSolicitudes + "/records/" + gone:     {"eliminacion": row.Id},
		mesa.ColEliminaciones + "/records/" + row.Id: {"hasta": 2040},
	} {
		if p := admin.Call("PATCH", "/api/collections/"+path, body); p.Status < 400 || p.Status >= 500 {
			t.Errorf("PATCH %s: %d", path, p.Status)
		}
	}
	if p := admin.Call("POST", "/api/collections/eliminaciones/records", map[string]any{"autorizacion": "X"}); p.Status != 403 {
		t.Errorf("POST: %d", p.Status)
	}
	for _, sql := range []string{
		"DELETE FROM eliminaciones", "UPDATE eliminaciones SET hasta = 2040", "UPDATE solicitudes SET eliminacion = 'nada'",
		"UPDATE documentos SET archivo = '' WHERE solicitud != ''", "UPDATE registro_hojas SET cargo = NULL, sal = ''",
		"DELETE FROM registro_hojas", "DELETE FROM solicitudes", "DELETE FROM movimientos", "DELETE FROM documentos",
	} {
		if _, err := o.DB().NewQuery(sql).Execute(); err == nil {
			t.Errorf("the base lets through: %s", sql)
		}
	}
	if n := len(folders(t, o, gone)); n != 3 {
		t.Errorf("%d folders of files", n)
	}
}
