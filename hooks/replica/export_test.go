package replica

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// Store is a destination as tests reach it.
type Store struct{ a almacen }

// Open opens a destination.
func Open(dest string) (Store, error) {
	a, err := openAlmacen(dest)
	return Store{a}, err
}

func (s Store) Begin(ctx context.Context) error { return s.a.begin(ctx) }

func (s Store) Create(ctx context.Context, key string, data []byte) error {
	return s.a.create(ctx, key, data)
}

func (s Store) Put(ctx context.Context, key string, from io.Reader, size int64) error {
	return s.a.put(ctx, key, from, size)
}

func (s Store) Get(ctx context.Context, key string, offset, size int64) (io.ReadCloser, error) {
	return s.a.get(ctx, key, offset, size)
}

func (s Store) Remove(ctx context.Context, key string) error { return s.a.remove(ctx, key) }

// Keys lists objects as "key size".
func (s Store) Keys(ctx context.Context, prefix string) (keys []string, sizes []int64, err error) {
	list, err := s.a.list(ctx, prefix)
	for _, o := range list {
		keys, sizes = append(keys, o.Key), append(sizes, o.Bytes)
	}
	return keys, sizes, err
}

// TakeTurn makes an epoch.
func (s Store) TakeTurn(ctx context.Context, epoca int, nodo string) error {
	_, err := takeTurn(ctx, s.a, epoca, nodo)
	return err
}

// Highest is the newest epoch.
func (s Store) Highest(ctx context.Context) (int, error) {
	t, err := highest(ctx, s.a)
	if t == nil {
		return 0, err
	}
	return t.Epoca, err
}

var (
	ErrTaken = errTaken
	ErrEmpty = errEmpty
)

// Signed is the signature of a request for an object.
func Signed(endpoint, key, user, secret string, at time.Time) string {
	c := &cubo{bucket: "mesa", region: "us-east-1", endpoint: endpoint, user: user, secret: secret, pathStyle: true}
	req, err := http.NewRequest(http.MethodGet, c.address(key), nil)
	if err != nil {
		return err.Error()
	}
	c.sign(req, nil, at)
	return req.Header.Get("Authorization")
}

// TakePart gives the room its turn without a server: nothing goes round.
func (r *Room) TakePart(ctx context.Context, app core.App) error {
	s, err := readState(app.DataDir())
	if err != nil {
		return err
	}
	if r.store, err = openAlmacen(r.Dest); err != nil {
		return err
	}
	if err := r.claim(ctx, app, s); err != nil {
		return err
	}
	r.state, r.fault, r.papers = s, "no rounds", newPapeles(r.store, app.DataDir())
	if err := r.settleIn(app, s); err != nil {
		return err
	}
	return r.pulse(ctx, app)
}

// Pulse writes a heartbeat.
func (r *Room) Pulse(ctx context.Context, app core.App) error { return r.pulse(ctx, app) }

// Margin is the least that a ceiling stands above the last number.
const Margin = leastMargin

// AtEpoch gives the room a turn of its own at a destination, without a server.
func (r *Room) AtEpoch(epoca int, nodo string) (err error) {
	r.state = &estado{Nodo: nodo, Epoca: epoca}
	r.store, err = openAlmacen(r.Dest)
	return err
}

// RoundOnce goes round once.
func (r *Room) RoundOnce(ctx context.Context, app core.App) error {
	r.papers = newPapeles(r.store, app.DataDir())
	return errors.Join(r.round(ctx, app), r.base.close())
}

// Prune removes the bases of old epochs.
func (r *Room) Prune(ctx context.Context, app core.App) error { return r.prune(ctx, app) }
