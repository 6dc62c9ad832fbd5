package replica

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
	"time"
)

// turno is an epoch: who has it. It is never written over.
type turno struct {
	Epoca   int       `json:"epoca"`
	Nodo    string    `json:"nodo"`
	Maquina string    `json:"maquina"`
	Desde   time.Time `json:"desde"` // for people; no rule compares clocks
}

// latido is the heartbeat of an epoch, which its holder alone writes.
type latido struct {
	Nodo   string      `json:"nodo"`
	Vez    int64       `json:"vez"`
	En     time.Time   `json:"en"`     // for people
	AlDia  time.Time   `json:"al_dia"` // when a round ended well last; zero before the first
	Techo  map[int]int `json:"techo"`  // the highest number that may have been given, by year
	Libre  bool        `json:"libre"`  // its holder stopped in good order, and all of it is here
	EnS3   bool        `json:"en_s3"`  // papers and book stand in the office's own bucket
	Oficio oficio      `json:"entidad"`
}

// oficio is what a standby's page says of the office.
type oficio struct {
	Nombre   string `json:"nombre"`
	Telefono string `json:"telefono"`
	Correo   string `json:"correo"`
}

func turnKey(epoca int) string { return fmt.Sprintf("turno/%06d.json", epoca) }

func beatKey(epoca int) string { return fmt.Sprintf("turno/%06d.latido", epoca) }

// highest is the newest epoch; nil before the first.
func highest(ctx context.Context, a almacen) (*turno, error) {
	list, err := a.list(ctx, "turno/")
	if err != nil {
		return nil, err
	}
	last := 0
	for _, o := range list {
		if n, err := strconv.Atoi(strings.TrimSuffix(path.Base(o.Key), ".json")); err == nil {
			last = max(last, n)
		}
	}
	// A list may be late: the names beyond it are asked for.
	for {
		switch _, err := readTurn(ctx, a, last+1); {
		case errors.Is(err, fs.ErrNotExist) && last == 0:
			return nil, nil
		case errors.Is(err, fs.ErrNotExist):
			return readTurn(ctx, a, last)
		case err != nil:
			return nil, err
		}
		last++
	}
}

func readTurn(ctx context.Context, a almacen, epoca int) (*turno, error) {
	t := &turno{}
	if err := readJSON(ctx, a, turnKey(epoca), t); err != nil {
		return nil, err
	}
	if t.Epoca != epoca || t.Nodo == "" {
		return nil, fmt.Errorf("el turno %d de la réplica está dañado", epoca)
	}
	return t, nil
}

// readBeat reads the heartbeat of an epoch; nil when there is none yet.
func readBeat(ctx context.Context, a almacen, epoca int) (*latido, error) {
	l := &latido{}
	err := readJSON(ctx, a, beatKey(epoca), l)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return l, err
}

func readJSON(ctx context.Context, a almacen, key string, into any) error {
	data, err := readAll(ctx, a, key)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("%s de la réplica está dañado: %w", key, err)
	}
	return nil
}

func readAll(ctx context.Context, a almacen, key string) ([]byte, error) {
	r, err := a.get(ctx, key, 0, 0)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(r)
	return data, errors.Join(err, r.Close())
}

// takeTurn makes an epoch; errTaken when another machine has it.
func takeTurn(ctx context.Context, a almacen, epoca int, nodo string) (*turno, error) {
	machine, _ := os.Hostname() // for people
	t := &turno{Epoca: epoca, Nodo: nodo, Maquina: machine, Desde: time.Now().UTC().Truncate(time.Second)}
	data, err := json.Marshal(t)
	if err != nil {
		return nil, err
	}
	err = a.create(ctx, turnKey(epoca), data)
	if errors.Is(err, errTaken) { // an answer that was lost may have been ours
		if there, readErr := readTurn(ctx, a, epoca); readErr == nil && there.Nodo == nodo {
			return there, nil
		}
	}
	return t, err
}

func writeBeat(ctx context.Context, a almacen, epoca int, l *latido) error {
	data, err := json.Marshal(l)
	if err != nil {
		return err
	}
	return a.put(ctx, beatKey(epoca), bytes.NewReader(data), int64(len(data)))
}

// errLost says that another machine has the turn.
var errLost = errors.New("otra máquina tiene el turno")

// stillOurs looks for the next epoch: while it is absent, this machine has the turn.
func stillOurs(ctx context.Context, a almacen, epoca int) error {
	switch _, err := readTurn(ctx, a, epoca+1); {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	}
	return errLost
}
