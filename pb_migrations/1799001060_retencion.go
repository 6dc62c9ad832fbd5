package pb_migrations

import (
	"errors"

	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// eliminations are the authorisations under which papers were eliminated (Ley 25323 and its
// rules, DS 008-92-JUS): the resolution, its PDF for ever, and what it covers.
func eliminations() *core.Collection {
	c := core.NewBaseCollection("eliminaciones")
	c.Fields.Add(
		label("autorizacion", "Resolución del Archivo General de la Nación que autoriza eliminar. "+
			"La escribe el comando «mesadepartes eliminar».", 60),
		date("fecha", "Fecha de la resolución."),
		text("serie", "Serie documental que alcanza.", 100),
		number("hasta", "Último año de cierre que alcanza."),
		pdf("archivo", "La resolución en PDF. Se conserva siempre.", 1<<30),
		text("nombre", "Nombre del archivo.", 255),
		text("sha256", "Huella SHA-256 del archivo.", 64),
		number("bytes", "Tamaño en bytes."),
		number("folios", "Páginas del PDF."),
		date("registrada_en", "Cuándo se registró."),
		date("terminada_en", "Cuándo se eliminó lo último. Vacío: se interrumpió; ejecute el comando otra vez."),
	)
	c.AddIndex("idx_eliminaciones_autorizacion", true, "autorizacion", "")
	return c
}

// What the base itself refuses: a paper of a filing goes only with an elimination, which is
// written once and never undone; and a leaf of the register loses what its receipt says only
// then, and keeps its hash and its code.
var retentionTriggers = []string{
	`CREATE TRIGGER eliminaciones_fijo_delete BEFORE DELETE ON eliminaciones BEGIN SELECT RAISE(ABORT, 'eliminaciones: no se borran'); END`,
	`CREATE TRIGGER eliminaciones_fijo_update BEFORE UPDATE ON eliminaciones WHEN OLD.id IS NOT NEW.id
			OR OLD.autorizacion IS NOT NEW.autorizacion OR OLD.fecha IS NOT NEW.fecha OR OLD.serie IS NOT NEW.serie OR OLD.hasta IS NOT NEW.hasta
			OR OLD.archivo IS NOT NEW.archivo OR OLD.sha256 IS NOT NEW.sha256
		BEGIN SELECT RAISE(ABORT, 'eliminaciones: no se cambian'); END`,
	`CREATE TRIGGER eliminaciones_fijo_insert BEFORE INSERT ON eliminaciones WHEN EXISTS (SELECT 1 FROM eliminaciones WHERE id = NEW.id)
		BEGIN SELECT RAISE(ABORT, 'eliminaciones: no se reemplazan'); END`,
	`CREATE TRIGGER solicitudes_eliminada BEFORE UPDATE OF eliminacion ON solicitudes WHEN OLD.eliminacion IS NOT NEW.eliminacion
			AND (OLD.eliminacion != '' OR NOT EXISTS (SELECT 1 FROM eliminaciones WHERE id = NEW.eliminacion))
		BEGIN SELECT RAISE(ABORT, 'solicitudes: se elimina solo con autorización'); END`,
	`CREATE TRIGGER documentos_fijo_archivo BEFORE UPDATE OF archivo ON documentos WHEN OLD.archivo != '' AND NEW.archivo = ''
			AND EXISTS (SELECT 1 FROM solicitudes WHERE id = OLD.solicitud AND eliminacion = '')
		BEGIN SELECT RAISE(ABORT, 'documentos: se elimina solo con autorización'); END`,
	`DROP TRIGGER registro_hojas_fijo_UPDATE`,
	`CREATE TRIGGER registro_hojas_fijo_UPDATE BEFORE UPDATE ON registro_hojas WHEN NOT (NEW.n = OLD.n AND NEW.movimiento = OLD.movimiento
			AND NEW.hash IS OLD.hash AND NEW.codigo = OLD.codigo AND NEW.antes = OLD.antes AND NEW.sal = '' AND NEW.cargo IS NULL
			AND EXISTS (SELECT 1 FROM movimientos m JOIN solicitudes s ON s.id = m.solicitud
				WHERE m.id = replace(OLD.movimiento, 'cargo/', '') AND s.eliminacion != ''))
		BEGIN SELECT RAISE(ABORT, 'registro: solo se agrega'); END`,
}

func init() {
	m.Register(func(app core.App) error {
		if err := errors.Join(app.Save(eliminations()), alter(app, "tramites", retention)); err != nil {
			return err
		}
		cols, err := collections(app, "eliminaciones")
		if err != nil {
			return err
		}
		err = alter(app, "solicitudes", func(c *core.Collection) {
			c.Fields.Add(relation("eliminacion", "Autorización con la que se eliminó el expediente. Vacío: se conserva.", cols[0]))
			c.AddIndex("idx_solicitudes_eliminacion", false, "eliminacion", "eliminacion != ''")
		})
		return errors.Join(err, execute(app, retentionTriggers...))
	}, func(app core.App) error {
		err := execute(app, "DROP TRIGGER registro_hojas_fijo_UPDATE", fixedRows("registro_hojas", "UPDATE"),
			"DROP TRIGGER documentos_fijo_archivo", "DROP TRIGGER solicitudes_eliminada",
			"DROP TRIGGER eliminaciones_fijo_delete", "DROP TRIGGER eliminaciones_fijo_update", "DROP TRIGGER eliminaciones_fijo_insert")
		if err != nil {
			return err
		}
		return errors.Join(
			alter(app, "solicitudes", func(c *core.Collection) {
				c.RemoveIndex("idx_solicitudes_eliminacion")
				c.Fields.RemoveByName("eliminacion")
			}),
			alter(app, "tramites", func(c *core.Collection) {
				c.Fields.RemoveByName("serie_documental")
				c.Fields.RemoveByName("retencion_anios")
			}),
			drop("eliminaciones")(app),
		)
	})
}

// retention are the columns of a procedure for what the office's programme of archive control
// (PCDA) says of it.
func retention(c *core.Collection) {
	c.Fields.Add(
		text("serie_documental", "Serie documental, como figura en el Programa de Control de Documentos Archivísticos (PCDA) de la entidad. "+
			"Vacío: no tiene serie y nada se elimina.", 100),
		limited("retencion_anios", "Años que se conserva el expediente, contados desde el 1 de enero que sigue a su cierre. 0: siempre. "+
			"Vencido el plazo nada se borra por sí solo: hace falta la autorización del Archivo General de la Nación.", 100),
	)
}
