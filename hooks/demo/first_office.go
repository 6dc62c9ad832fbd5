package demo

import (
	"embed"
	"encoding/csv"
	"fmt"
	"strconv"

	"github.com/pocketbase/pocketbase/core"
)

//go:embed oficina
var oficina embed.FS

// FirstOffice fills the catalogue of a new installation: CENARES, its areas,
// its 18 procedures with suggested terms, and the frequent questions. The
// office edits all of it in the dashboard.
func FirstOffice(app core.App) error {
	areas, err := addAreas(app)
	if err != nil {
		return err
	}
	if err := addTramites(app, areas); err != nil {
		return err
	}
	if err := addPreguntas(app); err != nil {
		return err
	}
	return addEntidad(app)
}

func addAreas(app core.App) (map[string]string, error) {
	ids := map[string]string{}
	for _, nombre := range []string{
		"UNIDAD DE ABASTECIMIENTO",
		"OFICINA DE ADMINISTRACIÓN",
		"DIRECCIÓN DE PROGRAMACIÓN",
		"OFICINA DE TRANSPARENCIA Y ACCESO A LA INFORMACIÓN",
	} {
		r, err := add(app, "areas", map[string]any{"nombre": nombre, "activo": true})
		if err != nil {
			return nil, err
		}
		ids[nombre] = r.Id
	}
	return ids, nil
}

func addTramites(app core.App, areas map[string]string) error {
	rows, err := table("oficina/tramites.csv")
	if err != nil {
		return err
	}
	for _, row := range rows {
		days, err := strconv.Atoi(row["plazo_dias"])
		if err != nil {
			return fmt.Errorf("tramites.csv: %w", err)
		}
		_, err = add(app, "tramites", map[string]any{
			"orden": row["orden"], "nombre": row["nombre"], "plazo_dias": days, "tipo_dias": row["tipo_dias"],
			"silencio": row["silencio"], "base_legal": row["base_legal"], "area": areas[row["area"]], "activo": true,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func addPreguntas(app core.App) error {
	rows, err := table("oficina/preguntas.csv")
	if err != nil {
		return err
	}
	for i, row := range rows {
		_, err := add(app, "preguntas_frecuentes", map[string]any{
			"pregunta": row["pregunta"], "respuesta": row["respuesta"], "orden": i + 1, "activo": true,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func addEntidad(app core.App) error {
	terminos, err := oficina.ReadFile("oficina/terminos.md")
	if err != nil {
		return err
	}
	_, err = add(app, "entidad", map[string]any{
		"nombre": "Centro Nacional de Abastecimiento de Recursos Estratégicos en Salud", "siglas": "CENARES",
		"oficina": "Oficina de Trámite", "direccion": "Jr. Nazca N° 548, Lima - Perú", "telefono": "+51 1 748 3030",
		"correo": "mesadepartes@cenares.gob.pe", "horario": "Lunes a viernes de 08:30 a 16:30",
		"portal": "https://www.gob.pe/cenares", "tupa": "https://www.gob.pe/cenares", "region": "Lima", "provincia": "Lima",
		"terminos": string(terminos), "terminos_version": "1",
		"limite_mb": 100, "limite_subsanacion_mb": 20, "reserva_mb": 1024, "dias_subsanacion": 2, "horas_borrador": 72,
		"regla_presentacion": "dia_habil_siguiente", "inicio_plazo": "registro",
		"exigir_domicilio": true, "exigir_codigo_subsanacion": true, "avisar_derivacion": true,
	})
	return err
}

func add(app core.App, collection string, values map[string]any) (*core.Record, error) {
	c, err := app.FindCollectionByNameOrId(collection)
	if err != nil {
		return nil, err
	}
	r := core.NewRecord(c)
	r.Load(values)
	if err := app.Save(r); err != nil {
		return nil, fmt.Errorf("%s: %w", collection, err)
	}
	return r, nil
}

// table reads a CSV with a header line into one map a row, by column.
func table(name string) ([]map[string]string, error) {
	f, err := oficina.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var rows []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, column := range lines[0] {
			row[column] = line[i]
		}
		rows = append(rows, row)
	}
	return rows, nil
}
