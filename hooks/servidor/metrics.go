package servidor

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"net"
	"net/http"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"mesadepartes/hooks/disco"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
	"github.com/pocketbase/pocketbase/tools/router"
)

// Metric is a number that a program asks for at /metrics, in Prometheus' text.
type Metric struct {
	Name, Help string
	Counter    bool
	Labels     string // `estado="recibida"`; "" for none
	Value      float64
}

// measureEvery is how long what was counted in the base is told again.
const measureEvery = 15 * time.Second

// traffic counts the requests by the class of their answer.
type traffic struct {
	mu      sync.Mutex
	count   [6]int64 // by class: 2 for 200 to 299
	seconds [6]float64
}

func (t *traffic) add(status int, took time.Duration) {
	class := status / 100
	if class < 1 || class > 5 {
		class = 2 // answered by who wrote no status
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.count[class]++
	t.seconds[class] += took.Seconds()
}

func (t *traffic) metrics() (list []Metric) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, m := range []struct {
		name, help string
		value      func(class int) float64
	}{
		{"mesa_http_request_duration_seconds_sum", "Segundos que tomaron las respuestas.", func(c int) float64 { return t.seconds[c] }},
		{"mesa_http_request_duration_seconds_count", "Respuestas.", func(c int) float64 { return float64(t.count[c]) }},
	} {
		for class := 1; class <= 5; class++ {
			label := fmt.Sprintf(`clase="%dxx"`, class)
			list = append(list, Metric{Name: m.name, Help: m.help, Counter: true, Labels: label, Value: m.value(class)})
		}
	}
	return list
}

// countRequests stands outside all that answers, error pages too.
func (r *Room) countRequests() *hook.Handler[*core.RequestEvent] {
	return &hook.Handler[*core.RequestEvent]{
		Id: "mesaCount", Priority: apis.DefaultActivityLoggerMiddlewarePriority - 20,
		Func: func(e *core.RequestEvent) error {
			began := time.Now()
			err := e.Next()
			status := e.Status()
			var api *router.ApiError
			if status == 0 && errors.As(err, &api) {
				status = api.Status
			} else if status == 0 && err != nil {
				status = http.StatusBadRequest // what PocketBase answers to an error without a status
			}
			r.traffic.add(status, time.Since(began))
			return err
		},
	}
}

// serveMetrics answers GET /metrics for who shows the token or, while none is set, asks from
// this very machine without a proxy between. Nobody else learns that it is there.
func (r *Room) serveMetrics(e *core.ServeEvent) error {
	e.Router.Bind(r.countRequests())
	e.Router.GET("/metrics", func(e *core.RequestEvent) error {
		if !r.mayMeasure(e) {
			return e.NotFoundError("", nil)
		}
		list, err := r.measured(e.Request.Context(), e.App)
		if err != nil {
			return err
		}
		e.Response.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		e.Response.Header().Set("Cache-Control", "no-store")
		return e.String(http.StatusOK, exposition(append(list, r.traffic.metrics()...)))
	}).Bind(apis.SkipSuccessActivityLog())
	return e.Next()
}

// forwarded are headers that a proxy adds; who asks the program itself sends none.
var forwarded = []string{"X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via", "CF-Connecting-IP"}

func (r *Room) mayMeasure(e *core.RequestEvent) bool {
	if r.Token != "" {
		shown, is := strings.CutPrefix(e.Request.Header.Get("Authorization"), "Bearer ")
		want, got := sha256.Sum256([]byte(r.Token)), sha256.Sum256([]byte(shown)) // of one length, whatever was shown
		return is && subtle.ConstantTimeCompare(want[:], got[:]) == 1
	}
	if len(e.App.Settings().TrustedProxy.Headers) > 0 || !isLoopback(e.RemoteIP()) {
		return false
	}
	host, _, err := net.SplitHostPort(e.Request.Host)
	if err != nil {
		host = e.Request.Host
	}
	if host != "localhost" && !isLoopback(strings.Trim(host, "[]")) { // a page whose name was turned to this machine
		return false
	}
	return !slices.ContainsFunc(forwarded, func(h string) bool { return e.Request.Header.Get(h) != "" })
}

func isLoopback(address string) bool {
	ip := net.ParseIP(address)
	return ip != nil && ip.IsLoopback()
}

// gauges keeps what the base was asked for.
type gauges struct {
	mu   sync.Mutex
	at   time.Time
	list []Metric
}

// measured gives the numbers of the rooms, counted anew every fifteen seconds.
func (r *Room) measured(ctx context.Context, app core.App) ([]Metric, error) {
	r.gauges.mu.Lock()
	defer r.gauges.mu.Unlock()
	if time.Since(r.gauges.at) >= measureEvery {
		list, err := r.measure(ctx, app)
		if err != nil {
			return nil, err
		}
		r.gauges.at, r.gauges.list = time.Now(), list
	}
	return slices.Clone(r.gauges.list), nil
}

func (r *Room) measure(ctx context.Context, app core.App) (list []Metric, err error) {
	if list, err = filings(ctx, app); err != nil {
		return nil, err
	}
	if last := r.beat.Load(); last != nil {
		list = append(list, Metric{Name: "mesa_ronda_edad_segundos", Help: "Desde la última ronda del reloj de plazos.",
			Value: r.Now().Sub(*last).Seconds()})
	}
	if free, err := disco.Free(app.DataDir()); err == nil {
		list = append(list, Metric{Name: "mesa_disco_libre_bytes", Help: "Espacio libre en el disco de los datos.", Value: float64(free)})
	}
	salud, _ := r.Health(ctx, app)
	list = append(list, Metric{Name: "mesa_salud", Help: "0 bien, 1 atención, 2 mal.", Value: float64(salud)}, buildInfo())
	for _, of := range r.Measures {
		more, err := of(ctx, app)
		if err != nil {
			return nil, err
		}
		list = append(list, more...)
	}
	return list, nil
}

func filings(ctx context.Context, app core.App) (list []Metric, err error) {
	var rows []struct {
		Estado string  `db:"estado"`
		N      float64 `db:"n"`
	}
	err = app.DB().Select("estado", "count(*) AS n").From(mesa.ColSolicitudes).GroupBy("estado").OrderBy("estado").WithContext(ctx).All(&rows)
	for _, row := range rows {
		label := fmt.Sprintf("estado=%q", row.Estado)
		list = append(list, Metric{Name: "mesa_solicitudes", Help: "Solicitudes por estado.", Labels: label, Value: row.N})
	}
	return list, err
}

// buildInfo is 1, with what the program was built from.
func buildInfo() Metric {
	revision := ""
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				revision = s.Value
			}
		}
	}
	return Metric{Name: "mesa_build_info", Help: "Con qué se construyó el programa.", Value: 1,
		Labels: fmt.Sprintf("go=%q,sistema=%q,revision=%q", runtime.Version(), runtime.GOOS+"/"+runtime.GOARCH, revision)}
}

// exposition writes metrics as Prometheus reads them.
func exposition(list []Metric) string {
	var b bytes.Buffer
	last := ""
	for _, m := range list {
		if m.Name != last {
			kind := "gauge"
			if m.Counter {
				kind = "counter"
			}
			fmt.Fprintf(&b, "# HELP %s %s\n# TYPE %s %s\n", m.Name, m.Help, m.Name, kind)
			last = m.Name
		}
		labels := ""
		if m.Labels != "" {
			labels = "{" + m.Labels + "}"
		}
		fmt.Fprintf(&b, "%s%s %g\n", m.Name, labels, m.Value)
	}
	return b.String()
}
