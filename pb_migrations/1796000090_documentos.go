package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

func init() {
	m.Register(func(app core.App) error {
		cols, err := collections(app, "solicitudes", "borradores", "subsanaciones")
		if err != nil {
			return err
		}
		c := core.NewBaseCollection("documentos")
		borrador := relation("borrador", "Si tiene borrador y no tiene solicitud, el ciudadano todavía no lo envió: no lo atienda.", cols[1])
		borrador.CascadeDelete = true
		correccion := relation("subsanacion", "Subsanación con la que llegó.", cols[2])
		c.Fields.Add(
			yes("observado", "Márquelo para observar este documento. "+
				"Después registre un movimiento OBSERVADO: recién entonces se avisa al ciudadano."),
			text("observacion", "Qué debe corregir el ciudadano en este documento.", 1000),
			relation("solicitud", "Solicitud a la que pertenece.", cols[0]),
			borrador, correccion,
			choice("clase", "Qué documento es.", "principal", "anexo1", "anexo2", "respuesta"),
			pdf("archivo", "El PDF tal como llegó, sin cambios.", 1<<30),
			&core.TextField{Name: "nombre", Help: "Nombre del archivo como lo subió el ciudadano.", Max: 255, Presentable: true},
			text("numero", "Número del documento, si el ciudadano lo indicó.", 60),
			number("bytes", "Tamaño en bytes."),
			number("folios", "Páginas del PDF."),
			text("sha256", "Huella SHA-256 del archivo.", 64),
			list("avisos", "Lo que conviene saber antes de abrirlo."),
			number("firmas", "Firmas digitales encontradas, no verificadas."),
			date("subido_en", "Cuándo llegó."),
		)
		// A field may point only at a collection that exists: this one at itself.
		if err := app.Save(c); err != nil {
			return err
		}
		c.Fields.Add(relation("reemplaza", "Documento observado al que reemplaza.", c))
		c.AddIndex("idx_documentos_borrador", true, "borrador, clase", "borrador != ''")
		c.AddIndex("idx_documentos_solicitud", false, "solicitud", "")
		// PocketBase looks for what points at a record before it deletes one.
		c.AddIndex("idx_documentos_reemplaza", false, "reemplaza", "")
		c.AddIndex("idx_documentos_subsanacion", true, "subsanacion, reemplaza", "subsanacion != ''")
		return app.Save(c)
	}, drop("documentos"))
}
