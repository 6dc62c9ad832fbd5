package pb_migrations

import (
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// place is where a declared day holds. Its code is part of the rows' ids.
type place struct{ code, region, provincia string }

var (
	todoElPais        = place{"pais", "", ""}
	limaMetropolitana = place{"lima", "Lima", "Lima"}
	callao            = place{"call", "Callao", ""}
	huaral            = place{"hual", "Lima", "Huaral"}
	huamanga          = place{"huam", "Ayacucho", "Huamanga"}
	apurimac          = place{"apur", "Apurímac", ""}
	laLibertad        = place{"libe", "La Libertad", ""}
)

const compensable = "Día no laborable compensable"

// declared are the days that decrees declared non-working for the public sector,
// one decree and place a line. National holidays are no rows: the program knows them.
var declared = []struct {
	place        place
	nombre, base string
	medioDia     bool
	fechas       string
}{
	{todoElPais, compensable, "DS 161-2021-PCM", false, "2022-01-03"},
	{todoElPais, compensable, "DS 033-2022-PCM", false, "2022-05-02 2022-06-24 2022-08-29 2022-10-07 2022-10-31 2022-12-26 2022-12-30"},
	{todoElPais, compensable, "DS 151-2022-PCM", false,
		"2023-01-02 2023-04-28 2023-06-30 2023-07-27 2023-10-09 2023-12-07 2023-12-26 2024-01-02"},
	{todoElPais, compensable, "DS 011-2024-PCM", false, "2024-07-26 2024-10-07 2024-12-06 2024-12-23 2024-12-24 2024-12-30 2024-12-31"},
	{limaMetropolitana, compensable, "DS 110-2024-PCM (APEC)", false, "2024-11-14 2024-11-15 2024-11-16"},
	{callao, compensable, "DS 110-2024-PCM (APEC)", false, "2024-11-14 2024-11-15 2024-11-16"},
	{huaral, compensable, "Ampliación a Huaral del régimen APEC (número de DS no confirmado)", false, "2024-11-14 2024-11-15 2024-11-16"},
	{todoElPais, compensable, "DS 042-2025-PCM", false, "2025-05-02 2025-12-26 2026-01-02"},
	{huamanga, "Feriado local no laborable recuperable (Carnaval)", "Decreto Regional 001-2026-GRA-GR (refrenda DA provincial)", false,
		"2026-02-16 2026-02-17"},
	{apurimac, "Día no laborable recuperable", "Decreto Regional 002-2026-GORE APURIMAC-GR", false, "2026-04-27"},
	{laLibertad, "Corpus Christi (desde las 13:00)", "Decreto Regional 001-2026-GRLL-GOB", true, "2026-06-04"},
	{todoElPais, compensable, "DS 075-2026-PCM (publ. 2026-05-16)", false, "2026-07-27"},
}

// Every office begins with the days known when the program was made and goes on
// adding its own. A day that it already has stays as it wrote it.
func init() {
	m.Register(func(app core.App) error {
		return addRows(app, declaredDays())
	}, func(app core.App) error {
		return removeRows(app, declaredDays())
	})
}

func declaredDays() (rows []row) {
	for _, d := range declared {
		for _, fecha := range strings.Fields(d.fechas) {
			rows = append(rows, row{"dias_no_laborables", dbx.Params{
				"id":     "dnl" + strings.ReplaceAll(fecha, "-", "") + d.place.code,
				"fecha":  fecha + " 05:00:00.000Z", // midnight in Lima
				"nombre": d.nombre, "base_legal": d.base, "medio_dia": d.medioDia,
				"region": d.place.region, "provincia": d.place.provincia,
			}})
		}
	}
	return rows
}
