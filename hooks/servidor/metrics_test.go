package servidor_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/ui/uitest"
)

// exposed is the grammar of Prometheus' text, as far as a line of ours uses it.
var exposed = regexp.MustCompile(`^(# (HELP|TYPE) mesa_[a-z_]+ .+|mesa_[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [-+0-9.e]+)$`)

func TestMetricsTellThisMachineHowTheOfficeIs(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b := uitest.NewBrowser(t, uitest.Serve(t, o))
	o.Filed(t, nil)
	b.Get("/no-existe")
	p := b.Get("/metrics")
	if p.Status != 200 || !strings.HasPrefix(p.Header.Get("Content-Type"), "text/plain; version=0.0.4") {
		t.Fatalf("%d %v", p.Status, p.Header)
	}
	for line := range strings.Lines(p.Body) {
		if !exposed.MatchString(strings.TrimSpace(line)) {
			t.Errorf("Prometheus can't read %q", line)
		}
	}
	for _, want := range []string{
		`mesa_solicitudes{estado="recibida"} 1`, "mesa_correos_en_espera 0", "mesa_correos_espera_segundos 0", "mesa_ronda_edad_segundos 0",
		"mesa_disco_libre_bytes ", "mesa_admision_procesos 0", "mesa_admision_en_espera 0", "mesa_salud 0", "mesa_build_info{",
		`mesa_http_request_duration_seconds_count{clase="4xx"} 1`, `mesa_http_request_duration_seconds_sum{clase="2xx"} `,
	} {
		if !strings.Contains(p.Body, want) {
			t.Errorf("no %q in\n%s", want, p.Body)
		}
	}
	if n := strings.Count(p.Body, "# TYPE mesa_http_request_duration_seconds_sum counter"); n != 1 {
		t.Errorf("%d types", n)
	}
}

func TestMetricsAreNotThereForOthers(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b := uitest.NewBrowser(t, uitest.Serve(t, o))
	ask := func(headers ...string) int {
		t.Helper()
		req := b.Request(http.MethodGet, "/metrics", "", headers...)
		for i := 0; i < len(headers); i += 2 {
			if headers[i] == "Host" {
				req.Host = headers[i+1]
			}
		}
		return b.Do(req).Status
	}
	for _, forwarded := range []string{
		"X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via", "CF-Connecting-IP",
	} {
		if status := ask(forwarded, "192.0.2.1"); status != 404 {
			t.Errorf("with %s: %d", forwarded, status)
		}
	}
	if status := ask("Host", "mesa.ejemplo.pe"); status != 404 {
		t.Errorf("by a name: %d", status)
	}
	o.Settings().TrustedProxy.Headers = []string{"X-Real-IP"}
	if status := ask(); status != 404 {
		t.Errorf("behind a proxy: %d", status)
	}
	o.Settings().TrustedProxy.Headers = nil
	o.Servidor.Token = "llave-de-prueba"
	for header, want := range map[string]int{
		"": 404, "Bearer ": 404, "Bearer otra": 404, "llave-de-prueba": 404, "Basic llave-de-prueba": 404, "Bearer llave-de-prueba": 200,
	} {
		if status := ask("Authorization", header); status != want {
			t.Errorf("with %q: %d, want %d", header, status, want)
		}
	}
	o.Settings().TrustedProxy.Headers = []string{"X-Real-IP"}
	if status := ask("Authorization", "Bearer llave-de-prueba", "X-Forwarded-For", "192.0.2.1"); status != 200 {
		t.Errorf("with the token from anywhere: %d", status)
	}
}
