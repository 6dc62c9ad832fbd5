package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// What the staff's inbox needs: which area a filing was routed to, who is in charge of
// it, which version a person saw, the sessions of the accounts, and their phrases.

// routedOnInsert keeps `derivaciones` beside the trail. A trigger writes it, so that
// lines which an import or a recovery brings are followed too.
const routedOnInsert = `CREATE TRIGGER derivaciones_sigue AFTER INSERT ON movimientos WHEN NEW.etapa = 'DERIVADO' BEGIN
	INSERT INTO derivaciones (id, solicitud, area, copia, desde, acuse_en, acuse_por)
		SELECT lower(hex(randomblob(7))) || 'd', NEW.solicitud, NEW.area, FALSE, NEW.fecha, '', '' WHERE NEW.area != ''
		ON CONFLICT (solicitud, area) DO UPDATE SET copia = FALSE, desde = excluded.desde, acuse_en = '', acuse_por = '';
	INSERT INTO derivaciones (id, solicitud, area, copia, desde, acuse_en, acuse_por)
		SELECT lower(hex(randomblob(7))) || 'd', NEW.solicitud, value, TRUE, NEW.fecha, '', ''
		FROM json_each(CASE WHEN NOT json_valid(NEW.copias) THEN '[]'
			WHEN json_type(NEW.copias) = 'array' THEN NEW.copias ELSE '[]' END) WHERE value != NEW.area
		ON CONFLICT (solicitud, area) DO NOTHING;
END`

// inboxColumns are the columns that earlier collections get.
func inboxColumns(personal *core.Collection) map[string][]core.Field {
	return map[string][]core.Field{
		"solicitudes": {
			number("version", "Cuántos movimientos la cambiaron. Quien actúa sobre una versión anterior es avisado."),
			text("ultima_etapa", "Último movimiento que la cambió. Lo escribe el sistema.", 20),
			relation("responsable", "Cuenta del personal que la tiene a su cargo.", personal),
			date("postergada_hasta", "La bandeja la muestra aparte hasta ese día hábil, salvo que su plazo apremie."),
		},
		"movimientos": {list("copias", "DERIVADO: ids de otras áreas que reciben copia para conocer; responde solo «area».")},
		"entidad": {
			yes("segundo_factor", "Al ingresar, el personal escribe también un código que llega a su correo. "+
				"Antes, un correo de prueba debe salir."),
			date("confirmada_en", "Cuándo una persona confirmó que estos datos son de su entidad."),
		},
	}
}

func init() {
	m.Register(upInbox, downInbox)
}

func upInbox(app core.App) error {
	cols, err := collections(app, "personal", "areas", "solicitudes", "tramites")
	if err != nil {
		return err
	}
	for name, fields := range inboxColumns(cols[0]) {
		if err := alter(app, name, func(c *core.Collection) { addAll(c, fields) }); err != nil {
			return err
		}
	}
	for _, c := range inboxCollections(cols[2], cols[1], cols[3]) {
		if err := app.Save(c); err != nil {
			return err
		}
	}
	return execute(app,
		`UPDATE solicitudes SET
			version = (SELECT count(*) FROM movimientos WHERE movimientos.solicitud = solicitudes.id AND etapa NOT IN ('NOTA', 'CEDULA')),
			ultima_etapa = coalesce((SELECT etapa FROM movimientos WHERE movimientos.solicitud = solicitudes.id
				AND etapa NOT IN ('NOTA', 'CEDULA') ORDER BY fecha DESC, movimientos.rowid DESC LIMIT 1), '')`,
		`UPDATE entidad SET confirmada_en = strftime('%Y-%m-%d %H:%M:%fZ', 'now') WHERE EXISTS (SELECT 1 FROM solicitudes)`,
		`INSERT INTO derivaciones (id, solicitud, area, copia, desde, acuse_en, acuse_por)
			SELECT lower(hex(randomblob(7))) || 'd', solicitud, area, FALSE, max(fecha), '', '' FROM movimientos
			WHERE etapa = 'DERIVADO' AND area != '' GROUP BY solicitud, area`,
		routedOnInsert,
	)
}

func downInbox(app core.App) error {
	if err := execute(app, "DROP TRIGGER derivaciones_sigue"); err != nil {
		return err
	}
	if err := drop("derivaciones", "vistas", "sesiones", "frases")(app); err != nil {
		return err
	}
	cols, err := collections(app, "personal")
	if err != nil {
		return err
	}
	for name, fields := range inboxColumns(cols[0]) {
		err := alter(app, name, func(c *core.Collection) {
			for _, f := range fields {
				c.Fields.RemoveByName(f.GetName())
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func addAll(c *core.Collection, fields []core.Field) {
	for _, f := range fields {
		c.Fields.Add(f)
	}
}

// inboxCollections are the collections that only the inbox writes.
func inboxCollections(solicitudes, areas, tramites *core.Collection) []*core.Collection {
	routed := core.NewBaseCollection("derivaciones")
	routed.Fields.Add(
		relation("solicitud", "Solicitud derivada.", solicitudes), relation("area", "Área que la recibió.", areas),
		yes("copia", "La recibió en copia, solo para conocer."), date("desde", "Cuándo llegó al área."),
		date("acuse_en", "Cuándo la abrió alguien del área por primera vez."), text("acuse_por", "Quién la abrió.", 200),
	)
	routed.AddIndex("idx_derivaciones_solicitud", true, "solicitud, area", "")
	routed.AddIndex("idx_derivaciones_area", false, "area, solicitud", "")

	seen := core.NewBaseCollection("vistas")
	seen.Fields.Add(
		text("persona", "Cuenta que la abrió.", 40), relation("solicitud", "Solicitud abierta.", solicitudes),
		number("version", "Versión que vio."), date("fecha", "Cuándo la abrió por última vez."),
	)
	seen.AddIndex("idx_vistas_persona", true, "persona, solicitud", "")
	seen.AddIndex("idx_vistas_solicitud", false, "solicitud, fecha", "")

	sessions := core.NewBaseCollection("sesiones")
	sessions.Fields.Add(
		label("coleccion", "personal o _superusers.", 40), label("cuenta", "Cuenta que ingresó.", 20),
		secret("secreto", "Huella del secreto que guarda el navegador."), secret("llave", "Huella de la llave de la cuenta al ingresar."),
		date("creada_en", "Cuándo ingresó."), date("usada_en", "Última vez que se usó, con diez minutos de margen."),
		text("ip", "Dirección IP al ingresar.", 45), text("navegador", "Navegador, como se presenta.", 200),
		yes("pendiente", "Falta el código que llega por correo."),
	)
	sessions.AddIndex("idx_sesiones_secreto", true, "secreto", "")
	sessions.AddIndex("idx_sesiones_cuenta", false, "cuenta", "")

	phrases := core.NewBaseCollection("frases")
	phrases.Fields.Add(
		label("clave", "Palabra corta con la que se encuentra.", 30),
		choice("tipo", "Dónde se ofrece.", "observacion", "respuesta", "motivo"),
		&core.TextField{Name: "texto", Required: true, Max: 2000,
			Help: "La frase. {nombre} {numero} {documento} {vence} toman el valor de la solicitud."},
		relation("tramite", "Solo para este trámite. Vacío: para todos.", tramites),
		relation("area", "Solo para esta área. Vacía: para todas.", areas),
	)
	phrases.AddIndex("idx_frases_clave", true, "clave", "")
	return []*core.Collection{routed, seen, sessions, phrases}
}
