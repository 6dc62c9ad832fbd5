package rastro_test

import (
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/pocketbase/tools/types"
)

// The account that asks through the API brings its role and its area, so an area moves only
// what is with that area. Staff have no door of their own yet: the test opens one.
func TestAnAccountOfAnAreaMovesOnlyWhatIsWithIt(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	lines, err := o.FindCollectionByNameOrId(mesa.ColMovimientos)
	if err != nil {
		t.Fatal(err)
	}
	lines.CreateRule = types.Pointer("@request.auth.id != ''")
	if err := o.Save(lines); err != nil {
		t.Fatal(err)
	}
	id := o.Brought(t, mesa.Derivada)
	own := o.Record(t, mesa.ColSolicitudes, id).GetString("area")
	other := o.Must(t, mesa.ColAreas, map[string]any{"nombre": "OTRA ÁREA", "activo": true}).Id
	_, guest := uitest.NewREST(t, o)
	for _, c := range []struct {
		correo, area string
		status       int
	}{{"otra@ejemplo.pe", other, 404}, {"suya@ejemplo.pe", own, 200}} {
		account := o.Must(t, mesa.ColPersonal, map[string]any{
			"nombre": "ANA", "email": c.correo, "password": "clave-de-prueba-1", "rol": "area", "area": c.area, "activo": true, "verified": true,
		})
		token, err := account.NewAuthToken()
		if err != nil {
			t.Fatal(err)
		}
		note := map[string]any{"solicitud": id, "etapa": "NOTA", "observaciones": "Lo reviso mañana."}
		p := (uitest.REST{Browser: guest.Browser, Token: token}).Call("POST", "/api/collections/movimientos/records", note)
		if p.Status != c.status || c.status == 404 && !p.Has(mesa.TextReferencia) {
			t.Errorf("%s: %d %s", c.correo, p.Status, p.Body)
		}
	}
}
