package replica

import (
	"bufio"
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"mesadepartes/hooks/disco"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/registro"
	"mesadepartes/hooks/servidor"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
	"github.com/spf13/cobra"
)

// watchFor is how long the heart of the other machine is listened to before its turn is taken:
// more than two beats.
const watchFor = 5 * time.Second

// orden is how a promotion was asked for.
type orden struct {
	Forzar   bool // also while the other heart beats
	SinLlave bool // also without the key of the receipts
}

// values are an order as the waiting program reads it.
func (o orden) values() url.Values {
	v := url.Values{}
	for name, set := range map[string]bool{"forzar": o.Forzar, "sin-llave": o.SinLlave} {
		if set {
			v.Set(name, "1")
		}
	}
	return v
}

func readOrden(v url.Values) orden { return orden{v.Get("forzar") == "1", v.Get("sin-llave") == "1"} }

// lacksKey tells whether the key of the receipts was not brought here.
func (f *seguidor) lacksKey() bool {
	_, err := os.Stat(filepath.Join(f.resguardo, registro.KeyFile))
	return isAbsent(err)
}

// takeOver takes the turn and brings everything of the last machine that had it. It may be
// killed at any moment and run again. The order is the reason why nothing acknowledged is
// missing: the epoch is made first, and what was answered before it is read after it.
func (f *seguidor) takeOver(ctx context.Context, o orden, say func(string)) error {
	if f.lacksKey() && !o.SinLlave {
		return errors.New(mesa.TextReplicaNoSinLlave(f.resguardo))
	}
	last, err := highest(ctx, f.store)
	if err != nil {
		return err
	}
	if last == nil {
		return errors.New(mesa.TextReplicaVacia())
	}
	if from, err := newestBase(ctx, f.store, last.Epoca); err != nil || from == 0 {
		return cmp.Or(err, errors.New(mesa.TextReplicaVacia()))
	}
	if last.Nodo != f.state.Nodo {
		if err := f.silent(ctx, last, o.Forzar); err != nil {
			return err
		}
	}
	f.busy.Lock()
	if err := f.takeAndBring(ctx, last, say); err != nil {
		f.busy.Unlock() // it follows on; after a promotion nothing is followed any more
		return err
	}
	return nil
}

// takeAndBring makes the next epoch, unless this folder has it already, and brings what the
// holder before it left.
func (f *seguidor) takeAndBring(ctx context.Context, last *turno, say func(string)) (err error) {
	if last.Nodo != f.state.Nodo {
		f.state.Epoca, f.state.Promover = last.Epoca+1, true
		if err := f.state.write(f.dir); err != nil {
			return err
		}
		if last, err = takeTurn(ctx, f.store, last.Epoca+1, f.state.Nodo); err != nil {
			return f.tooLate(err)
		}
	}
	say(fmt.Sprintf("Turno %d tomado.", last.Epoca))
	f.state.Epoca = last.Epoca
	skipped, remote, err := ceilings(ctx, f.store, last.Epoca)
	if err != nil {
		return err
	}
	f.state.Reservas = raise(f.state.Reservas, skipped)
	if err := f.state.write(f.dir); err != nil {
		return err
	}
	from, err := newestBase(ctx, f.store, last.Epoca-1) // asked now: its holder may have begun to send it a moment ago
	if err != nil {
		return err
	}
	return f.bringAll(ctx, from, remote, say)
}

// tooLate tells of a turn that another machine took first; this one waits on.
func (f *seguidor) tooLate(err error) error {
	if !errors.Is(err, errTaken) {
		return err
	}
	f.state.Epoca, f.state.Promover = 0, false
	return errors.Join(errors.New("otra máquina tomó el turno en este momento"), f.state.write(f.dir))
}

// silent refuses while the heart of the other machine beats, unless it left the turn free.
func (f *seguidor) silent(ctx context.Context, t *turno, force bool) error {
	before, err := readBeat(ctx, f.store, t.Epoca)
	if err != nil || force || before == nil || before.Libre {
		return err
	}
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(watchFor); time.Now().Before(end); <-tick.C {
		now, err := readBeat(ctx, f.store, t.Epoca)
		if err != nil {
			return err
		}
		if now != nil && (now.Vez != before.Vez || now.Nodo != before.Nodo) {
			return errors.New(mesa.TextReplicaViva(t.Maquina))
		}
	}
	return nil
}

// ceilings are the highest numbers that the holders before an epoch may have given, and whether
// the last of them kept its papers in a bucket of its own.
func ceilings(ctx context.Context, a almacen, epoca int) (top map[int]int, remote bool, err error) {
	for e := 1; e < epoca; e++ {
		l, err := readBeat(ctx, a, e)
		if err != nil {
			return nil, false, err
		}
		if l == nil {
			continue
		}
		if !l.Libre {
			top = raise(top, l.Techo)
		}
		remote = l.EnS3
	}
	return top, remote, nil
}

// bringAll brings base, book and papers as the destination has them now, and proves the base.
func (f *seguidor) bringAll(ctx context.Context, from int, remote bool, say func(string)) error {
	if err := f.bringBase(ctx, from); err != nil {
		return err
	}
	say("Base de datos al día y revisada.")
	if !remote {
		if err := f.takeBook(ctx); err != nil {
			return err
		}
		lost, err := f.bringPapers(ctx)
		if err != nil {
			return err
		}
		for _, l := range lost {
			say("No está en la réplica: " + l)
		}
		say("Libro de actos y documentos al día.")
	}
	if f.lacksKey() {
		say(mesa.TextReplicaSinLlave(f.resguardo))
	}
	f.state.Promover, f.state.Revisar, f.state.Sigue = false, true, 0
	return f.state.write(f.dir)
}

// bringBase has the followed base reach the last transaction of the destination, or fetches it
// anew, and lets SQLite look for damage.
func (f *seguidor) bringBase(ctx context.Context, epoca int) error {
	c := &cliente{f.store, epoca}
	want, err := c.newest(ctx)
	if err != nil {
		return err
	}
	f.mu.Lock()
	follows := f.epoca == epoca && f.end != nil
	f.mu.Unlock()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(10 * time.Second); follows && followed(f.file()) < want && time.Now().Before(end); {
		<-tick.C
	}
	f.stopFollowing()
	whole := follows && followed(f.file()) >= want && checkBase(ctx, f.file()) == nil
	if !whole {
		if err := forget(f.file()); err != nil {
			return err
		}
		if err := restore(ctx, c, f.file()); err != nil {
			return fmt.Errorf("la base de la réplica no se puede restaurar: %w", err)
		}
		if err := checkBase(ctx, f.file()); err != nil {
			return err
		}
	}
	return errors.Join(settle(f.file()), disco.Sync(f.file()), disco.Sync(f.dir))
}

func openToRead(file string) (*sql.DB, error) {
	uri, err := disco.URI(file)
	if err != nil {
		return nil, err
	}
	return sql.Open("sqlite", uri+"?mode=ro&immutable=1")
}

func checkBase(ctx context.Context, file string) error {
	db, err := openToRead(file)
	if err != nil {
		return err
	}
	defer db.Close()
	var found string
	if err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&found); err != nil {
		return err
	}
	if found != "ok" {
		return errors.New("la base de la réplica está dañada: " + found)
	}
	return nil
}

// bringPapers brings every file that a record of the base names and this folder lacks, drafts
// included, and names those that the destination lacks too.
func (f *seguidor) bringPapers(ctx context.Context) (lost []string, err error) {
	db, err := openToRead(f.file())
	if err != nil {
		return nil, err
	}
	defer db.Close()
	fields, err := fileFields(ctx, db)
	if err != nil {
		return nil, err
	}
	for _, fl := range fields {
		query := fmt.Sprintf("SELECT id, `%s` FROM `%s` WHERE `%s` NOT IN ('', '[]')", fl.name, fl.collection, fl.name)
		rows, err := db.QueryContext(ctx, query)
		if err != nil {
			return nil, err
		}
		found, err := f.bringRows(ctx, rows, fl.id)
		lost = append(lost, found...)
		if err := errors.Join(err, rows.Close()); err != nil {
			return nil, err
		}
	}
	return lost, nil
}

func (f *seguidor) bringRows(ctx context.Context, rows *sql.Rows, collection string) (lost []string, err error) {
	for rows.Next() {
		var id, value string
		if err := rows.Scan(&id, &value); err != nil {
			return nil, err
		}
		names := types.JSONArray[string]{value}
		if strings.HasPrefix(value, "[") {
			if err := names.Scan(value); err != nil {
				return nil, err
			}
		}
		for _, name := range names {
			rel := core.LocalStorageDirName + "/" + collection + "/" + id + "/" + name
			err := f.takePaper(ctx, rel, "")
			if isAbsent(err) {
				lost = append(lost, rel)
			} else if err != nil {
				return nil, err
			}
		}
	}
	return lost, rows.Err()
}

// fileField is a column of the base that names stored files.
type fileField struct{ id, collection, name string }

func fileFields(ctx context.Context, db *sql.DB) (list []fileField, err error) {
	rows, err := db.QueryContext(ctx, `SELECT c.id, c.name, json_extract(f.value, '$.name') FROM _collections c, json_each(c.fields) f
		WHERE json_extract(f.value, '$.type') = 'file' AND c.type != 'view' AND c.name != '`+mesa.ColPadronCargas+`'`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var fl fileField
		if err := rows.Scan(&fl.id, &fl.collection, &fl.name); err != nil {
			return nil, err
		}
		list = append(list, fl)
	}
	return list, rows.Err()
}

// Command is `mesadepartes promover`: the waiting program of a data folder takes the turn and
// serves. Where none waits, the folder is made ready for `serve`.
func Command(app core.App, room func() *Room) *cobra.Command {
	var o orden
	c := &cobra.Command{
		Use: "promover", Args: cobra.NoArgs, SilenceUsage: true,
		Short: "Toma el turno de la máquina que se perdió: la que espera (serve --espera) atiende en su lugar",
		Long: "Toma el turno de la máquina que se perdió: la que espera (serve --espera) trae lo último de la réplica, lo revisa y " +
			"atiende en su lugar.\n" +
			"La otra, si vuelve, no registra nada. Puede interrumpirse y repetirse.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return room().Promote(cmd.Context(), app.DataDir(), o, cmd.OutOrStdout())
		},
	}
	c.Flags().BoolVar(&o.Forzar, "forzar", false, "también mientras la otra máquina atiende")
	c.Flags().BoolVar(&o.SinLlave, "sin-llave", false, "también sin la llave de los cargos: se recibe sin firmar hasta traerla")
	return c
}

// Promote asks the waiting program of a folder to take the turn, or does it itself where none
// waits.
func (r *Room) Promote(ctx context.Context, dir string, o orden, out io.Writer) error {
	if ctx == nil {
		ctx = context.Background()
	}
	held, err := servidor.Lock(dir)
	var used *servidor.InUse
	if errors.As(err, &used) {
		return askToPromote(ctx, dir, o, out)
	}
	if err != nil {
		return err
	}
	f, err := r.newFollower(dir)
	if err == nil {
		err = f.takeOver(ctx, o, func(text string) { fmt.Fprintln(out, text) })
	}
	if err := errors.Join(err, held.Release()); err != nil {
		return err
	}
	fmt.Fprintf(out, "Listo. Ahora inicie: mesadepartes serve --dir=%s\n", dir)
	return nil
}

func askToPromote(ctx context.Context, dir string, o orden, out io.Writer) error {
	req, err := servidor.Ask(ctx, dir, http.MethodPost, "/promover?"+o.values().Encode())
	if err != nil || req == nil {
		return errors.Join(err, errors.New("el programa de esta carpeta no dice dónde atiende; espere un momento y repita"))
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK || res.Header.Get("X-Mesa-Promueve") == "" {
		return errors.New("el programa de esta carpeta no está en espera")
	}
	last := ""
	for lines := bufio.NewScanner(res.Body); lines.Scan(); {
		if last = lines.Text(); last != ready && !strings.HasPrefix(last, failed) {
			fmt.Fprintln(out, last)
		}
	}
	if last != ready {
		return errors.New(strings.TrimPrefix(last, failed))
	}
	return awaitServing(ctx, dir, out)
}

// awaitServing waits until the promoted program answers.
func awaitServing(ctx context.Context, dir string, out io.Writer) error {
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); <-tick.C {
		req, err := servidor.Ask(ctx, dir, http.MethodGet, "/api/health")
		if err != nil || req == nil {
			continue
		}
		if res, err := http.DefaultClient.Do(req); err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				fmt.Fprintln(out, "Atiende en http://"+req.URL.Host)
				return nil
			}
		}
	}
	return errors.New("tomó el turno y todavía no atiende; revise lo que dice el programa que esperaba")
}
