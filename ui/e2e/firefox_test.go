package e2e

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// firefox is a tab of Firefox ESR. It is driven over Marionette, the protocol that the
// browser speaks by itself: a length, a colon and a JSON list, over TCP.
type firefox struct {
	t    *testing.T
	line net.Conn
	id   int
}

// openFirefox starts Firefox with an empty profile, or skips the test where there is none.
func openFirefox(t *testing.T) *firefox {
	t.Helper()
	path, err := exec.LookPath("firefox-esr")
	if err != nil {
		if os.Getenv("MESA_FIREFOX") == "required" {
			t.Fatal("no firefox-esr in PATH, and MESA_FIREFOX=required")
		}
		t.Skip("no firefox-esr in PATH: install it to walk a filing in it (on Debian: apt-get install firefox-esr)")
	}
	profile := t.TempDir()
	prefs := "user_pref('marionette.port', 0);\nuser_pref('intl.locale.requested', 'es-ES');\n"
	if err := os.WriteFile(filepath.Join(profile, "user.js"), []byte(prefs), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, "--headless", "--marionette", "--no-remote", "--profile", profile)
	cmd.Env = append(os.Environ(), "HOME="+profile, "MOZ_CRASHREPORTER_DISABLE=1")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	f := &firefox{t: t}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	f.dial(filepath.Join(profile, "MarionetteActivePort"))
	f.call("WebDriver:NewSession", map[string]any{"capabilities": map[string]any{}}, nil)
	f.call("WebDriver:SetTimeouts", map[string]any{"implicit": patience.Milliseconds(), "pageLoad": 60_000}, nil)
	return f
}

// dial waits for the port that Firefox writes down.
func (f *firefox) dial(file string) {
	f.t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(60 * time.Second); time.Now().Before(end); <-tick.C {
		port, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		if f.line, err = net.Dial("tcp", "127.0.0.1:"+strings.TrimSpace(string(port))); err == nil {
			f.t.Cleanup(func() { _ = f.line.Close() })
			if _, err := f.receive(); err != nil { // the greeting
				f.t.Fatal(err)
			}
			return
		}
	}
	f.t.Fatal("Firefox does not start")
}

// receive reads one message.
func (f *firefox) receive() ([]byte, error) {
	_ = f.line.SetReadDeadline(time.Now().Add(90 * time.Second))
	length, one := "", make([]byte, 1)
	for {
		if _, err := io.ReadFull(f.line, one); err != nil {
			return nil, err
		}
		if one[0] == ':' {
			break
		}
		length += string(one)
	}
	n, err := strconv.Atoi(length)
	if err != nil {
		return nil, err
	}
	body := make([]byte, n)
	_, err = io.ReadFull(f.line, body)
	return body, err
}

// try sends a command and reads its answer into result.
func (f *firefox) try(command string, params, result any) error {
	f.id++
	body, err := json.Marshal([]any{0, f.id, command, params})
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(f.line, "%d:%s", len(body), body); err != nil {
		return err
	}
	answer, err := f.receive()
	if err != nil {
		return err
	}
	var parts []json.RawMessage
	if err := json.Unmarshal(answer, &parts); err != nil || len(parts) != 4 {
		return fmt.Errorf("%s (%w)", answer, err)
	}
	if string(parts[2]) != "null" {
		return errors.New(string(parts[2]))
	}
	if result == nil {
		return nil
	}
	return json.Unmarshal(parts[3], result)
}

func (f *firefox) call(command string, params, result any) {
	f.t.Helper()
	if err := f.try(command, params, result); err != nil {
		f.t.Fatalf("%s: %.600v", command, err)
	}
}

func (f *firefox) open(url string) {
	f.t.Helper()
	f.call("WebDriver:Navigate", map[string]any{"url": url}, nil)
}

// ask gives the value of an expression in the page.
func (f *firefox) ask(expression string, args ...any) string {
	f.t.Helper()
	var got struct{ Value any }
	if args == nil {
		args = []any{}
	}
	f.call("WebDriver:ExecuteScript", map[string]any{"script": "return String(" + expression + ")", "args": args}, &got)
	return fmt.Sprint(got.Value)
}

// see waits until the page shows a text.
func (f *firefox) see(text string) {
	f.t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(2 * patience); time.Now().Before(end); <-tick.C {
		if f.ask("document.body.innerText.replace(/\\s+/g, ' ').includes(arguments[0])", text) == "true" {
			return
		}
	}
	f.t.Fatalf("Firefox does not show %q: %s", text, f.ask("document.querySelector('main').innerText"))
}

// find is an element by its path in the page.
func (f *firefox) find(xpath string) string {
	f.t.Helper()
	var found struct{ Value map[string]string }
	f.call("WebDriver:FindElement", map[string]any{"using": "xpath", "value": xpath}, &found)
	for _, id := range found.Value {
		return id
	}
	f.t.Fatalf("nothing at %s", xpath)
	return ""
}

func (f *firefox) press(text string) {
	f.t.Helper()
	id := f.find(fmt.Sprintf("//main//*[self::a or self::button or self::label][contains(normalize-space(.), %q)]", text))
	f.call("WebDriver:ElementClick", map[string]any{"id": id}, nil)
}

func (f *firefox) fill(id, text string) {
	f.t.Helper()
	f.call("WebDriver:ElementSendKeys", map[string]any{"id": f.find("//*[@id='" + id + "']"), "text": text}, nil)
}

func (f *firefox) choose(id, option string) {
	f.t.Helper()
	f.call("WebDriver:ElementClick", map[string]any{"id": f.find(fmt.Sprintf("//*[@id='%s']//option[contains(., %q)]", id, option))}, nil)
}

// A filing from the home to its number in another browser than Chromium.
func TestFilingInFirefox(t *testing.T) {
	t.Parallel()
	f := openFirefox(t)
	o := openOffice(t)
	const noa = "noa@ejemplo.pe"
	f.open(o.url + "/")
	f.press("Acepto los términos y condiciones")
	f.press("Persona Natural")
	f.see("Datos personales")
	f.choose("tipo_documento", "DNI")
	for _, typed := range [][2]string{
		{"numero_documento", "11111111"}, {"nombres", "NOA"}, {"apellidos", "PRUEBA ÑAHUI"}, {"telefono", "987654321"},
		{"domicilio", "Av. Inventada 123, Lima"}, {"correo", noa},
	} {
		f.fill(typed[0], typed[1])
	}
	f.press("Autorizo el envío")
	f.press("Código de validación")
	f.see("Revise su correo")
	f.fill("codigo", o.code(noa))
	f.press("Validar")
	f.see("Datos de la solicitud de trámite")
	f.choose("tramite", procedure)
	f.see("Plazo de respuesta")
	f.fill("asunto", subject)
	f.press("Continuar")
	f.see("El documento principal es obligatorio.")
	if f.ask("document.documentElement.classList.contains('cargas')") != "true" {
		t.Error("the resumable upload did not start: a script failed")
	}
	f.fill("archivo-principal", aPDF(t, "solicitud.pdf", 2, 200_000))
	f.see("2 folios")
	f.press("ENVIAR")
	f.see("Solicitud generada")
	if number := f.ask("document.querySelector('.constancia__numero').textContent.trim()"); number != "1-2026" {
		t.Errorf("the number is %q", number)
	}
	if !strings.Contains(f.ask("[...document.fonts].map((l) => l.family + ' ' + l.status).join()"), "Titulo loaded") {
		t.Error("the letters of the titles did not come")
	}
}
