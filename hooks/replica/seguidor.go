package replica

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"mesadepartes/hooks/disco"
	"mesadepartes/hooks/libro"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// seguidor keeps the data folder of a standby like the destination.
type seguidor struct {
	store     almacen
	dir       string
	resguardo string
	state     *estado
	out       io.Writer

	book libro.Posicion // the shelf that is filled now; of run alone, and of takeOver after it

	busy sync.Mutex // held by a look, and from a promotion on: a look would fetch the base anew beneath it

	mu     sync.Mutex // over what follows
	epoca  int        // the epoch whose base is followed
	end    func()     // ends following it
	turno  *turno
	latido latido
	moved  time.Time // when the heartbeat was seen to move, by the real clock
	seen   int       // how often it was seen to move
	fault  string
	looked time.Time // when a look ended well
}

func (f *seguidor) file() string { return filepath.Join(f.dir, "data.db") }

// lookEvery is how soon a standby sees what is new of turns, book and papers.
const lookEvery = 2 * time.Second

// run looks at the destination again and again until the context ends.
func (f *seguidor) run(ctx context.Context) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		err := f.look(ctx)
		f.mu.Lock()
		f.fault = ""
		if err != nil {
			f.fault = brief(err)
		} else {
			f.looked = time.Now()
		}
		f.mu.Unlock()
		select {
		case <-ctx.Done():
			f.stopFollowing()
			return
		case <-tick.C:
		}
	}
}

// look sees whose turn it is, whether its heart beats, and takes what is new of book and papers.
func (f *seguidor) look(ctx context.Context) error {
	if !f.busy.TryLock() {
		return nil
	}
	defer f.busy.Unlock()
	t, err := highest(ctx, f.store)
	if err != nil || t == nil {
		return err
	}
	if err := f.watch(ctx, t); err != nil {
		return err
	}
	if err := f.followNewest(ctx, t.Epoca); err != nil {
		return err
	}
	if f.heart().EnS3 {
		return nil
	}
	return f.takeBook(ctx)
}

// watch notes whether the heart of an epoch beats. No clock is compared with another.
func (f *seguidor) watch(ctx context.Context, t *turno) error {
	l, err := readBeat(ctx, f.store, t.Epoca)
	if err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.turno == nil || f.turno.Epoca != t.Epoca {
		f.turno, f.seen = t, 0
	}
	if l == nil {
		return nil
	}
	if l.Nodo != f.latido.Nodo || l.Vez != f.latido.Vez {
		f.moved = time.Now()
		f.seen++
	}
	f.latido = *l
	return nil
}

func (f *seguidor) heart() latido {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.latido
}

func (f *seguidor) office() oficio { return f.heart().Oficio }

// followNewest follows the base of the newest epoch that has one.
func (f *seguidor) followNewest(ctx context.Context, last int) error {
	f.mu.Lock()
	same := f.epoca == last && f.end != nil
	f.mu.Unlock()
	if same {
		return nil
	}
	epoca, err := newestBase(ctx, f.store, last)
	if err != nil || epoca == 0 {
		return err
	}
	f.mu.Lock()
	same = f.epoca == epoca && f.end != nil
	other := f.epoca != epoca
	f.mu.Unlock()
	if same {
		return nil
	}
	f.stopFollowing()
	if other && f.state.Sigue != epoca { // after a stop the same epoch goes on where it was
		if err := forget(f.file()); err != nil {
			return err
		}
		f.state.Sigue = epoca
		if err := f.state.write(f.dir); err != nil {
			return err
		}
	}
	f.begin(ctx, epoca)
	return nil
}

// begin follows a base beside the rest. One that can't be followed on is fetched anew.
func (f *seguidor) begin(ctx context.Context, epoca int) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for ctx.Err() == nil {
			err := follow(ctx, &cliente{f.store, epoca}, f.file())
			if err == nil || ctx.Err() != nil {
				return
			}
			fmt.Fprintln(f.out, "La base de la réplica se trae de nuevo:", err)
			if err := forget(f.file()); err != nil {
				fmt.Fprintln(f.out, err)
			}
			select {
			case <-ctx.Done():
			case <-time.After(time.Second):
			}
		}
	}()
	f.mu.Lock()
	defer f.mu.Unlock()
	f.epoca, f.end = epoca, func() { cancel(); <-done }
}

func (f *seguidor) stopFollowing() {
	f.mu.Lock()
	end := f.end
	f.end = nil
	f.mu.Unlock()
	if end != nil {
		end()
	}
}

// newestBase is the newest epoch that has a base, up to one; 0 when none has.
func newestBase(ctx context.Context, a almacen, last int) (int, error) {
	for epoca := last; epoca > 0; epoca-- {
		at, err := (&cliente{a, epoca}).newest(ctx)
		if err != nil || at > 0 {
			return epoca, err
		}
	}
	return 0, nil
}

// takeBook takes the entries that came, and before each the papers that it names.
func (f *seguidor) takeBook(ctx context.Context) error {
	if f.book.Epoca == 0 {
		f.book.Epoca = 1
	}
	for {
		n, err := f.takeShelf(ctx, f.book)
		if err != nil {
			return err
		}
		next := libro.Posicion{Epoca: f.book.Epoca, Asiento: f.book.Asiento + 1000}
		if n == 0 && f.book.Asiento == 0 { // an epoch that is not there
			next = libro.Posicion{Epoca: f.book.Epoca + 1}
		}
		more, err := f.store.list(ctx, shelfOf(next))
		if err == nil && len(more) == 0 && next.Epoca == f.book.Epoca {
			next = libro.Posicion{Epoca: f.book.Epoca + 1}
			more, err = f.store.list(ctx, shelfOf(next))
		}
		if err != nil || len(more) == 0 {
			return err
		}
		f.book = next
	}
}

// shelfOf is the folder of the destination that an entry stands in.
func shelfOf(p libro.Posicion) string {
	key := libro.Key(p.Epoca, p.Asiento)
	return under + key[:strings.LastIndexByte(key, '/')+1]
}

// takeShelf takes the entries of a folder that are not here yet, and tells how many it holds.
func (f *seguidor) takeShelf(ctx context.Context, p libro.Posicion) (int, error) {
	list, err := f.store.list(ctx, shelfOf(p))
	if err != nil {
		return 0, err
	}
	for _, o := range list {
		rel := strings.TrimPrefix(o.Key, under)
		if info, err := os.Stat(f.local(rel)); err == nil && info.Size() == o.Bytes {
			continue
		}
		data, err := readAll(ctx, f.store, o.Key)
		if err != nil {
			return 0, err
		}
		for _, d := range documentsOf(data) {
			if err := f.takePaper(ctx, core.LocalStorageDirName+"/"+d.Clave, d.SHA256); err != nil && !isAbsent(err) {
				return 0, err
			}
		}
		if err := f.save(rel, strings.NewReader(string(data)), nil, ""); err != nil {
			return 0, err
		}
	}
	return len(list), nil
}

func (f *seguidor) local(rel string) string { return filepath.Join(f.dir, filepath.FromSlash(rel)) }

// takePaper takes a paper that is not here yet, and refuses one with another hash than the told.
func (f *seguidor) takePaper(ctx context.Context, rel, sum string) error {
	if _, err := os.Stat(f.local(rel)); err == nil {
		return nil
	}
	for _, ext := range []string{".attrs", ""} { // the paper last: it is what is looked for
		body, err := f.store.get(ctx, under+rel+ext, 0, 0)
		if ext != "" && isAbsent(err) {
			continue
		}
		if err != nil {
			return err
		}
		want := sum
		if ext != "" {
			want = ""
		}
		if err := errors.Join(f.save(rel+ext, body, sha256.New(), want), body.Close()); err != nil {
			return fmt.Errorf("%s: %w", rel, err)
		}
	}
	return nil
}

// save writes a file at once and durably. With a sum it must have that one.
func (f *seguidor) save(rel string, from io.Reader, h hash.Hash, sum string) error {
	path := f.local(rel)
	if err := os.MkdirAll(filepath.Dir(path), disco.PrivateFolder); err != nil {
		return err
	}
	out, err := os.CreateTemp(filepath.Dir(path), ".nuevo-*")
	if err != nil {
		return err
	}
	defer os.Remove(out.Name()) // which is gone when all went well
	to := io.Writer(out)
	if h != nil {
		to = io.MultiWriter(out, h)
	}
	_, err = io.Copy(to, from)
	if err == nil {
		err = out.Sync()
	}
	if err := errors.Join(err, out.Close()); err != nil {
		return err
	}
	if sum != "" && hex.EncodeToString(h.Sum(nil)) != sum {
		return errors.New("no es el archivo que se recibió")
	}
	return errors.Join(os.Rename(out.Name(), path), disco.Sync(filepath.Dir(path)))
}

// salud is how the standby itself is.
func (f *seguidor) salud() (mesa.Salud, string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	at := followed(f.file())
	text := fmt.Sprintf("en espera: época %d, base hasta %s, último latido visto hace %s", f.epoca, at, time.Since(f.moved).Round(time.Second))
	if f.moved.IsZero() {
		text = "en espera: todavía no se vio ningún latido"
	}
	switch {
	case f.fault != "":
		return mesa.Atencion, text + "; " + f.fault
	case f.lacksKey():
		return mesa.Atencion, text + "; " + mesa.TextReplicaTraigaLlave(f.resguardo)
	case at == 0 || time.Since(f.moved) > 30*time.Second && !f.latido.Libre:
		return mesa.Atencion, text
	}
	return mesa.Bien, text
}
