package pb_migrations_test

import (
	"slices"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

const correctedTexts = "1798000200_corrected_texts.go"

// before gives an office whose base is that of the release before a file, and the way up.
func before(t *testing.T, file string) (o *hookstest.Office, up func()) {
	t.Helper()
	o = hookstest.New(t, "2026-03-24T10:00:00-05:00")
	runner := core.NewMigrationsRunner(o.App, core.AppMigrations)
	if _, err := runner.Down(since(file)); err != nil {
		t.Fatal(err)
	}
	return o, func() {
		t.Helper()
		if _, err := runner.Up(); err != nil {
			t.Fatal(err)
		}
	}
}

// column reads one column of a row, by its id.
func column(t *testing.T, app core.App, table, id, name string) (value string) {
	t.Helper()
	if err := app.DB().Select(name).From(table).Where(dbx.HashExp{"id": id}).Row(&value); err != nil {
		t.Fatal(err)
	}
	return value
}

func write(t *testing.T, app core.App, table, id string, values dbx.Params) {
	t.Helper()
	if _, err := app.DB().Update(table, values, dbx.HashExp{"id": id}).Execute(); err != nil {
		t.Fatal(err)
	}
}

func TestTheCatalogueIsSpelledAndSaysWhatEachProcedureNeeds(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, "2026-03-24T10:00:00-05:00")
	for orden, want := range map[int]string{7: "SOLICITUD DE REBAJA DE ÓRDENES", 14: "SOLICITUD DE PRÓRROGA DE PLAZO"} {
		if got := o.Tramite(t, orden).GetString("nombre"); got != want {
			t.Errorf("%d is %q", orden, got)
		}
	}
	for orden, says := range map[int]string{
		1: "No hace falta un PDF", 3: "10 días hábiles del hecho", 6: "carta fianza", 14: "por única vez", 15: "expediente ya iniciado",
	} {
		if got := o.Tramite(t, orden).GetString("requisitos"); !strings.Contains(got, says) {
			t.Errorf("%d asks for %q", orden, got)
		}
	}
	for orden, twin := range map[int]int{6: 11, 11: 6} {
		got, name := o.Tramite(t, orden).GetString("requisitos"), o.Tramite(t, twin).GetString("nombre")
		if !o.Tramite(t, orden).GetBool("activo") || !strings.HasPrefix(got, "Es el mismo trámite que "+name+":") {
			t.Errorf("%d does not name %d: %q", orden, twin, got)
		}
	}
	if got := o.Tramite(t, 14).GetString("silencio"); got != "negativo" {
		t.Errorf("the silence of 14 is %s", got)
	}
}

func TestACorrectionLeavesWhatTheOfficeWrote(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	o, up := before(t, correctedTexts)
	write(t, o.App, "tramites", "tramite00000007", dbx.Params{"nombre": "REBAJA DE ORDENES DE COMPRA"})
	write(t, o.App, "tramites", "tramite00000001", dbx.Params{"requisitos": "Lo que diga el TUPA."})
	write(t, o.App, "tramites", "tramite00000018", dbx.Params{"nombre": "SOLICITUD DE PRÓRROGA DE PLAZO"}) // the name that 14 would get
	write(t, o.App, "preguntas_frecuentes", "pregunta0000011", dbx.Params{"respuesta": "Sí, los originales."})
	write(t, o.App, "entidad", "entidad00000001", dbx.Params{"terminos": "Los nuestros.", "terminos_version": "2026-03-01 10:00:00"})
	up()
	for _, c := range []struct{ table, id, name, want string }{
		{"tramites", "tramite00000007", "nombre", "REBAJA DE ORDENES DE COMPRA"},
		{"tramites", "tramite00000001", "requisitos", "Lo que diga el TUPA."},
		{"tramites", "tramite00000014", "nombre", "SOLICITUD DE PRORROGA DE PLAZO"},
		{"preguntas_frecuentes", "pregunta0000011", "respuesta", "Sí, los originales."},
		{"entidad", "entidad00000001", "terminos", "Los nuestros."},
		{"entidad", "entidad00000001", "terminos_version", "2026-03-01 10:00:00"},
	} {
		if got := column(t, o.App, c.table, c.id, c.name); got != c.want {
			t.Errorf("%s %s = %q, want %q", c.table, c.name, got, c.want)
		}
	}
}

// A setting that the terms name gives them a new version, and leaves the text as shipped.
func TestCorrectedTermsAreANewVersionWhateverTheVersionWas(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	o, up := before(t, correctedTexts)
	write(t, o.App, "entidad", "entidad00000001", dbx.Params{"regla_presentacion": "mismo_dia", "terminos_version": "2026-03-01 10:00:00"})
	up()
	if got := column(t, o.App, "entidad", "entidad00000001", "terminos_version"); got != "2026-03-01 10:00:00/4" {
		t.Errorf("version %q", got)
	}
	terms := column(t, o.App, "entidad", "entidad00000001", "terminos")
	for _, want := range []string{
		"se presume verdadero", "artículo 42 de la Ley 27444", "exige en original", "huella digital", "cualquier firma electrónica",
	} {
		if !strings.Contains(terms, want) {
			t.Errorf("the terms lack %q", want)
		}
	}
}

func TestThePlacesOfAnOldBaseAreOnTheLists(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	o, up := before(t, "1798000220_places.go")
	write(t, o.App, "entidad", "entidad00000001", dbx.Params{"region": "ancash", "provincia": "SANTA"})
	for id, region := range map[string]string{"dia000000000001": "Ancash", "dia000000000002": "Áncash", "dia000000000003": "Lima Norte"} {
		row := dbx.Params{"id": id, "fecha": "2026-05-15 05:00:00.000Z", "nombre": "Aniversario", "base_legal": "Ley", "region": region}
		if _, err := o.DB().Insert("dias_no_laborables", row).Execute(); err != nil {
			t.Fatal(err)
		}
	}
	up()
	for name, want := range map[string]string{"region": "Áncash", "provincia": "Santa"} {
		if got := column(t, o.App, "entidad", "entidad00000001", name); got != want {
			t.Errorf("the office is in %s %s", name, got)
		}
	}
	// One day twice stays twice, and a place that is none stays as it was written.
	for id, want := range map[string]string{"dia000000000001": "Ancash", "dia000000000002": "Áncash", "dia000000000003": "Lima Norte"} {
		if got := column(t, o.App, "dias_no_laborables", id, "region"); got != want {
			t.Errorf("%s is in %q, want %q", id, got, want)
		}
	}
	wrong := o.Record(t, mesa.ColNoLaborables, "dia000000000003")
	hookstest.WantRefusal(t, o.Save(wrong), 422, "region", mesa.TextRegion)
}

// The lists of the dashboard are those that the record's event knows.
func TestTheListsOfPlacesAreTheOnesThatTheRulesKnow(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, "2026-03-24T10:00:00-05:00")
	var regions, provinces []string
	for _, r := range mesa.Regiones() {
		regions, provinces = append(regions, r.Nombre), append(provinces, r.Provincias...)
	}
	slices.Sort(provinces)
	for _, name := range []string{"entidad", "dias_no_laborables"} {
		c, err := o.FindCollectionByNameOrId(name)
		if err != nil {
			t.Fatal(err)
		}
		offered := c.Fields.GetByName("provincia").(*core.SelectField).Values
		slices.Sort(offered)
		if !slices.Equal(c.Fields.GetByName("region").(*core.SelectField).Values, regions) || !slices.Equal(offered, provinces) {
			t.Errorf("%s offers other places", name)
		}
	}
}

func TestFilingsOfAnOldBaseGetTheSilenceOfTheirProcedure(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	o := hookstest.New(t, "2026-03-24T10:00:00-05:00")
	id := o.Filed(t, map[string]any{"tramite": o.Tramite(t, 3).Id}).Id
	runner := core.NewMigrationsRunner(o.App, core.AppMigrations)
	if _, err := runner.Down(since("1798000230_filing_silence.go")); err != nil {
		t.Fatal(err)
	}
	if _, err := runner.Up(); err != nil {
		t.Fatal(err)
	}
	if got := column(t, o.App, "solicitudes", id, "silencio"); got != "positivo" {
		t.Errorf("silencio %q", got)
	}
}

// The shipped phrase about an annex promises no day; the office's own words stay.
func TestThePhraseAboutAnAnnexPromisesNoDay(t *testing.T) {
	t.Parallel()
	const row, own = "frase0000000003", "Traiga el anexo hasta el {vence}."
	for _, touched := range []bool{false, true} {
		o, up := before(t, "1799000840_frase_anexo.go")
		want := "Puede hacerlo en el plazo que indica este aviso."
		if touched {
			want = own
			write(t, o, "frases", row, dbx.Params{"texto": own})
		}
		up()
		if got := column(t, o, "frases", row, "texto"); !strings.HasSuffix(got, want) || strings.Contains(got, "{vence}") != touched {
			t.Errorf("touched %v: %q", touched, got)
		}
	}
}
