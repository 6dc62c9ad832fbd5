package pb_migrations

import (
	"errors"
	"slices"

	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// What starts the legal clock, what the law counts beside what the citizen is told, and the
// ways out of every state.

// stagesOfExits are the stages that came with the exits.
var stagesOfExits = []string{"DEVUELTO", "RECONDUCIDO", "REMITIDO", "PRORROGADO", "DESISTIDO", "REABIERTO"}

// What the dashboard says beside a stage and beside the PDF of a line: before, and since.
const (
	helpOfStages = "OBSERVADO: pedir correcciones (antes marque los documentos) · REGISTRADO: dar expediente · " +
		"DERIVADO: llene el área · ATENDIDO: llene observaciones con la respuesta · ARCHIVADO · NOTA: apunte interno · " +
		"CEDULA: notificó en papel. RECEPCION, SUBSANADO y NO PRESENTADO los escribe el sistema."
	helpOfExits = "OBSERVADO: marque antes los documentos · DERIVADO: área · ATENDIDO: observaciones y sentido · RECONDUCIDO: trámite · " +
		"REMITIDO: entidad y documento · PRORROGADO: nuevo vencimiento · SUBSANADO: lo que trajo en papel, en PDF. " +
		"Toda salida pide su motivo. RECEPCION la escribe el sistema."
	helpOfAnswer = "PDF de respuesta al atender (opcional, hasta 15 MB). Se envía por correo al ciudadano."
	helpOfPDF    = "PDF, hasta 15 MB. ATENDIDO: la respuesta (opcional); se envía por correo. SUBSANADO: lo que trajo el ciudadano " +
		"(obligatorio): reemplaza a cada documento observado o es un anexo. DESISTIDO: el documento que lo pide (opcional)."
)

// mailsOfTerms are the kinds of mail that came with them.
var mailsOfTerms = []string{"inicio_plazo", "encauzada", "remitida", "prorroga", "desistimiento", "archivo", "reapertura"}

func legalTermColumns(tramites *core.Collection) map[string][]core.Field {
	return map[string][]core.Field{
		"entidad": {
			choice("inicio_subsanacion", "Desde cuándo corre el plazo para subsanar. acuse: desde que consta que el ciudadano recibió el aviso "+
				"(arts. 20.4 y 25.2 de la Ley 27444). envio: desde que salió el correo; un plazo sobre un aviso no recibido puede ser nulo: "+
				"que lo decida un abogado.", "acuse", "envio"),
			text("dias_subsanacion_base", "Norma que permite dar más de dos días hábiles para subsanar. "+
				"Obligatoria si «dias_subsanacion» es mayor que 2.", 500),
		},
		"tramites": {
			choice("inicio_plazo", "Desde cuándo corre el plazo que se dice al ciudadano. Vacío: la regla de la entidad.",
				"registro", "presentacion"),
			limited("meta_dias", "Meta propia de la entidad, en los mismos días que el plazo: desde ella la luz es ámbar. 0: ninguna.", 1000),
			text("prorroga_base", "Norma que permite prorrogar el plazo una vez, antes de que venza. Vacío: no se puede prorrogar.", 500),
		},
		"solicitudes": {
			date("vence_legal", "Último día para responder según la ley: cuenta desde la recepción o la subsanación, registrada o no "+
				"(art. 131.1 de la Ley 27444). Las luces y el silencio corren con esta fecha."),
			date("legal_desde", "Día del que depende el plazo de ley. Ese día no se cuenta."),
			number("legal_dias", "Días del plazo de ley; 0 si no lo hay."),
			choice("legal_tipo", "Cómo se cuentan esos días.", "habiles", "calendario"),
			number("meta_dias", "Meta propia que tenía el trámite; 0 si no la hay."),
			date("registrada_el", "Día en que se registró, o en que volvió a mesa de partes."),
			choice("inicio_subsanacion", "Desde cuándo corre el plazo de la última observación: así se le dijo al ciudadano.", "acuse", "envio"),
			text("estado_previo", "Estado que tenía al cerrarse; REABIERTO se lo devuelve.", 20),
			date("cerrada_el", "Día en que se cerró."),
			text("entidad_destino", "Entidad competente a la que se remitió.", 200),
			yes("prorrogada", "El plazo ya se prorrogó una vez."),
		},
		"movimientos": {
			text("motivo", "Por qué: obligatorio en DEVUELTO, RECONDUCIDO, REMITIDO, PRORROGADO, DESISTIDO, REABIERTO, en NO PRESENTADO de "+
				"mesa de partes, en ARCHIVADO sin respuesta y en una respuesta después del silencio positivo.", 1000),
			relation("tramite", "RECONDUCIDO: el trámite que corresponde.", tramites),
			text("entidad_destino", "REMITIDO: la entidad competente.", 200),
			date("vence_nuevo", "PRORROGADO: el nuevo último día para responder."),
			text("cedula_numero", "CEDULA: su número.", 60),
			date("entregada_el", "CEDULA: el día en que se entregó. Desde el día hábil siguiente corre el plazo."),
			choice("sentido", "ATENDIDO: el sentido de la respuesta. Vacío: informativa.",
				"favorable", "favorable_en_parte", "desfavorable", "improcedente", "informativa"),
			text("documento_numero", "ATENDIDO o REMITIDO: número de la carta, resolución u oficio.", 100),
			date("documento_fecha", "ATENDIDO o REMITIDO: fecha de ese documento."),
			yes("agota_via", "ATENDIDO: la respuesta agota la vía administrativa."),
			text("recursos", "ATENDIDO: qué recursos proceden, ante quién y en qué plazo. Vacío: el texto usual para ese sentido.", 2000),
			yes("confirma_silencio", "ATENDIDO después del silencio positivo: confirmo que se responde a pesar de él; "+
				"diga en motivo la base legal."),
		},
	}
}

func init() {
	m.Register(func(app core.App) error {
		if err := errors.Join(addLegalTerms(app), explain(app, helpOfExits, helpOfPDF)); err != nil {
			return err
		}
		return execute(app,
			`UPDATE entidad SET inicio_subsanacion = 'acuse'`,
			// Terms that were told under the rule of before keep it.
			`UPDATE solicitudes SET inicio_subsanacion = 'envio' WHERE estado = 'observada'`,
			// Lima is five hours behind; what has no date yet gets it in the first round of the clock.
			`UPDATE solicitudes SET legal_tipo = t.tipo_dias, legal_dias = t.plazo_dias, registrada_el = CASE WHEN estado = 'registrada' THEN (
					SELECT strftime('%Y-%m-%d 05:00:00.000Z', max(v.fecha), '-5 hours') FROM movimientos v
					WHERE v.solicitud = solicitudes.id AND v.etapa = 'REGISTRADO') ELSE '' END,
				legal_desde = coalesce((SELECT strftime('%Y-%m-%d 05:00:00.000Z', max(v.fecha), '-5 hours') FROM movimientos v
					WHERE v.solicitud = solicitudes.id AND v.etapa = 'SUBSANADO'), strftime('%Y-%m-%d 05:00:00.000Z', recibida_en, '-5 hours'))
				FROM tramites t WHERE t.id = solicitudes.tramite AND t.plazo_dias > 0
					AND solicitudes.estado IN ('recibida', 'subsanada', 'registrada', 'derivada')`)
	}, func(app core.App) error {
		return errors.Join(removeLegalTerms(app), explain(app, helpOfStages, helpOfAnswer))
	})
}

func addLegalTerms(app core.App) error {
	cols, err := collections(app, "tramites")
	if err != nil {
		return err
	}
	for name, fields := range legalTermColumns(cols[0]) {
		err := alter(app, name, func(c *core.Collection) { c.Fields.Add(fields...) })
		if err != nil {
			return err
		}
	}
	return eachChoice(func(collection, field string, more []string) error {
		return alter(app, collection, func(c *core.Collection) {
			f := c.Fields.GetByName(field).(*core.SelectField)
			f.Values = append(f.Values, more...)
		})
	})
}

// explain writes the helps that name the stages.
func explain(app core.App, stages, pdf string) error {
	return alter(app, "movimientos", func(c *core.Collection) {
		c.Fields.GetByName("etapa").(*core.SelectField).Help = stages
		c.Fields.GetByName("respuesta").(*core.FileField).Help = pdf
	})
}

func removeLegalTerms(app core.App) error {
	cols, err := collections(app, "tramites")
	if err != nil {
		return err
	}
	for name, fields := range legalTermColumns(cols[0]) {
		err := alter(app, name, func(c *core.Collection) {
			for _, f := range fields {
				c.Fields.RemoveByName(f.GetName())
			}
		})
		if err != nil {
			return err
		}
	}
	return eachChoice(func(collection, field string, more []string) error {
		return alter(app, collection, func(c *core.Collection) {
			f := c.Fields.GetByName(field).(*core.SelectField)
			f.Values = slices.DeleteFunc(f.Values, func(v string) bool { return slices.Contains(more, v) })
		})
	})
}

// eachChoice visits the choices that grew.
func eachChoice(visit func(collection, field string, more []string) error) error {
	for _, c := range []struct {
		collection, field string
		more              []string
	}{
		{"solicitudes", "estado", []string{"remitida"}},
		{"movimientos", "etapa", stagesOfExits},
		{"correos", "tipo", mailsOfTerms},
	} {
		if err := visit(c.collection, c.field, c.more); err != nil {
			return err
		}
	}
	return nil
}

// alter changes a collection.
func alter(app core.App, name string, change func(*core.Collection)) error {
	cols, err := collections(app, name)
	if err != nil {
		return err
	}
	change(cols[0])
	return app.Save(cols[0])
}
