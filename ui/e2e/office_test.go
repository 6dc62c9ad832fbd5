package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
)

// The office of these tests is the real program: built once, and served for each
// test on its own port and data folder.

const (
	adminMail = "jefa@ejemplo.pe"
	adminKey  = "clave-de-prueba-1"
	// A Tuesday that is a working day: what the pages say of terms never changes.
	openingTime = "2026-03-24T10:00:00-05:00"
	patience    = 30 * time.Second
)

func TestMain(m *testing.M) { hookstest.Main(m) }

// office is a running server and, over the API, the officer who works in it.
type office struct {
	t      *testing.T
	server *hookstest.Server
	url    string
	token  string
}

// openOffice serves a new office until the test ends.
func openOffice(t *testing.T) *office {
	t.Helper()
	return openOfficeAt(t, t.TempDir(), openingTime)
}

// openOfficeAt serves the office of a data folder, its clock set to an instant,
// with more of the environment if need be.
func openOfficeAt(t *testing.T, dir, instant string, env ...string) *office {
	t.Helper()
	s := hookstest.NewServer(t, dir, "--dev")
	s.Env = append(s.Env, "MESA_SUPERUSER_EMAIL="+adminMail, "MESA_SUPERUSER_PASSWORD="+adminKey, "MESA_AHORA="+instant)
	s.Env = append(s.Env, env...)
	s.Start()
	return &office{t: t, server: s, url: s.URL}
}

// until waits for a condition, looking every few milliseconds.
func (o *office) until(what string, done func() bool) {
	o.t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); <-tick.C {
		if done() {
			return
		}
	}
	o.t.Fatalf("waited %s in vain: %s", patience, what)
}

// captcha is the answer to a captcha, as --dev prints it.
func (o *office) captcha(id string) string {
	o.t.Helper()
	line := regexp.MustCompile(`\[dev\] captcha ` + regexp.QuoteMeta(id) + ` (\d+)\n`)
	var found []string
	o.until("captcha "+id+" is printed", func() bool {
		found = line.FindStringSubmatch(o.server.Out.String())
		return found != nil
	})
	return found[1]
}

// letter is a mail of the development mailbox.
type letter struct{ Para, Asunto, Texto, HTML string }

// mailbox lists the mails, newest first.
func (o *office) mailbox() (letters []letter) {
	o.t.Helper()
	o.read(http.MethodGet, "/buzon.json", "", nil, &letters)
	return letters
}

// subjects lists what a person was written about, in the order of sending.
func (o *office) subjects(para string) (list []string) {
	o.t.Helper()
	for _, l := range slices.Backward(o.mailbox()) {
		if l.Para == para {
			list = append(list, codeAhead.ReplaceAllString(l.Asunto, "Su código"))
		}
	}
	return list
}

// codeAhead is how the subject of a code's mail begins: a phone shows it without opening.
var codeAhead = regexp.MustCompile(`^\d{6} es su código`)

// code is the newest validation code in a person's mail.
func (o *office) code(para string) string {
	o.t.Helper()
	for _, l := range o.mailbox() {
		if l.Para == para && codeAhead.MatchString(l.Asunto) {
			return regexp.MustCompile(`\b\d{6}\b`).FindString(l.Texto)
		}
	}
	o.t.Fatalf("no code was mailed to %s", para)
	return ""
}

// noticed waits for the newest notice of an observation to leave and gives the address of
// its button.
func (o *office) noticed() (address string) {
	o.t.Helper()
	link := regexp.MustCompile(`/acuse/[A-Za-z0-9]{43}`)
	o.until("the notice leaves", func() bool {
		for _, l := range o.mailbox() {
			if l.Asunto == "Su solicitud ha sido observada" {
				address = link.FindString(l.Texto)
				// A program that is killed before it noted the answer would send the notice again.
				return address != "" && o.has("correos", "tipo = 'observacion' && estado = 'enviado'")
			}
		}
		return false
	})
	return address
}

// press presses the button of a notice.
func (o *office) press(address string) {
	o.t.Helper()
	res, err := http.PostForm(o.url+address, nil)
	if err != nil {
		o.t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK { // after the redirection
		o.t.Fatalf("%s: %s", address, res.Status)
	}
}

// signIn opens the officer's session as the dashboard's sign-in form does.
func (o *office) signIn() {
	o.t.Helper()
	var session struct{ Token string }
	credentials := map[string]string{"identity": adminMail, "password": adminKey}
	o.send(http.MethodPost, "/api/collections/_superusers/auth-with-password", credentials, &session)
	o.token = session.Token
}

// find gives the id of the first record of a collection that matches a filter.
func (o *office) find(collection, filter string) string {
	o.t.Helper()
	var list struct{ Items []struct{ ID string } }
	o.read(http.MethodGet, "/api/collections/"+collection+"/records?filter="+url.QueryEscape(filter), "", nil, &list)
	if len(list.Items) == 0 {
		o.t.Fatalf("no record of %s where %s", collection, filter)
	}
	return list.Items[0].ID
}

// observe marks a document of a filing as observed.
func (o *office) observe(numero, clase, why string) {
	o.t.Helper()
	doc := o.find("documentos", fmt.Sprintf("solicitud.numero = '%s' && clase = '%s'", numero, clase))
	o.send(http.MethodPatch, "/api/collections/documentos/records/"+doc, map[string]any{"observado": true, "observacion": why}, nil)
}

// discardOutages deletes the outages that the program proposed, as a person does.
func (o *office) discardOutages() {
	o.t.Helper()
	var list struct{ Items []struct{ ID string } }
	const proposed = "/api/collections/interrupciones/records"
	o.read(http.MethodGet, proposed+"?filter="+url.QueryEscape("estado = 'propuesta'"), "", nil, &list)
	for _, row := range list.Items {
		o.send(http.MethodDelete, proposed+"/"+row.ID, nil, nil)
	}
}

// move adds a line to a filing's trail.
func (o *office) move(numero, etapa string, more map[string]any) {
	o.t.Helper()
	line := map[string]any{"solicitud": o.find("solicitudes", "numero = '"+numero+"'"), "etapa": etapa}
	for name, value := range more {
		line[name] = value
	}
	o.send(http.MethodPost, "/api/collections/movimientos/records", line, nil)
}

// answer closes a filing with a text and a PDF, sent as the dashboard sends files.
func (o *office) answer(numero, text string, pdf []byte) {
	o.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	_ = form.WriteField("solicitud", o.find("solicitudes", "numero = '"+numero+"'"))
	_ = form.WriteField("etapa", "ATENDIDO")
	_ = form.WriteField("observaciones", text)
	part, err := form.CreateFormFile("respuesta", "carta.pdf")
	if err != nil {
		o.t.Fatal(err)
	}
	_, _ = part.Write(pdf)
	_ = form.Close()
	o.read(http.MethodPost, "/api/collections/movimientos/records", form.FormDataContentType(), &body, nil)
}

// send makes a request with a JSON body.
func (o *office) send(method, path string, data, into any) {
	o.t.Helper()
	body, err := json.Marshal(data)
	if err != nil {
		o.t.Fatal(err)
	}
	o.read(method, path, "application/json", bytes.NewReader(body), into)
}

// read makes a request that has to succeed, and decodes the answer.
func (o *office) read(method, path, contentType string, body io.Reader, into any) {
	o.t.Helper()
	req, err := http.NewRequest(method, o.url+path, body)
	if err != nil {
		o.t.Fatal(err)
	}
	req.Header.Set("Authorization", o.token)
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		o.t.Fatal(err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode >= 300 {
		o.t.Fatalf("%s %s: %s: %s %v", method, path, res.Status, answer, err)
	}
	if into == nil {
		return
	}
	if err := json.Unmarshal(answer, into); err != nil {
		o.t.Fatalf("%s %s: %v: %s", method, path, err, answer)
	}
}
