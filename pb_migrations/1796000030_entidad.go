package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

func init() {
	m.Register(func(app core.App) error {
		c := core.NewBaseCollection("entidad")
		c.Fields.Add(
			label("nombre", "Nombre completo de la entidad.", 200),
			text("siglas", "Siglas, por ejemplo CENARES.", 30),
			text("oficina", "Oficina que atiende la mesa de partes.", 150),
			text("direccion", "Dirección que se muestra al pie de cada página.", 200),
			text("telefono", "Teléfono de contacto.", 60),
			email("correo", "Correo de contacto de la mesa de partes."),
			text("horario", "Horario de registro de documentos, por ejemplo: lunes a viernes de 08:30 a 16:30.", 200),
			url("portal", "Página institucional."),
			url("tupa", "Página del TUPA."),
			text("region", "Región donde está la oficina. Decide qué días no laborables le tocan.", 60),
			text("provincia", "Provincia donde está la oficina.", 60),
			&core.FileField{Name: "logo", Help: "Logotipo (SVG o PNG, hasta 200 kB).", MaxSize: 200 << 10, MaxSelect: 1,
				MimeTypes: []string{"image/svg+xml", "image/png"}},
			text("color", "Color institucional en hexadecimal, por ejemplo #8a1538.", 7),
			text("terminos", "Términos y condiciones que acepta el ciudadano. "+
				"Deje una línea vacía entre párrafos; empiece con ## los títulos y con - las viñetas.", 20000),
			text("terminos_version", "La pone el sistema cada vez que cambian los términos.", 40),
			number("limite_mb", "Tamaño máximo de cada archivo de una solicitud, en MB. Usual: 100."),
			number("limite_subsanacion_mb", "Tamaño máximo de cada archivo de una subsanación, en MB. Usual: 20."),
			number("reserva_mb", "Espacio que debe quedar libre en el disco, en MB; con menos no se aceptan archivos nuevos. Usual: 1024."),
			number("dias_subsanacion", "Días hábiles para subsanar (art. 125 de la Ley 27444: 2)."),
			choice("regla_presentacion", "Qué fecha cuenta cuando se presenta en día inhábil.", "dia_habil_siguiente", "mismo_dia"),
			choice("inicio_plazo", "Desde cuándo corre el plazo de respuesta.", "registro", "presentacion"),
			yes("exigir_domicilio", "El domicilio es obligatorio (art. 113 de la Ley 27444)."),
			yes("exigir_codigo_subsanacion", "Antes de subsanar se pide un código enviado al correo del ciudadano."),
			yes("avisar_derivacion", "Enviar también un correo al ciudadano cuando su solicitud se deriva."),
			number("horas_borrador", "Horas que se conserva un borrador sin enviar. Usual: 72."),
			limited("hora_resumen", "Hora de Lima (1 a 23) desde la que se envía cada día hábil "+
				"el resumen de plazos a mesa y jefatura. Usual: 8.", 23),
		)
		return app.Save(c)
	}, drop("entidad"))
}
