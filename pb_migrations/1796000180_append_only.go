package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The record events already refuse these changes. The triggers are for what runs
// below the events: the dashboard's SQL console and imports.
// An INSERT OR REPLACE deletes without firing a DELETE trigger, hence the third kind.
var triggers = map[string]string{
	"movimientos_fijo_update": `BEFORE UPDATE ON movimientos BEGIN SELECT RAISE(ABORT, 'movimientos: solo se agrega'); END`,
	"movimientos_fijo_delete": `BEFORE DELETE ON movimientos BEGIN SELECT RAISE(ABORT, 'movimientos: solo se agrega'); END`,
	"movimientos_fijo_insert": `BEFORE INSERT ON movimientos WHEN EXISTS (SELECT 1 FROM movimientos WHERE id = NEW.id)
		BEGIN SELECT RAISE(ABORT, 'movimientos: solo se agrega'); END`,
	"accesos_fijo_update": `BEFORE UPDATE ON accesos BEGIN SELECT RAISE(ABORT, 'accesos: solo se agrega'); END`,
	// Two years, art. 46 of the rules of Ley 29733; the purge may only take older ones.
	"accesos_fijo_delete": `BEFORE DELETE ON accesos WHEN OLD.fecha > strftime('%Y-%m-%d %H:%M:%fZ', 'now', '-2 years')
		BEGIN SELECT RAISE(ABORT, 'accesos: se conservan dos años'); END`,
	"accesos_fijo_insert": `BEFORE INSERT ON accesos WHEN EXISTS (SELECT 1 FROM accesos WHERE id = NEW.id)
		BEGIN SELECT RAISE(ABORT, 'accesos: solo se agrega'); END`,
	// A question is written when it is asked and closed once with its outcome; then
	// it stays two years, as who saw what does.
	"consultas_fijo_update": `BEFORE UPDATE ON consultas WHEN OLD.resultado != '' OR OLD.id IS NOT NEW.id OR OLD.borrador IS NOT NEW.borrador
			OR OLD.tipo IS NOT NEW.tipo OR OLD.numero IS NOT NEW.numero OR OLD.fecha IS NOT NEW.fecha
		BEGIN SELECT RAISE(ABORT, 'consultas: solo se agrega'); END`,
	"consultas_fijo_delete": `BEFORE DELETE ON consultas WHEN OLD.fecha > strftime('%Y-%m-%d %H:%M:%fZ', 'now', '-2 years')
		BEGIN SELECT RAISE(ABORT, 'consultas: se conservan dos años'); END`,
	"consultas_fijo_insert": `BEFORE INSERT ON consultas WHEN EXISTS (SELECT 1 FROM consultas WHERE id = NEW.id)
		BEGIN SELECT RAISE(ABORT, 'consultas: solo se agrega'); END`,
	"documentos_fijo_delete": `BEFORE DELETE ON documentos WHEN OLD.solicitud != '' ` +
		`BEGIN SELECT RAISE(ABORT, 'documentos: lo presentado no se borra'); END`,
	"solicitudes_fijo_delete": `BEFORE DELETE ON solicitudes BEGIN SELECT RAISE(ABORT, 'solicitudes: no se borran'); END`,
	"solicitudes_fijo_update": `BEFORE UPDATE OF id, numero, anio, correlativo, recibida_en ON solicitudes
		WHEN OLD.id IS NOT NEW.id OR OLD.numero IS NOT NEW.numero OR OLD.anio IS NOT NEW.anio
			OR OLD.correlativo IS NOT NEW.correlativo OR OLD.recibida_en IS NOT NEW.recibida_en
		BEGIN SELECT RAISE(ABORT, 'solicitudes: el número no cambia'); END`,
	"solicitudes_fijo_insert": `BEFORE INSERT ON solicitudes WHEN EXISTS (SELECT 1 FROM solicitudes WHERE id = NEW.id OR numero = NEW.numero)
		BEGIN SELECT RAISE(ABORT, 'solicitudes: no se reemplazan'); END`,
}

func init() {
	m.Register(func(app core.App) error {
		for name, body := range triggers {
			if _, err := app.DB().NewQuery("CREATE TRIGGER " + name + " " + body).Execute(); err != nil {
				return err
			}
		}
		return nil
	}, func(app core.App) error {
		for name := range triggers {
			if _, err := app.DB().NewQuery("DROP TRIGGER " + name).Execute(); err != nil {
				return err
			}
		}
		return nil
	})
}
