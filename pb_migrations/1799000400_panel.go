package pb_migrations

import (
	"slices"
	"strings"

	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The dashboard as staff need it: lists begin with the columns that matter, pickers show
// names, what only a programmer changes is hidden, and a superuser's password is long.

// firstColumns are the fields that a list shows first.
var firstColumns = map[string][]string{
	"solicitudes": {
		"id", "numero", "estado", "semaforo", "razon_social", "apellidos", "nombres", "tramite", "asunto", "area", "responsable", "recibida_en",
		"vence_legal", "alerta", "expediente",
	},
	"documentos":  {"id", "solicitud", "clase", "nombre", "archivo", "folios", "observado", "observacion", "avisos", "numero"},
	"movimientos": {"id", "solicitud", "etapa", "fecha", "area", "observaciones", "instrucciones", "expediente", "respuesta", "motivo"},
	"correos":     {"id", "estado", "asunto", "para", "solicitud", "creado_en", "enviado_en", "error", "intentos"},
	"accesos":     {"id", "fecha", "actor", "accion", "coleccion", "registro"},
}

// columnsBefore is the order of before, which the way down brings back: the base keeps none.
var columnsBefore = map[string]string{
	"accesos": "id fecha actor accion coleccion registro archivo ip",
	"correos": "id asunto para estado tipo solicitud movimiento adjunto texto html intentos proximo_en incierto_en enviado_en error " +
		"creado_en mensaje_id clave acuse acuse_en acuse_ip cedula_desde cedula_en",
	"documentos": "id observado observacion solicitud borrador subsanacion clase archivo nombre numero bytes folios sha256 avisos firmas " +
		"subido_en reemplaza escrito",
	"movimientos": "id solicitud etapa area observaciones instrucciones expediente respuesta fecha origen destino actor subsanacion motivo " +
		"tramite entidad_destino vence_nuevo cedula_numero entregada_el sentido documento_numero documento_fecha agota_via " +
		"recursos confirma_silencio recibida_por copias",
	"solicitudes": "id numero anio correlativo estado persona tipo_documento numero_documento nombres apellidos telefono correo domicilio " +
		"ruc razon_social tramite asunto recibida_en presentada_el presentada_motivo vence_subsanacion vence_respuesta " +
		"expediente area terminos_version terminos_en terminos_ip autorizo cuo cuo_ref entidad_emisora_ruc borrador semaforo " +
		"alerta vence_revision plazo_desde plazo_dias plazo_tipo presentada_texto nombres_fuente ruc_situacion vence_legal " +
		"legal_desde legal_dias legal_tipo meta_dias registrada_el inicio_subsanacion estado_previo cerrada_el entidad_destino " +
		"prorrogada calidad poder_referencia representado representado_documento expediente_referencia documento_tipo " +
		"documento_fecha domicilio_notificacion departamento provincia distrito pedido entrega entrega_otro silencio version " +
		"ultima_etapa responsable postergada_hasta",
}

// picked are the fields that a picker shows besides those it showed.
var picked = map[string][]string{
	"solicitudes": {"estado", "razon_social", "apellidos"},
	"documentos":  {"clase"},
	"movimientos": {"solicitud"},
	"personal":    {"rol"},
}

const (
	shortestPassword = 12
	stockPassword    = 8
)

func init() {
	m.Register(func(app core.App) error { return panel(app, true) }, func(app core.App) error { return panel(app, false) })
}

func panel(app core.App, up bool) error {
	for name, first := range firstColumns {
		if !up {
			first = strings.Fields(columnsBefore[name])
		}
		if err := alter(app, name, func(c *core.Collection) { putFirst(c, first) }); err != nil {
			return err
		}
	}
	for name, fields := range picked {
		err := alter(app, name, func(c *core.Collection) {
			for _, field := range fields {
				present(c.Fields.GetByName(field), up)
			}
		})
		if err != nil {
			return err
		}
	}
	err := alter(app, core.CollectionNameSuperusers, func(c *core.Collection) {
		shortest := stockPassword
		if up {
			shortest = shortestPassword
		}
		c.Fields.GetByName(core.FieldNamePassword).(*core.PasswordField).Min = shortest
	})
	if err != nil {
		return err
	}
	return hideControls(app, up)
}

// hideControls writes the setting into the base and into the settings that are in memory.
// Saving the settings would read all of them again while PocketBase still removes the files
// of its own first collection in the background. Where they are encrypted, the base gets the
// setting with the next save.
func hideControls(app core.App, up bool) error {
	app.Settings().Meta.HideControls = up
	value := "false"
	if up {
		value = "true"
	}
	return execute(app, "UPDATE _params SET value = json_set(value, '$.meta.hideControls', json('"+value+"')) "+
		"WHERE id = 'settings' AND json_valid(value)")
}

// putFirst moves fields to the front of a collection.
func putFirst(c *core.Collection, first []string) {
	place := func(f core.Field) int {
		if i := slices.Index(first, f.GetName()); i >= 0 {
			return i
		}
		return len(first)
	}
	slices.SortStableFunc(c.Fields, func(a, b core.Field) int { return place(a) - place(b) })
}

func present(field core.Field, show bool) {
	switch f := field.(type) {
	case *core.TextField:
		f.Presentable = show
	case *core.SelectField:
		f.Presentable = show
	case *core.RelationField:
		f.Presentable = show
	}
}
