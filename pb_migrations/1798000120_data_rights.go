package pb_migrations

import (
	"fmt"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The rights over personal data, each with its term in working days (arts. 18 to 22 of Ley
// 29733; art. 69 of its rules, DS 016-2024-JUS). They stand after the office's list.
var dataRights = []struct {
	nombre, articulo, que string
	dias                  int
}{
	{"DATOS PERSONALES: INFORMACIÓN SOBRE EL USO DE MIS DATOS", "18", "Diga sobre qué datos o qué trámite quiere saber.", 8},
	{"DATOS PERSONALES: ACCESO A MIS DATOS", "19", "Diga qué datos quiere recibir y cómo.", 20},
	{"DATOS PERSONALES: RECTIFICACIÓN DE MIS DATOS", "20", "Diga qué dato está mal, cuál es el correcto y con qué documento lo prueba.", 10},
	{"DATOS PERSONALES: CANCELACIÓN (SUPRESIÓN) DE MIS DATOS", "20", "Diga qué dato pide borrar y por qué ya no hace falta.", 10},
	{"DATOS PERSONALES: OPOSICIÓN AL USO DE MIS DATOS", "22", "Diga a qué uso se opone y por qué motivo.", 10},
}

func dataRightsRows() (rows []row) {
	for i, right := range dataRights {
		n := 19 + i
		rows = append(rows, row{"tramites", dbx.Params{
			"id": fmt.Sprintf("tramite%08d", n), "nombre": right.nombre, "orden": n, "plazo_dias": right.dias, "tipo_dias": "habiles",
			"silencio": "no_aplica", "inicio_plazo": "presentacion", "activo": true,
			"base_legal": "Ley 29733 art. " + right.articulo + "; Reglamento DS 016-2024-JUS art. 69: días hábiles desde el siguiente al pedido. " +
				"Sin respuesta o con negativa, se reclama ante la Autoridad Nacional de Protección de Datos Personales",
			"requisitos": "Indique sus nombres y su documento. Si actúa por otra persona, el poder.\n" + right.que +
				"\nEs gratuito. Si no respondemos, puede reclamar ante la Autoridad Nacional de Protección de Datos Personales.",
		}})
	}
	return rows
}

func init() {
	m.Register(func(app core.App) error { return addRows(app, dataRightsRows()) },
		func(app core.App) error { return removeRows(app, dataRightsRows()) })
}
