package pb_migrations

import (
	"fmt"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
	"github.com/pocketbase/pocketbase/tools/types"
)

// ownPhrase is who writes a phrase: mesa and jefatura any, an area those of its own.
const ownPhrase = staff + ` && (@request.auth.rol = "mesa" || @request.auth.rol = "jefatura" || ` +
	`@request.auth.rol = "area" && area != "" && area = @request.auth.area)`

// readPhrase is who reads a phrase: an area those of all and its own.
const readPhrase = staff + ` && (@request.auth.rol != "area" || area = "" || area = @request.auth.area)`

// firstPhrases are the texts that a front desk writes most often, for an office that has
// none of its own.
var firstPhrases = [][3]string{
	{"observacion", "firma", "Falta la firma de {nombre} en el documento. Fírmelo, escanéelo completo y súbalo otra vez en PDF."},
	{"observacion", "ilegible", "El documento no se lee: tiene páginas borrosas, cortadas o giradas. " +
		"Escanéelo otra vez, con todas sus páginas completas y derechas."},
	{"observacion", "anexo", "El escrito menciona un documento que no lo acompaña. Incluya ese documento en el mismo PDF. " +
		"Puede hacerlo hasta el {vence}."},
	{"observacion", "poder", "Falta el documento que acredita la representación: carta poder, vigencia de poder o resolución " +
		"(art. 115 de la Ley 27444)."},
	{"observacion", "pago", "Falta la constancia del pago por derecho de trámite. Incluya en el PDF la constancia, " +
		"con su número de operación y su fecha."},
	{"observacion", "pedido", "El escrito no dice con claridad qué pide. Escriba su pedido concreto y las razones que lo apoyan " +
		"(art. 113 de la Ley 27444)."},
	{"respuesta", "atendida", "Atendimos la solicitud {numero} de {nombre}. " +
		"Encontrará la respuesta en el documento que acompaña este correo."},
	{"respuesta", "copias", "Le entregamos la información que pidió en la solicitud {numero}. Son copias de lo que guarda nuestro archivo."},
	{"respuesta", "no-consta", "Buscamos en nuestro archivo y no encontramos lo que pidió en la solicitud {numero}. " +
		"Si conoce su fecha o su número, preséntela otra vez con ese dato."},
	{"respuesta", "recojo", "Lo que pidió en la solicitud {numero} está listo. Recójalo en nuestra oficina, en el horario de atención, " +
		"con su documento de identidad {documento}."},
	{"motivo", "repetida", "La solicitud {numero} repite otra que {nombre} ya presentó y que sigue en trámite. Se responde en la primera."},
	{"motivo", "otra-area", "Lo que pide la solicitud {numero} no es función de esta área, según el reglamento de organización y funciones."},
}

func phraseRows() (rows []row) {
	for i, p := range firstPhrases {
		rows = append(rows, row{"frases", dbx.Params{"id": fmt.Sprintf("frase%010d", i+1), "tipo": p[0], "clave": p[1], "texto": p[2]}})
	}
	return rows
}

func init() {
	m.Register(func(app core.App) error {
		err := alter(app, "frases", func(c *core.Collection) {
			c.CreateRule, c.UpdateRule, c.DeleteRule = types.Pointer(ownPhrase), types.Pointer(ownPhrase), types.Pointer(ownPhrase)
			c.ListRule, c.ViewRule = types.Pointer(readPhrase), types.Pointer(readPhrase)
		})
		if err != nil {
			return err
		}
		if n, err := app.CountRecords("frases"); err != nil || n > 0 {
			return err // the office wrote its own
		}
		return addRows(app, phraseRows())
	}, func(app core.App) error {
		if err := removeRows(app, phraseRows()); err != nil {
			return err
		}
		return alter(app, "frases", func(c *core.Collection) {
			c.CreateRule, c.UpdateRule, c.DeleteRule = nil, nil, nil
			c.ListRule, c.ViewRule = types.Pointer(staff), types.Pointer(staff)
		})
	})
}
