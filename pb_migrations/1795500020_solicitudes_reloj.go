package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// What the legal clock keeps of each filing: the term that runs, the facts it is
// counted from, and what staff see of it.
func init() {
	m.Register(func(app core.App) error {
		c, err := app.FindCollectionByNameOrId("solicitudes")
		if err != nil {
			return err
		}
		c.Fields.Add(
			choice("semaforo", "verde: hay tiempo · ambar: queda la quinta parte del plazo o menos · rojo: vence hoy o ya venció. Vacío: no corre ningún plazo de la entidad.", "verde", "ambar", "rojo"),
			text("alerta", "Qué plazo apremia y por qué. Lo escribe el reloj.", 500),
			date("vence_revision", "Último día para observar o registrar: dos días hábiles (art. 125.6 de la Ley 27444). Vacío si ya se revisó."),
			date("plazo_desde", "Día del que depende el plazo que corre: presentación, subsanación, aviso de observación o registro. Ese día no se cuenta."),
			number("plazo_dias", "Días que tenía el plazo de respuesta o de subsanación al empezar; 0 si no lo hay."),
			choice("plazo_tipo", "Cómo se cuentan esos días.", "habiles", "calendario"),
			text("presentada_texto", "Qué día llegó y desde cuál cuenta, cuando no son el mismo.", 300),
		)
		setMax(c, "presentada_motivo", 200) // a declared day's name has up to 150
		if err := app.Save(c); err != nil {
			return err
		}
		_, err = app.DB().NewQuery(openTerms).Execute()
		return err
	}, func(app core.App) error {
		c, err := app.FindCollectionByNameOrId("solicitudes")
		if err != nil {
			return err
		}
		for _, f := range []string{"semaforo", "alerta", "vence_revision", "plazo_desde", "plazo_dias", "plazo_tipo", "presentada_texto"} {
			c.Fields.RemoveByName(f)
		}
		setMax(c, "presentada_motivo", 120)
		return app.Save(c)
	})
}

func setMax(c *core.Collection, field string, max int) {
	if f, ok := c.Fields.GetByName(field).(*core.TextField); ok {
		f.Max = max
	}
}

// openTerms notes for the filings that are open at this moment what their terms
// count from. Their review term is worked out with the first declared day.
const openTerms = `
UPDATE solicitudes SET
	plazo_desde = coalesce(strftime('%Y-%m-%d 05:00:00.000Z', CASE
		WHEN estado = 'recibida' THEN presentada_el
		WHEN estado = 'subsanada' THEN (SELECT max(fecha) FROM movimientos WHERE solicitud = solicitudes.id AND etapa = 'SUBSANADO')
		WHEN estado = 'observada' AND vence_subsanacion != '' THEN (SELECT max(enviado_en) FROM correos WHERE solicitud = solicitudes.id AND tipo = 'observacion' AND estado = 'enviado')
		WHEN vence_respuesta != '' AND (SELECT inicio_plazo FROM entidad LIMIT 1) = 'presentacion'
			THEN coalesce((SELECT max(fecha) FROM movimientos WHERE solicitud = solicitudes.id AND etapa = 'SUBSANADO'), presentada_el)
		WHEN vence_respuesta != '' THEN (SELECT max(fecha) FROM movimientos WHERE solicitud = solicitudes.id AND etapa = 'REGISTRADO')
	END, '-5 hours'), ''),
	plazo_dias = CASE
		WHEN estado = 'observada' THEN coalesce((SELECT dias_subsanacion FROM entidad LIMIT 1), 0)
		WHEN vence_respuesta != '' THEN coalesce((SELECT plazo_dias FROM tramites WHERE id = solicitudes.tramite), 0)
		ELSE 0 END,
	plazo_tipo = CASE
		WHEN estado = 'observada' THEN 'habiles'
		WHEN vence_respuesta != '' THEN coalesce((SELECT tipo_dias FROM tramites WHERE id = solicitudes.tramite), '')
		ELSE '' END
WHERE estado IN ('recibida', 'observada', 'subsanada', 'registrada', 'derivada')`
