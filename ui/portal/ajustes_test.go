package portal_test

import (
	"fmt"
	"html"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
)

// setting is one change of the office's record, and what the texts say then.
type setting struct {
	name  string
	set   map[string]any
	never string            // no text says this
	says  map[string]string // these texts do
}

// nothing is in no text.
const nothing = "ñandú"

const basis = "DS 001-2026-PCM"

var settings = []setting{
	{"oficial_datos", map[string]any{"oficial_datos": "ANA DE PRUEBA"}, nothing, map[string]string{"/privacidad": "ANA DE PRUEBA"}},
	{"oficial_datos_correo", map[string]any{"oficial_datos": "ANA", "oficial_datos_correo": "datos@ejemplo.pe"}, nothing,
		map[string]string{"/privacidad": "datos@ejemplo.pe"}},
	{"banco_datos", map[string]any{"banco_datos": "BANCO DE PRUEBA"}, nothing, map[string]string{"/privacidad": "BANCO DE PRUEBA"}},
	{"banco_datos_codigo", map[string]any{"banco_datos": "BANCO", "banco_datos_codigo": "RNPDP-PJP 1"}, nothing,
		map[string]string{"/privacidad": "RNPDP-PJP 1"}},
	{"conservacion", map[string]any{"conservacion": "Los conservamos doce años."}, "ordenan las normas del Sistema Nacional de Archivos",
		map[string]string{"/privacidad": "Los conservamos doce años."}},
	{"transferencias", map[string]any{"transferencias": "Los recibe la entidad de prueba."}, "no se transfieren a otros países",
		map[string]string{"/privacidad": "Los recibe la entidad de prueba."}},
	{"regla_presentacion", map[string]any{"regla_presentacion": "mismo_dia"},
		`primer día hábil siguiente|Cuenta (como presentada|desde) el:? (lunes|martes)`,
		map[string]string{"/manual": "presentado ese mismo día", "/terminos": "feriado o día no laborable cuenta como presentado ese mismo día",
			"/preguntas-frecuentes": "presentado ese mismo día"}},
	{"regla_presentacion", map[string]any{"regla_presentacion": "dia_habil_siguiente"}, `no laborable cuenta como presentado ese mismo día`,
		map[string]string{"/manual": "primer día hábil siguiente", "recepcion": "Cuenta como presentada el: lunes 23"}},
	{"inicio_plazo", map[string]any{"inicio_plazo": "presentacion"}, `desde el registro|desde que se registre|una vez registrada`,
		map[string]string{"/terminos": "desde el día siguiente a la presentación",
			"/preguntas-frecuentes": "desde el día siguiente a la presentación"}},
	{"inicio_plazo", map[string]any{"inicio_plazo": "registro"}, `le indicamos se cuenta desde el día siguiente a la presentación`,
		map[string]string{"/terminos": "se cuenta desde el registro", "recibida": "desde que se registre"}},
	{"inicio_subsanacion", map[string]any{"inicio_subsanacion": "acuse"}, `siguiente al envío de nuestro aviso|siguiente a nuestro aviso\.`,
		map[string]string{"/manual": "a aquel en que conste que recibió nuestro aviso", "observacion": "el día hábil siguiente a su confirmación",
			"recepcion": "a aquel en que confirme que recibió nuestro aviso"}},
	{"inicio_subsanacion", map[string]any{"inicio_subsanacion": "envio"},
		`siguiente a su confirmación|en que (conste|confirme) que (usted )?recibió|confirme el aviso que le enviamos`,
		map[string]string{"/manual": "siguiente al envío de nuestro aviso", "recepcion": "desde el día hábil siguiente a nuestro aviso."}},
	{"dias_subsanacion", map[string]any{"dias_subsanacion": 5, "dias_subsanacion_base": basis},
		`(dos|2|\(02\)) días hábiles,? (para subsanar|desde|contados)|Tiene (dos|2) `,
		map[string]string{"/manual": "5 días hábiles para subsanar", "/terminos": "5 días hábiles para subsanar",
			"/preguntas-frecuentes": "5 días hábiles para subsanar", "recepcion": "5 días hábiles para subsanar",
			"observacion": "5 días hábiles para subsanar"}},
	{"dias_subsanacion_base", map[string]any{"dias_subsanacion": 2}, `[3-9] días hábiles para subsanar`,
		map[string]string{"/manual": "2 días hábiles para subsanar", "recepcion": "dos (02) días hábiles para subsanar"}},
	{"max_anexos", map[string]any{"max_anexos": 4}, `dos anexos|Anexo 1 y (el )?Anexo 2`,
		map[string]string{"/": "hasta cuatro anexos", "/manual": "hasta cuatro anexos",
			"/preguntas-frecuentes": "hasta cuatro anexos", "documentos": "Anexo 4"}},
	{"max_anexos", map[string]any{"max_anexos": 1}, `dos anexos|hasta un|Anexo 2`, map[string]string{"/": "un anexo", "/manual": "un anexo"}},
	{"limite_mb", map[string]any{"limite_mb": 7}, `100 MB`,
		map[string]string{"/manual": "hasta 7 MB cada uno", "/preguntas-frecuentes": "hasta 7 MB cada uno", "documentos": "hasta 7 MB"}},
	{"limite_subsanacion_mb", map[string]any{"limite_subsanacion_mb": 3}, `\b20 MB`,
		map[string]string{"/manual": "3 MB", "subsanar": "hasta 3 MB"}},
	{"horas_borrador", map[string]any{"horas_borrador": 30}, `72 horas`, map[string]string{"/manual": "30 horas", "/privacidad": "30 horas"}},
	{"horario", map[string]any{"horario": "Martes de 10:00 a 12:00"}, `08:30`,
		map[string]string{"/": "Martes de 10:00 a 12:00", "/terminos": "horario de atención: Martes de 10:00 a 12:00",
			"/manual": "Martes de 10:00 a 12:00"}},
	{"admitir_fotos", map[string]any{"admitir_fotos": false}, `[Ss]i tiene fotos(?: de su documento)?, (?:súbalas|las unimos)`,
		map[string]string{"/preguntas-frecuentes": "guárdelas primero como PDF", "/manual": "guárdelas primero como PDF",
			"documentos": "Solo se acepta en formato PDF"}},
	{"admitir_fotos", map[string]any{"admitir_fotos": true}, `fotos(?: de su documento)?, guárdelas primero`,
		map[string]string{"/preguntas-frecuentes": "la página las une en un solo PDF", "/manual": "la página las une en un solo PDF",
			"documentos": "Si tiene fotos, las unimos en un PDF", "subsanar": "Si tiene fotos, las unimos en un PDF"}},
	{"exigir_domicilio", map[string]any{"exigir_domicilio": false}, `[Ee]scriba su teléfono y su domicilio`,
		map[string]string{"/manual": "si desea, su domicilio", "datos": "Domicilio (opcional)"}},
	{"exigir_domicilio", map[string]any{"exigir_domicilio": true}, `Domicilio \(opcional\)|si desea, su domicilio`, nil},
	{"documentos_identidad", map[string]any{"documentos_identidad": []string{"DNI"}}, `carné de extranjería`,
		map[string]string{"/": "con DNI.", "/terminos": "documento de identidad (DNI)", "/manual": "tipo de documento : DNI."}},
	{"documentos_identidad", map[string]any{"documentos_identidad": []string{"DNI", "CE", "PASAPORTE"}}, `DNI o carné`,
		map[string]string{"/": "DNI, carné de extranjería o pasaporte", "/terminos": "DNI, carné de extranjería o pasaporte"}},
	{"pedir_documento", map[string]any{"pedir_documento": true}, `^$`, map[string]string{"tramite": "Fecha del documento principal"}},
	{"pedir_direccion_notificacion", map[string]any{"pedir_direccion_notificacion": true}, `^$`,
		map[string]string{"datos": "Otra dirección para notificaciones"}},
	{"avisar_derivacion", map[string]any{"avisar_derivacion": false}, `Enviamos su solicitud al área`, nil},
	{"exigir_codigo_subsanacion", map[string]any{"exigir_codigo_subsanacion": false}, `Confirme que el correo es suyo`, nil},
	{"ministerio", map[string]any{"ministerio": "Ministerio de Prueba"}, `Ministerio de Salud`,
		map[string]string{"/": "PERÚ Ministerio de Prueba Viceministerio", "datos": "Ministerio de Prueba"}},
	{"viceministerio", map[string]any{"viceministerio": ""}, `Viceministerio`,
		map[string]string{"/": "PERÚ Ministerio de Salud Centro Nacional de Abastecimiento"}},
	{"ministerio", map[string]any{"ministerio": "", "viceministerio": "", "nombre": "Municipalidad de Prueba"},
		`Ministerio de Salud|Viceministerio`,
		map[string]string{"/": "PERÚ Municipalidad de Prueba"}},
	{"libro_reclamaciones", map[string]any{"libro_reclamaciones": "https://reclamos.ejemplo.pe/"}, `^$`,
		map[string]string{"/manual": "Libro de Reclamaciones"}},
	{"transparencia", map[string]any{"transparencia": "https://transparencia.ejemplo.pe/"}, `^$`, map[string]string{"datos": "Transparencia"}},
	{"queja", map[string]any{"queja": "https://queja.ejemplo.pe/"}, `^$`, map[string]string{"/": "Queja por defectos de tramitación"}},
}

// silent are the columns that no rule of a text depends on: names and addresses that are
// shown as they are, and what only the machine reads.
var silent = []string{
	"id", "nombre", "siglas", "oficina", "direccion", "telefono", "correo", "portal", "tupa", "region", "provincia", "logo", "color",
	"terminos", "terminos_version", "reserva_mb", "hora_resumen", "segundo_factor", "confirmada_en", "confirmaciones", "ruc",
}

// Every text that people read follows the office's settings, so that none says what another
// denies (a promise that binds the office, art. IV 1.15 of Ley 27444).
func TestNoTextContradictsASetting(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	seen := map[string]bool{}
	some := settings
	if testing.Short() { // each is another office whose every page and mail is read
		some = settings[:3]
	}
	t.Run("settings", func(t *testing.T) {
		for _, c := range some {
			t.Run(fmt.Sprint(c.set), func(t *testing.T) {
				t.Parallel()
				texts := readAll(t, c.set)
				c.check(t, texts)
				mu.Lock()
				defer mu.Unlock()
				for where := range texts {
					seen[where] = true
				}
			})
		}
	})
	for _, kind := range mailKinds {
		if !seen[kind] {
			t.Errorf("no mail of the kind %s was read", kind)
		}
	}
}

// check holds every text against the setting.
func (c setting) check(t *testing.T, texts map[string]string) {
	t.Helper()
	never := regexp.MustCompile(c.never)
	for where, text := range texts {
		if at := never.FindStringIndex(text); at != nil {
			t.Errorf("%s says …%s…", where, text[max(0, at[0]-80):min(len(text), at[1]+80)])
		}
		if strings.ContainsAny(text, "{}") {
			t.Errorf("%s shows a rule in braces", where)
		}
	}
	for where, says := range c.says {
		if !strings.Contains(texts[where], says) {
			t.Errorf("%s lacks %q: %s", where, says, texts[where])
		}
	}
}

// A new setting is read here, or said to have no text.
func TestEverySettingIsReadOrSilent(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	c, err := o.FindCollectionByNameOrId(mesa.ColEntidad)
	if err != nil {
		t.Fatal(err)
	}
	read := map[string]bool{}
	for _, s := range settings {
		read[s.name] = true
	}
	for _, name := range c.Fields.FieldNames() {
		if !read[name] && !slices.Contains(silent, name) {
			t.Errorf("no text was read with another %s", name)
		}
	}
}

func TestTheFootLinksOnlyToWhatIsSetAndSafe(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	if p := v.Get("/"); p.Has("Libro de Reclamaciones") || p.Has("Queja por defectos") {
		t.Error("a link to nowhere")
	}
	v.office.Set(t, map[string]any{"libro_reclamaciones": "https://reclamos.ejemplo.pe/cenares"})
	if p := v.Get("/seguimiento"); !strings.Contains(p.Body, `<a href="https://reclamos.ejemplo.pe/cenares">Libro de Reclamaciones</a>`) {
		t.Error("the link is not shown")
	}
	entidad, err := mesa.FindEntidad(v.office.App)
	if err != nil {
		t.Fatal(err)
	}
	for _, field := range []string{"libro_reclamaciones", "transparencia", "queja"} {
		fresh := v.office.Record(t, mesa.ColEntidad, entidad.Id)
		fresh.Set(field, "http://ejemplo.pe/")
		hookstest.WantRefusal(t, v.office.Save(fresh), 422, field, mesa.TextEnlaceSeguro)
	}
}

func TestTheFormSaysWhatAProcedureNeedsOnceItIsChosen(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	v.start("natural").identify()
	chosen := v.office.Tramite(t, 6)
	if p := v.htmx(v.draft+"/tramite/campos", "tramite", chosen.Id); !p.Has("Número de la carta fianza") || !p.Has("Es el mismo trámite que") {
		t.Errorf("%s", p.Body)
	}
	v.want(v.Post(v.draft+"/tramite", "tramite", chosen.Id, "asunto", "Pido mi carta fianza"), 303)
	if p := v.Get(v.draft); !p.Has("Número de la carta fianza") || !p.Has("cualquier firma electrónica") || !p.Has("en papel") {
		t.Error("after it is saved the requirements are gone")
	}
	v.attach()
	if p := v.Get(v.draft); !p.Has("se presume verdadero") {
		t.Error("who sends is not told what sending declares")
	}
}

var (
	tags  = regexp.MustCompile(`(?s)<(script|style|template)\b.*?</(script|style|template)>|<[^>]*>`)
	blank = regexp.MustCompile(`\s+`)
)

// plain is a page or a mail as a person reads it, on one line.
func plain(body string) string {
	return strings.TrimSpace(blank.ReplaceAllString(html.UnescapeString(tags.ReplaceAllString(body, " ")), " "))
}

// readAll gives an office a setting, lets a citizen and staff do all that causes a page or
// a mail, and gives every text by its address, its stage or the kind of its mail.
func readAll(t *testing.T, set map[string]any) map[string]string {
	t.Helper()
	v := visitAt(t, "2026-03-21T10:00:00-05:00") // Saturday
	v.office.ByLaw(t)
	v.office.Set(t, set)
	v.office.Must(t, mesa.ColPersonal, map[string]any{
		"nombre": "ANA", "email": "ana@ejemplo.pe", "password": "clave-de-prueba-1", "rol": "mesa", "activo": true, // reads the digest
	})
	texts := map[string]string{}
	for _, path := range []string{
		"/", "/terminos", "/preguntas-frecuentes", "/manual", "/privacidad", "/accesibilidad", "/interrupciones", "/seguimiento", "/subsanar",
		"/seguimiento/olvide",
	} {
		p := v.Get(path)
		v.want(p, 200)
		texts[path] = plain(p.Body)
	}
	v.fileAndRead(texts)
	v.followAndRead(texts)
	v.closeAndRead()
	maps.Copy(texts, v.mails())
	return texts
}
