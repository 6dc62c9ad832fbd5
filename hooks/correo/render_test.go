package correo

import (
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"

	"mesadepartes/hooks/mesa"
)

func files() fs.FS { return os.DirFS("../../ui") }

func fixedNow() time.Time { return time.Date(2026, 3, 24, 15, 0, 0, 0, time.UTC) }

func newMailer(t *testing.T, files fs.FS) *Mailer {
	t.Helper()
	m, err := NewMailer(files, fixedNow, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// hostile is what somebody may type to break a page or a header.
const hostile = "<script>alert(1)</script> \"O'Higgins\" & Cía.\r\nBcc: ana@ejemplo.pe"

// everything holds a value for every field that any mail shows.
func everything(free string) map[string]any {
	row := map[string]any{"N": 1, "Clase": "ANEXO 1", "Nombre": free, "Observacion": free, "Fecha": "24/03/2026 10:00:00"}
	return map[string]any{
		"Entidad": map[string]string{"nombre": "Oficina de Prueba", "siglas": "PRUEBA", "oficina": "Trámite", "direccion": "Av. Inventada 123",
			"telefono": "017483030", "correo": "mesa@ejemplo.pe"},
		"URL": "https://mesa.ejemplo.pe", "Nombre": free, "Numero": "6-2026", "Documento": "11111111", "Asunto": free,
		"PorProbar": true, "PorCedula": false, "Ultimo": true, "Hasta": "viernes 27 de marzo, 10:00", "Nuevo": "j***@ejemplo.pe", "Total": 3,
		"Recibida": "24/03/2026 10:00:00",
		"Cargo":    "https://mesa.ejemplo.pe/cargo/ABCDEFGHIJKLMNOP.pdf", "Cuenta": "miércoles 25 de marzo de 2026",
		"CodigoCargo": "ABCD-EFGH-IJKL-MNOP", "Folios": 13, "CargoVa": true,
		"Recepcion": &receptionReceipt{"ABCD-EFGH-IJKL-MNOQ", "https://mesa.ejemplo.pe/cargo/ABCDEFGHIJKLMNOQ.pdf"},
		"Motivo":    free, "Dias": 2, "PorAcuse": true, "Desde": "martes 24 de marzo de 2026", "Vencio": "jueves 26 de marzo de 2026",
		"Vence":       "jueves 26 de marzo de 2026",
		"Observacion": free, "Expediente": "EXP-1", "Area": free, "Respuesta": free, "Adjunto": true,
		"Codigo": "123456", "Acuse": strings.Repeat("a", tokenLength), "Minutos": 10,
		"Solicitudes": []map[string]any{{"Numero": "6-2026", "Fecha": "24/03/2026", "Tramite": free}},
		"Documentos":  []map[string]any{row},
		"Traslado":    "martes 24 de marzo (" + free + ") → miércoles 25 de marzo de 2026", "Antes": "miércoles 25 de marzo de 2026",
		"Fecha": "martes 24 de marzo de 2026", "Urgentes": 3, "Servicio": "RENIEC", "Vencida": true, "Coleccion": "consultas_ajustes",
		"Dicho":   "jueves 26 de marzo de 2026",
		"Destino": free, "Oficio": free, "CUO": "1234567890", "Norma": free, "Tramite": free, "Subsanar": true,
		"Sentido": "Desfavorable", "Via": true, "AgotaVia": true, "Recursos": free,
		"Cabeza": map[string]any{
			"Origen": "mesa.ejemplo.pe/registro/1", "Hojas": 12, "Raiz": strings.Repeat("A", 43) + "=", "Dia": "24/03/2026 03:56:00",
			"Sellada": true, "Firmada": "mesa.ejemplo.pe/registro/1\n12\nAAAA\n\n— mesa.ejemplo.pe/registro/1 AAAA\n",
		},
		"Resuelta": false, "Alarmas": []Alarma{
			{Causa: "espacio", Motivo: free, Desde: "24/03/2026 10:00:00"},
			{Causa: "certificado", Motivo: free, Desde: "24/03/2026 09:00:00", Fin: true},
		},
		"Secciones": []map[string]any{
			{"Titulo": "REVISAR HOY", "Urgente": true, "Total": 3, "Mas": 2,
				"Lineas": []map[string]any{{"Numero": "6-2026", "Tramite": free, "Nota": free}}},
			{"Titulo": "Observadas", "Urgente": false, "Total": 0, "Mas": 0, "Lineas": nil},
		},
	}
}

// dataFor gives the documents in the form that the kind of mail lists them.
func dataFor(kind mesa.TipoCorreo, free string) map[string]any {
	data := everything(free)
	if slices.Contains([]mesa.TipoCorreo{"recepcion", "subsanacion", "por_enviar"}, kind) {
		data["Documentos"] = []receivedDocument{
			{Nombre: free, Numero: free, Sha256: strings.Repeat("0", 64), Folios: 1}, {Nombre: "oficio.pdf", Folios: 12},
		}
	}
	return data
}

func TestEveryMailHasASubjectATextAndAPage(t *testing.T) {
	t.Parallel()
	m := newMailer(t, files())
	kinds := slices.Sorted(maps.Keys(m.texts.text))
	want := []mesa.TipoCorreo{
		"alarma", "archivo", "borrador", "cambio_correo", "codigo", "credenciales", "derivacion", "desistimiento", "encauzada",
		"inicio_plazo", "no_presentada",
		"numeros", "observacion",
		"plazo", "por_enviar", "prorroga", "prueba", "reapertura", "recepcion", "recordatorio", "remitida", "respuesta", "resumen", "subsanacion",
	}
	if !slices.Equal(kinds, want) {
		t.Errorf("kinds of mail: %v", kinds)
	}
	for _, kind := range kinds {
		t.Run(string(kind), func(t *testing.T) {
			r, err := m.Render(kind, dataFor(kind, "PEREZ"))
			if err != nil {
				t.Fatal(err)
			}
			if r.Asunto == "" || len(r.Asunto) > 255 {
				t.Errorf("subject %q", r.Asunto)
			}
			shown := "6-2026"
			if kind == "codigo" {
				shown = "123456"
			}
			if kind == "prueba" {
				shown = "correo de prueba"
			}
			if kind == "borrador" { // has no number yet
				shown = "viernes 27 de marzo"
			}
			if kind == "cambio_correo" { // about all of an address
				shown = "j***@ejemplo.pe"
			}
			if kind == "credenciales" { // about no filing
				shown = "RENIEC"
			}
			if kind == "alarma" { // about the program itself
				shown = "espacio"
			}
			for name, body := range map[string]string{"text": r.Texto, "HTML": r.HTML} {
				for _, want := range []string{shown, "Oficina de Prueba", "Av. Inventada 123"} {
					if !strings.Contains(body, want) {
						t.Errorf("the %s lacks %q", name, want)
					}
				}
				if strings.Contains(body, "<no value>") || strings.Contains(body, "{{") || strings.Contains(body, "ZgotmplZ") {
					t.Errorf("the %s is not filled in: %s", name, body)
				}
			}
			if strings.Contains(r.Texto, "<p") || !strings.Contains(r.HTML, "<html") || !strings.Contains(r.HTML, `lang="es`) {
				t.Error("the versions are not text and a Spanish page")
			}
		})
	}
}

// A line of ours that is wider than 78 characters is broken by some readers where it hurts
// (RFC 5322, 2.1.1). Addresses are not broken, and what people typed is theirs.
func TestNoLineOfAMailIsTooWide(t *testing.T) {
	t.Parallel()
	m := newMailer(t, files())
	const longest = "miércoles 23 de septiembre de 2026"
	for kind := range m.texts.text {
		data := dataFor(kind, "PEREZ")
		for _, day := range []string{"Desde", "Vence", "Vencio", "Antes", "Dicho", "Fecha", "Cuenta"} {
			data[day] = longest
		}
		r, err := m.Render(kind, data)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(r.Texto) {
			if line = strings.TrimSpace(line); utf8.RuneCountInString(line) > 78 && !strings.Contains(line, "http") {
				t.Errorf("%s: %d characters: %s", kind, utf8.RuneCountInString(line), line)
			}
		}
	}
}

func TestWhatAPersonTypedNeverBecomesMarkupOrAHeader(t *testing.T) {
	t.Parallel()
	m := newMailer(t, files())
	for kind := range m.texts.text {
		r, err := m.Render(kind, dataFor(kind, hostile))
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		if strings.ContainsAny(r.Asunto, "\r\n") {
			t.Errorf("%s: the subject has two lines: %q", kind, r.Asunto)
		}
		if strings.Contains(r.HTML, "<script>alert") {
			t.Errorf("%s: a name became a script", kind)
		}
		if strings.Contains(r.Texto, "&lt;") || strings.Contains(r.Texto, "&amp;") {
			t.Errorf("%s: the text version is escaped as HTML", kind)
		}
	}
}

func TestASubjectIsOneLineWhateverATemplateSays(t *testing.T) {
	t.Parallel()
	m := newMailer(t, mails(`{{define "asunto"}}  Hola
 {{.Nombre}} {{end}}{{define "cuerpo"}}x{{end}}`, `{{define "cuerpo"}}x{{end}}`))
	r, err := m.Render("prueba", map[string]any{"Nombre": "JUAN\r\nBcc: ana@ejemplo.pe"})
	if err != nil || r.Asunto != "Hola JUAN Bcc: ana@ejemplo.pe" {
		t.Errorf("%q, %v", r.Asunto, err)
	}
}

func TestAMissingValueFailsInsteadOfShowingAGap(t *testing.T) {
	t.Parallel()
	m := newMailer(t, files())
	for kind := range m.texts.text {
		if _, err := m.Render(kind, map[string]any{}); err == nil {
			t.Errorf("%s renders without any data", kind)
		}
	}
	if _, err := m.Render("inventado", everything("x")); err == nil {
		t.Error("a mail that does not exist renders")
	}
}

// mails is a set with one kind of mail.
func mails(text, html string) fstest.MapFS {
	return fstest.MapFS{
		"templates/correo/marco.txt":   {Data: []byte(`{{define "marco"}}{{template "cuerpo" .}}{{end}}`)},
		"templates/correo/marco.html":  {Data: []byte(`{{define "marco"}}<html>{{template "cuerpo" .}}</html>{{end}}`)},
		"templates/correo/prueba.txt":  {Data: []byte(text)},
		"templates/correo/prueba.html": {Data: []byte(html)},
	}
}

func TestABrokenTemplateFailsAtTheStart(t *testing.T) {
	t.Parallel()
	const text, html = `{{define "asunto"}}a{{end}}{{define "cuerpo"}}b{{end}}`, `{{define "cuerpo"}}b{{end}}`
	without := func(name string) fstest.MapFS {
		m := mails(text, html)
		delete(m, "templates/correo/"+name)
		return m
	}
	for _, c := range []struct {
		name  string
		files fs.FS
		good  bool
	}{
		{"whole", mails(text, html), true},
		{"unclosed action in the text", mails(`{{define "asunto"}}{{.X{{end}}`, html), false},
		{"unclosed block in the page", mails(text, `{{define "cuerpo"}}{{if .X}}`), false},
		{"unknown function", mails(`{{define "asunto"}}{{mayusculas .X}}{{end}}`, html), false},
		{"no page", without("prueba.html"), false},
		{"no frame of the text", without("marco.txt"), false},
		{"no frame of the page", without("marco.html"), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := NewMailer(c.files, fixedNow, io.Discard); (err == nil) != c.good {
				t.Errorf("at start: %v", err)
			}
		})
	}
}

// A mail without its subject or its body would otherwise roll back the filing
// that writes it.
func TestATemplateWithoutSubjectOrBodyFailsAtTheStart(t *testing.T) {
	t.Parallel()
	const body = `{{define "cuerpo"}}b{{end}}`
	for name, files := range map[string]fs.FS{
		"no subject":      mails(body, body),
		"no text body":    mails(`{{define "asunto"}}a{{end}}`, body),
		"no body of page": mails(`{{define "asunto"}}a{{end}}`+body, `{{define "cuerp"}}b{{end}}`),
	} {
		if _, err := NewMailer(files, fixedNow, io.Discard); err == nil {
			t.Errorf("%s: the program starts", name)
		}
	}
}

func TestTheWaitBetweenTriesGrowsToTwoHours(t *testing.T) {
	t.Parallel()
	if got := backoff(1); got != time.Minute {
		t.Errorf("the first wait is %v", got)
	}
	for tries := 2; tries < 200; tries++ {
		got, before := backoff(tries), backoff(tries-1)
		if got > 2*time.Hour || got < before || before < 2*time.Hour && got != min(2*before, 2*time.Hour) {
			t.Errorf("wait %d is %v after %v", tries, got, before)
		}
	}
	if got := backoff(100); got != 2*time.Hour {
		t.Errorf("the longest wait is %v", got)
	}
}

// A notice on paper that begins a term says so of the paper, and names no page to confirm or
// correct on.
func TestWhatCallsToCorrectOnPaperNamesNoPage(t *testing.T) {
	t.Parallel()
	m := newMailer(t, files())
	for _, kind := range []mesa.TipoCorreo{mesa.CorreoObservacion, mesa.CorreoReapertura} {
		data := dataFor(kind, "PEREZ")
		data["PorCedula"], data["Vence"], data["Subsanar"] = true, "", true
		r, err := m.Render(kind, data)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(strings.Join(strings.Fields(r.Texto), " "), "se le entregue esta cédula") {
			t.Errorf("%s: %s", kind, r.Texto)
		}
		for _, word := range []string{"/acuse/", "/subsanar", "presione", "confirm"} {
			if strings.Contains(r.Texto, word) {
				t.Errorf("%s says %q:\n%s", kind, word, r.Texto)
			}
		}
	}
}
