package pb_migrations

import (
	"embed"
	"encoding/csv"
	"fmt"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// A new installation starts with a working office, which its administrator then
// edits in the dashboard: CENARES, its areas, its 18 procedures with suggested
// terms, and the frequent questions.
//
//go:embed first_office
var firstOffice embed.FS

func init() {
	m.Register(func(app core.App) error {
		rows, err := firstCatalogue()
		if err != nil {
			return err
		}
		if err := addRows(app, rows); err != nil {
			return err
		}
		if n, err := app.CountRecords("entidad"); err != nil || n > 0 {
			return err // after a way down the office may have written its own
		}
		rows, err = firstEntidad()
		if err != nil {
			return err
		}
		return addRows(app, rows)
	}, func(app core.App) error {
		catalogue, err := firstCatalogue()
		if err != nil {
			return err
		}
		entidad, err := firstEntidad()
		if err != nil {
			return err
		}
		return removeRows(app, append(catalogue, entidad...))
	})
}

// firstCatalogue are the areas, the procedures and the frequent questions.
func firstCatalogue() (rows []row, err error) {
	areas := map[string]string{}
	for i, nombre := range []string{
		"UNIDAD DE ABASTECIMIENTO",
		"OFICINA DE ADMINISTRACIÓN",
		"DIRECCIÓN DE PROGRAMACIÓN",
		"OFICINA DE TRANSPARENCIA Y ACCESO A LA INFORMACIÓN",
	} {
		areas[nombre] = fmt.Sprintf("area%011d", i+1)
		rows = append(rows, row{"areas", dbx.Params{"id": areas[nombre], "nombre": nombre, "activo": true}})
	}
	tramites, err := table("first_office/tramites.csv")
	if err != nil {
		return nil, err
	}
	for i, t := range tramites {
		t["id"] = fmt.Sprintf("tramite%08d", i+1)
		t["area"] = areas[fmt.Sprint(t["area"])]
		t["activo"] = true
		rows = append(rows, row{"tramites", t})
	}
	preguntas, err := table("first_office/preguntas.csv")
	if err != nil {
		return nil, err
	}
	for i, p := range preguntas {
		p["id"] = fmt.Sprintf("pregunta%07d", i+1)
		p["orden"] = i + 1
		p["activo"] = true
		rows = append(rows, row{"preguntas_frecuentes", p})
	}
	return rows, nil
}

// firstEntidad is the office's own record.
func firstEntidad() ([]row, error) {
	terminos, err := firstOffice.ReadFile("first_office/terminos.md")
	if err != nil {
		return nil, err
	}
	return []row{{"entidad", dbx.Params{
		"id":     "entidad00000001",
		"nombre": "Centro Nacional de Abastecimiento de Recursos Estratégicos en Salud", "siglas": "CENARES",
		"oficina": "Oficina de Trámite", "direccion": "Jr. Nazca N° 548, Lima - Perú", "telefono": "+51 1 748 3030",
		"correo": "mesadepartes@cenares.gob.pe", "horario": "Lunes a viernes de 08:30 a 16:30",
		"portal": "https://www.gob.pe/cenares", "tupa": "https://www.gob.pe/cenares", "region": "Lima", "provincia": "Lima",
		"terminos": string(terminos), "terminos_version": "1",
		"limite_mb": 100, "limite_subsanacion_mb": 20, "reserva_mb": 1024, "dias_subsanacion": 2, "horas_borrador": 72, "hora_resumen": 8,
		"regla_presentacion": "dia_habil_siguiente", "inicio_plazo": "registro",
		"exigir_domicilio": true, "exigir_codigo_subsanacion": true, "avisar_derivacion": true,
	}}}, nil
}

// table reads a CSV with a header line into the columns of one row a line.
func table(name string) (rows []dbx.Params, err error) {
	f, err := firstOffice.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for _, line := range lines[1:] {
		columns := dbx.Params{}
		for i, column := range lines[0] {
			columns[column] = line[i]
		}
		rows = append(rows, columns)
	}
	return rows, nil
}
