package webhook

import (
	"context"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// keepSent is how long a delivery is kept after it left.
const keepSent = 30 * 24 * time.Hour

// retry lets an administrator do one thing to the outbox: put a failed delivery back in it.
func (r *Room) retry(e *core.RecordEvent) error {
	if rule.IsSystem(e.Record) {
		return e.Next()
	}
	before, err := rule.Stored(e)
	if err != nil {
		return err
	}
	f := mesa.Fallas{Status: 403}
	rule.Keep(e.Record, before, func(field string) bool { return field == "estado" },
		func(field string) { f.Add(field, mesa.TextEnviosFijos) })
	if was, now := before.GetString("estado"), e.Record.GetString("estado"); was != now && (was != failed || now != pending) {
		f.Add("estado", mesa.TextEnviosFijos)
	}
	if err := f.Err(); err != nil {
		return err
	}
	if before.GetString("estado") == failed && e.Record.GetString("estado") == pending {
		e.Record.Set("intentos", 0)
		e.Record.Set("proximo_en", r.Now())
	}
	return e.Next()
}

// Purge deletes what left a month ago.
func (r *Room) Purge(app core.App) error {
	_, err := app.DB().NewQuery(`DELETE FROM webhook_envios WHERE id IN (SELECT id FROM webhook_envios
		WHERE estado = 'enviado' AND enviado_en < {:t} LIMIT 5000)`).
		Bind(dbx.Params{"t": stamp(r.Now().Add(-keepSent))}).Execute()
	return err
}

// waitsLong is how long a delivery may wait before somebody should look.
const waitsLong = time.Hour

// Salud tells staff when another system is not told.
func (r *Room) Salud(ctx context.Context, app core.App) (mesa.Salud, string) {
	var late []struct {
		Nombre  string         `db:"nombre"`
		Apagado types.DateTime `db:"apagado_en"`
	}
	err := app.DB().NewQuery(`SELECT nombre, apagado_en FROM webhooks w WHERE apagado_en != '' OR activo AND EXISTS (
		SELECT 1 FROM webhook_envios e WHERE e.webhook = w.id AND (e.estado = 'fallido' OR e.estado = 'pendiente' AND e.creado_en < {:t}))
		ORDER BY nombre`).Bind(dbx.Params{"t": stamp(r.Now().Add(-waitsLong))}).WithContext(ctx).All(&late)
	switch {
	case err != nil:
		return mesa.Mal, err.Error()
	case len(late) == 0:
		return mesa.Bien, ""
	case !late[0].Apagado.IsZero():
		return mesa.Atencion, mesa.TextWebhookApagado(late[0].Nombre)
	}
	return mesa.Atencion, mesa.TextWebhookEspera(late[0].Nombre)
}
