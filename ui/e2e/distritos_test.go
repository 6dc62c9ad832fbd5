package e2e

import (
	"net/http"
	"testing"
)

// TestTheDistrictsFollowTheProvince chooses another address for notices: the list of
// districts becomes that of the province, and what was typed stays.
func TestTheDistrictsFollowTheProvince(t *testing.T) {
	t.Parallel()
	p := openBrowser(t, false)
	p.office.signIn()
	p.office.send(http.MethodPatch, "/api/collections/entidad/records/"+p.office.find("entidad", "id != ''"),
		map[string]any{"pedir_direccion_notificacion": true}, nil)
	const offered = "document.getElementById('distrito').options.length === "
	p.openForm()
	p.wait("every district", offered+"1892")
	p.fill("domicilio_notificacion", "Jr. Otro 5")
	p.choose("departamento", "Moquegua")
	p.choose("provincia", "Ilo")
	p.wait("the three of Ilo", offered+"4")
	p.choose("distrito", "Pacocha")
	p.look("56-otra-direccion")
	p.choose("provincia", "Mariscal Nieto")
	p.wait("those of Mariscal Nieto", offered+"8")
	p.holds("domicilio_notificacion", "Jr. Otro 5")
}
