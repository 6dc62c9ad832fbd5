package replica

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/cmd"
	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"
)

// Espera is what `serve` was told about waiting.
type Espera struct {
	On      bool
	Address string
}

// ServeCommand is PocketBase's `serve` with --espera.
func ServeCommand(app core.App) *cobra.Command {
	c := cmd.NewServeCommand(app, true)
	c.Flags().Bool("espera", false, "espera como segunda máquina: sigue a la réplica (MESA_REPLICA) y no atiende hasta «promover»")
	return c
}

// ReadEspera reads the flags of `serve` before cobra does: a standby must know them before the
// base is opened.
func ReadEspera(args []string) Espera {
	c := ServeCommand(nil)
	c.FParseErrWhitelist.UnknownFlags = true
	if len(args) == 0 || args[0] != c.Name() || c.ParseFlags(args[1:]) != nil {
		return Espera{} // what is wrong with them cobra says
	}
	on, _ := c.Flags().GetBool("espera")
	address, _ := c.Flags().GetString("http")
	if address == "" {
		address = "127.0.0.1:8090"
		if c.Flags().NArg() > 0 {
			address = "0.0.0.0:80"
		}
	}
	return Espera{on, address}
}

// wait keeps a standby from opening a base until it is promoted. Then the program starts as any
// other one does.
func (r *Room) wait(e *core.BootstrapEvent) error {
	if !r.Espera.On {
		return r.keepClosed(e)
	}
	if err := r.standBy(e.App.DataDir()); err != nil {
		return err
	}
	return e.Next()
}

// hasBase refuses a folder that had the turn and lacks its base: PocketBase would begin an empty one.
func hasBase(dir string) error {
	if _, err := os.Stat(filepath.Join(dir, "data.db")); err != nil {
		return fmt.Errorf("la carpeta tiene el turno y falta su base de datos: %w", err)
	}
	return nil
}

// keepClosed refuses to open the base of a folder that waits: what any command writes there would
// part it from the one it follows.
func (r *Room) keepClosed(e *core.BootstrapEvent) error {
	s, err := readState(e.App.DataDir())
	switch {
	case err != nil:
		return err
	case s.Promover:
		return errors.New(mesa.TextReplicaMedia())
	case s.Sigue > 0:
		return errors.New(mesa.TextReplicaEnEspera())
	case s.Epoca > 0:
		if err := hasBase(e.App.DataDir()); err != nil {
			return err
		}
	}
	return e.Next()
}

func (r *Room) standBy(dir string) error {
	f, err := r.newFollower(dir)
	if err != nil {
		return err
	}
	page, err := template.ParseFS(r.Files, "templates/espera.html")
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", r.Espera.Address)
	if err != nil {
		return err
	}
	if err := r.Servidor.Listens(listener.Addr().String()); err != nil {
		return errors.Join(err, listener.Close())
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	w := &waiting{seguidor: f, page: page, key: r.Servidor.ShowsKey, promoted: make(chan struct{})}
	server := &http.Server{Handler: w, ReadHeaderTimeout: 10 * time.Second}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	var following sync.WaitGroup
	following.Go(func() { f.run(ctx) })
	fmt.Fprintf(r.Out, "En espera en http://%s. Para que atienda: mesadepartes promover --dir=%s\n", listener.Addr(), dir)
	select {
	case err := <-served:
		return err
	case <-w.promoted:
	}
	stop()
	following.Wait()
	end, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	_ = server.Shutdown(end) // who still asks gets no answer
	return errors.Join(server.Close(), hasBase(dir))
}

// newFollower opens destination and folder of a standby. A folder with an office in it is refused.
func (r *Room) newFollower(dir string) (*seguidor, error) {
	if r.Dest == "" {
		return nil, errors.New("falta MESA_REPLICA: la réplica a la que se espera")
	}
	store, err := openAlmacen(r.Dest)
	if err != nil {
		return nil, err
	}
	_, noState := os.Stat(filepath.Join(dir, stateFile))
	_, noBase := os.Stat(filepath.Join(dir, "data.db"))
	s, err := readState(dir)
	if err != nil {
		return nil, err
	}
	if s.Epoca > 0 && !s.Promover || errors.Is(noState, fs.ErrNotExist) && noBase == nil {
		return nil, errors.New(mesa.TextReplicaFueTitular(dir))
	}
	if err := errors.Join(os.MkdirAll(dir, 0o700), s.write(dir)); err != nil {
		return nil, err
	}
	return &seguidor{store: store, dir: dir, resguardo: r.Resguardo, state: s, out: r.Out}, nil
}

// waiting answers for a standby: 503 with the office's page, its own health, and the order to
// take the turn from who reads the data folder.
type waiting struct {
	*seguidor
	page     *template.Template
	key      func(*http.Request) bool
	turn     sync.Mutex
	promoted chan struct{}
}

// ServeHTTP implements http.Handler.
func (w *waiting) ServeHTTP(res http.ResponseWriter, req *http.Request) {
	res.Header().Set("Cache-Control", "no-store")
	res.Header().Set("X-Content-Type-Options", "nosniff")
	switch {
	case req.URL.Path == "/salud":
		w.health(res, req)
	case req.URL.Path == "/promover" && req.Method == http.MethodPost && w.key(req):
		w.promote(res, req)
	default:
		w.closed(res)
	}
}

func (w *waiting) closed(res http.ResponseWriter) {
	var page bytes.Buffer
	if err := w.page.Execute(&page, w.office()); err != nil {
		page.Reset()
	}
	res.Header().Set("Retry-After", "60")
	res.Header().Set("Content-Type", "text/html; charset=utf-8")
	res.Header().Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	res.WriteHeader(http.StatusServiceUnavailable)
	_, _ = res.Write(page.Bytes())
}

// health tells one word to everybody, and to who reads the folder how far it follows.
func (w *waiting) health(res http.ResponseWriter, req *http.Request) {
	salud, why := w.salud()
	res.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if salud == mesa.Mal {
		res.WriteHeader(http.StatusServiceUnavailable)
	}
	fmt.Fprintln(res, salud)
	if w.key(req) {
		fmt.Fprintln(res, why)
	}
}

func (w *waiting) promote(res http.ResponseWriter, req *http.Request) {
	res.Header().Set("Content-Type", "text/plain; charset=utf-8")
	res.Header().Set("X-Mesa-Promueve", "1")
	if !w.turn.TryLock() {
		fmt.Fprintln(res, failed+"la promoción ya está en marcha")
		return
	}
	say := func(text string) {
		fmt.Fprintln(res, text)
		_ = http.NewResponseController(res).Flush()
	}
	// Who asked may go away: what was begun is ended.
	if err := w.takeOver(context.WithoutCancel(req.Context()), readOrden(req.URL.Query()), say); err != nil {
		w.turn.Unlock()
		say(failed + brief(err))
		return
	}
	say(ready)
	close(w.promoted)
}

// What the last line of a promotion begins with.
const (
	ready  = "LISTO"
	failed = "ERROR: "
)
