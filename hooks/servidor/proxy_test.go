package servidor_test

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
)

// The blocks for nginx and Caddy take 120 MB and not much more, hand over what came before the
// rest is there, and tell who asks. Each is tried with the real proxy, where it is installed.
func TestTheProxiesOfTheGuideTakeLongUploads(t *testing.T) {
	t.Parallel()
	for name, run := range map[string]func(t *testing.T, exe, config, listen string) *exec.Cmd{"nginx": nginx, "caddy": caddy} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			exe, err := exec.LookPath(name)
			if err != nil {
				t.Skipf("no %s here: its block in .docs/proxy was not tried", name)
			}
			through(t, func(upstream string) string {
				file := map[string]string{"nginx": "nginx.conf", "caddy": "Caddyfile"}[name]
				text, err := os.ReadFile(filepath.Join(hookstest.Root(), ".docs", "proxy", file))
				if err != nil {
					t.Fatal(err)
				}
				listen := hookstest.FreeAddress(t)
				cmd := run(t, exe, strings.ReplaceAll(string(text), "127.0.0.1:8090", upstream), listen)
				cmd.Stderr = t.Output()
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { _ = cmd.Process.Signal(os.Interrupt); _ = cmd.Wait() })
				return listen
			})
		})
	}
}

func nginx(t *testing.T, exe, config, listen string) *exec.Cmd {
	dir := t.TempDir()
	config = strings.Replace(config, "listen 443 ssl;", "listen "+listen+";", 1)
	config = regexp.MustCompile(`(?m)^ *ssl_certificate.*$`).ReplaceAllString(config, "")
	config = "daemon off; master_process off; pid nginx.pid; error_log stderr;\nevents {}\nhttp {\naccess_log off; client_body_temp_path b; " +
		"proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;\n" + config + "\n}\n"
	return proxy(t, dir, "nginx.conf", config, exe, "-p", dir, "-c", "nginx.conf")
}

func caddy(t *testing.T, exe, config, listen string) *exec.Cmd {
	dir := t.TempDir()
	config = strings.Replace(config, "mesa.entidad.gob.pe {", "http://"+listen+" {", 1)
	config = "{\n\tadmin off\n\tauto_https off\n}\n" + config
	return proxy(t, dir, "Caddyfile", config, exe, "run", "--config", "Caddyfile", "--adapter", "caddyfile")
}

func proxy(t *testing.T, dir, name, config, exe string, args ...string) *exec.Cmd {
	if err := os.WriteFile(filepath.Join(dir, name), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "HOME="+dir, "XDG_DATA_HOME="+dir, "XDG_CONFIG_HOME="+dir)
	return cmd
}

// through sends uploads through a proxy to a server that counts what comes.
func through(t *testing.T, start func(upstream string) (listen string)) {
	begun := make(chan string, 1)
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength == 0 {
			return
		}
		n, err := io.CopyN(io.Discard, r.Body, 1<<20)
		begun <- r.Header.Get("X-Real-IP")
		rest, restErr := io.Copy(io.Discard, r.Body)
		if err := errors.Join(err, restErr); err != nil || n+rest != r.ContentLength {
			http.Error(w, "cut", http.StatusBadRequest)
		}
	}))
	t.Cleanup(upstream.Close)
	address := "http://" + start(upstream.Listener.Addr().String())
	for end := time.Now().Add(20 * time.Second); ; <-time.After(20 * time.Millisecond) {
		if conn, err := net.Dial("tcp", strings.TrimPrefix(address, "http://")); err == nil {
			_ = conn.Close()
			break
		}
		if time.Now().After(end) {
			t.Fatal("the proxy does not answer")
		}
	}
	body, half := io.Pipe()
	const most = 119_000_000
	req, err := http.NewRequest(http.MethodPost, address, body)
	if err != nil {
		t.Fatal(err)
	}
	req.ContentLength = most
	go func() {
		_, _ = half.Write(make([]byte, 2<<20))
		select {
		case ip := <-begun: // before the rest was sent
			if ip != "127.0.0.1" {
				t.Errorf("who asks is told as %q", ip)
			}
		case <-time.After(20 * time.Second):
			t.Error("the proxy keeps what came until the rest is there")
		}
		_, _ = half.Write(make([]byte, most-2<<20))
		_ = half.Close()
	}()
	res, err := http.DefaultClient.Do(req)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatal(res, err)
	}
	_ = res.Body.Close()
	more, err := http.NewRequest(http.MethodPost, address, io.LimitReader(zeros{}, 140_000_000))
	if err != nil {
		t.Fatal(err)
	}
	more.ContentLength = 140_000_000
	go func() { <-begun }()
	if res, err := http.DefaultClient.Do(more); err == nil && res.StatusCode == http.StatusOK {
		t.Error("a body of 140 MB passed")
	}
}

// zeros is a body without an end.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) { return len(b), nil }
