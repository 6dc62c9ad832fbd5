package pb_migrations

import (
	"fmt"
	"slices"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// What a filing says of who files and of what it continues (arts. 113 and 115 of Ley
// 27444), and the form of a request for public information (DS 007-2024-JUS).

// moreAnnexes are the annexes beyond the manual's two.
func moreAnnexes() (classes []string) {
	for i := 3; i <= 10; i++ {
		classes = append(classes, fmt.Sprintf("anexo%d", i))
	}
	return classes
}

// moreDocuments are the identity documents beside DNI and CE.
var moreDocuments = []string{"PASAPORTE", "PTP", "CIP"}

// filingData are the columns that a draft and its filing share.
func filingData() []core.Field {
	return []core.Field{
		choice("calidad", "En qué calidad presenta (art. 113.1 de la Ley 27444). Vacío: titular.", "titular", "representante", "apoderado"),
		text("poder_referencia", "El poder de quien actúa por otro: partida registral, carta poder, resolución (art. 115 de la Ley 27444).", 200),
		text("representado", "Persona natural por la que actúa.", 200),
		text("representado_documento", "Documento de la persona por la que actúa, por ejemplo DNI 12345678.", 40),
		text("expediente_referencia", "Solicitud o expediente ya iniciado que esta continúa (art. 113.7 de la Ley 27444).", 60),
		choice("documento_tipo", "Qué clase de documento es el principal.", documentKinds...),
		date("documento_fecha", "Fecha del documento principal."),
		text("domicilio_notificacion", "Dirección para notificaciones, si es otra que el domicilio (art. 113.5 de la Ley 27444).", 200),
		text("departamento", "Departamento de la dirección para notificaciones.", 60),
		text("provincia", "Provincia de la dirección para notificaciones.", 60),
		text("distrito", "Distrito de la dirección para notificaciones.", 60),
		text("pedido", "Información que se pide, con las palabras de la persona (Ley 27806).", 4000),
		choice("entrega", "Cómo quiere recibir la información.", "correo", "copia_simple", "copia_certificada", "cd", "otro"),
		text("entrega_otro", "La otra forma de entrega que pide.", 100),
	}
}

var documentKinds = []string{"carta", "oficio", "solicitud", "informe", "memorando", "recurso", "comprobante", "otro"}

// filingSettings are the columns of what the office decides.
func filingSettings() map[string][]core.Field {
	identity := choice("documentos_identidad", "Documentos de identidad que se aceptan. Vacío: DNI y CE. "+
		"Para pedir información pública se aceptan siempre los cinco.", "DNI", "CE", "PASAPORTE", "PTP", "CIP")
	identity.MaxSelect = 5
	return map[string][]core.Field{
		"entidad": {
			identity,
			limited("max_anexos", "Cuántos anexos admite una solicitud, de 1 a 10. Usual: 2.", 10),
			yes("pedir_documento", "Pedir la clase y la fecha del documento principal."),
			yes("pedir_direccion_notificacion", "Ofrecer otra dirección para notificaciones, con departamento, provincia y distrito."),
		},
		"tramites": {
			yes("exige_referencia", "Exige el número de la solicitud o del expediente ya iniciado (art. 113.7 de la Ley 27444)."),
			choice("formulario", "saip: pedido de información pública, que se escribe en la página y no necesita PDF. "+
				"Vacío: el formulario usual.", "saip"),
		},
		"documentos": {
			&core.TextField{Name: "escrito", Max: 64, Help: "Huella de los datos con que el programa redactó este escrito. " +
				"Vacío: lo subió una persona."},
		},
		"borradores":  filingData(),
		"solicitudes": filingData(),
	}
}

var filingOfProcedures = []termOfProcedure{
	{"tramite00000001", dbx.Params{"formulario": ""}, dbx.Params{"formulario": "saip"}},
	{"tramite00000015", dbx.Params{"exige_referencia": false}, dbx.Params{"exige_referencia": true}},
}

func init() {
	m.Register(func(app core.App) error {
		if err := changeFilingData(app, addField, growChoice); err != nil {
			return err
		}
		for _, t := range filingOfProcedures {
			if err := exchange(app, t.id, t.before, t.now); err != nil {
				return err
			}
		}
		return execute(app, `UPDATE entidad SET max_anexos = 2, documentos_identidad = '["DNI","CE"]'`)
	}, func(app core.App) error {
		return changeFilingData(app, removeField, shrinkChoice)
	})
}

// changeFilingData visits every column that comes and every choice that grows.
func changeFilingData(app core.App, column func(*core.Collection, core.Field), grown func(*core.SelectField, []string)) error {
	for name, fields := range filingSettings() {
		err := alter(app, name, func(c *core.Collection) {
			for _, f := range fields {
				column(c, f)
			}
			if f, ok := c.Fields.GetByName("tipo_documento").(*core.SelectField); ok {
				grown(f, moreDocuments)
			}
			if f, ok := c.Fields.GetByName("clase").(*core.SelectField); ok {
				grown(f, moreAnnexes())
			}
			indexExpediente(c)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// indexExpediente lets a reference be looked up without reading every filing.
func indexExpediente(c *core.Collection) {
	const name = "idx_solicitudes_expediente"
	if c.Name != "solicitudes" {
		return
	}
	if c.Fields.GetByName("expediente_referencia") == nil {
		c.RemoveIndex(name)
		return
	}
	c.AddIndex(name, false, "expediente", "")
}

func addField(c *core.Collection, f core.Field) { c.Fields.Add(f) }

func removeField(c *core.Collection, f core.Field) { c.Fields.RemoveByName(f.GetName()) }

func growChoice(f *core.SelectField, more []string) { f.Values = append(f.Values, more...) }

func shrinkChoice(f *core.SelectField, more []string) {
	f.Values = slices.DeleteFunc(f.Values, func(v string) bool { return slices.Contains(more, v) })
}
