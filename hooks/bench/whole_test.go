//go:build linux

package bench

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
)

const (
	wholeTurns = 8      // whole filings of a client in a round
	wholeFile  = 20_000 // bytes
)

// whole is everything between the home page and the number, with the codes that the
// program prints under --dev, beside the program of the commit before.
func (b *bench) whole() {
	ours := b.developing(hookstest.Program(b))
	var parent *served
	if exe := parentProgram(b); exe != "" {
		parent = b.developing(exe)
	}
	data := scan(1, wholeFile)
	var here, there, hereCPU, thereCPU []float64
	for round := range benchRounds {
		for _, side := range []struct {
			s         *served
			rate, cpu *[]float64
		}{{ours, &here, &hereCPU}, {parent, &there, &thereCPU}} {
			if side.s == nil {
				continue
			}
			settle()
			cpu := side.s.cpu()
			r := side.s.together(b, wholeTurns, func(v *visitor, turn int) (time.Duration, time.Duration) {
				side.s.fileWhole(b, v, fmt.Sprintf("persona%d.%d@ejemplo.pe", round, turn), data)
				return 0, 0
			})
			*side.rate = append(*side.rate, r.perSecond())
			*side.cpu = append(*side.cpu, 1000*(side.s.cpu()-cpu).Seconds()/float64(r.n))
		}
	}
	const what, cost = "whole filing, home to number, 8 clients / the commit before", "  processor time of each, children included"
	if parent == nil {
		b.row(what, fmt.Sprintf("%.1f/s", median(here)), "", 0, "", 0)
		b.row(cost, fmt.Sprintf("%.1f ms", median(hereCPU)), "", 0, "", 0)
		return
	}
	b.row(what, fmt.Sprintf("%.1f/s", median(here)), fmt.Sprintf("%.1f/s", median(there)), median(here)/median(there), "≥ 0.95", 0.95)
	b.row(cost, fmt.Sprintf("%.1f ms", median(hereCPU)), fmt.Sprintf("%.1f ms", median(thereCPU)), median(hereCPU)/median(thereCPU), "", 0)
	parent.Kill()
	ours.Kill()
}

// developing starts a program on an empty folder with --dev, where it prints codes.
func (b *bench) developing(exe string) *served {
	server := hookstest.NewServer(b, b.TempDir(), "--dev")
	server.Exe = exe
	server.Start()
	return &served{Server: server, url: server.URL, clients: map[int]*visitor{}}
}

// parentProgram builds the commit before, or takes the program that MESA_BENCH_PARENT
// names; "" where there is no git.
func parentProgram(t testing.TB) string {
	t.Helper()
	if exe := os.Getenv("MESA_BENCH_PARENT"); exe != "" {
		return exe
	}
	dir := t.TempDir()
	exe := filepath.Join(dir, "mesadepartes")
	build := exec.Command("sh", "-c",
		`git archive HEAD~1 | tar -x -C "$0" && cd "$0" && go build -trimpath -ldflags "-s -w" -o "$1" .`, dir, exe)
	build.Dir = hookstest.Root()
	if out, err := build.CombinedOutput(); err != nil {
		t.Logf("no program of the commit before: %v\n%s", err, out)
		return ""
	}
	return exe
}

var aTramite = regexp.MustCompile(`<option value="([a-z0-9]{15})"`)

// fileWhole files one request as a browser without scripts does, with a resumable upload.
func (s *served) fileWhole(t testing.TB, v *visitor, correo string, data []byte) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Error(err)
		return
	}
	c := &citizen{t: t, http: http.Client{Transport: v.http.Transport, CheckRedirect: v.http.CheckRedirect, Jar: jar}, url: s.url}
	c.get("/")
	at := c.post("/solicitud", "persona", "natural", "acepto", "1")
	c.get(at)
	c.post(at+"/datos", "tipo_documento", "DNI", "numero_documento", "11111111", "nombres", "JUAN", "apellidos", "PEREZ PEREZ",
		"telefono", "987654321", "correo", correo, "domicilio", "Av. Inventada 123", "autorizo", "1", "accion", "codigo")
	c.get(at)
	c.post(at+"/validar", "codigo", s.code(correo))
	tramite := aTramite.FindStringSubmatch(c.get(at))
	if tramite == nil {
		t.Errorf("no procedure at %s", at)
		return
	}
	c.post(at+"/tramite", "tramite", tramite[1], "asunto", "Pido copia")
	cookie := ""
	here, _ := url.Parse(s.url)
	for _, k := range jar.Cookies(here) {
		cookie += k.Name + "=" + k.Value + "; "
	}
	v.upload(t, draft{strings.TrimPrefix(at, "/solicitud/"), cookie}, data)
	receipt := c.get(c.post(at + "/enviar"))
	if !regexp.MustCompile(`\d+-20\d\d`).MatchString(receipt) {
		t.Errorf("no number for %s", correo)
	}
}

// code is the last code that the program printed for an address. What it printed
// before its answer may still be in the pipe.
func (s *served) code(correo string) string {
	line := "[dev] codigo " + correo + " "
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); <-tick.C {
		printed := s.Out.String()
		if at := strings.LastIndex(printed, line); at >= 0 && len(printed) >= at+len(line)+6 {
			return printed[at+len(line):][:6]
		}
	}
	return ""
}

// citizen is a browser that follows no redirect by itself.
type citizen struct {
	t    testing.TB
	http http.Client
	url  string
}

func (c *citizen) get(path string) string {
	_, body := c.do(http.MethodGet, path, http.StatusOK, nil)
	return body
}

// post sends a form and gives where it leads.
func (c *citizen) post(path string, pairs ...string) string {
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	header, _ := c.do(http.MethodPost, path, http.StatusSeeOther, []byte(form.Encode()))
	location, _, _ := strings.Cut(header.Get("Location"), "#")
	return location
}

func (c *citizen) do(method, path string, want int, form []byte) (http.Header, string) {
	req, err := http.NewRequest(method, c.url+path, bytes.NewReader(form))
	if err != nil {
		c.t.Error(err)
		return http.Header{}, ""
	}
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	res, err := c.http.Do(req)
	if err != nil {
		c.t.Error(err)
		return http.Header{}, ""
	}
	defer res.Body.Close()
	body, _ := io.ReadAll(res.Body)
	if res.StatusCode != want {
		c.t.Errorf("%s %s: %d %.300s", method, path, res.StatusCode, body)
	}
	return res.Header, string(body)
}
