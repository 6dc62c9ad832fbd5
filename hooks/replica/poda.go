package replica

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"mesadepartes/hooks/disco"

	"github.com/pocketbase/pocketbase/core"
)

// prune removes the bases of old epochs from the destination, once the base of this epoch was
// fetched from there and is whole. The one before this epoch stays. Turns and heartbeats stay for
// ever: a promotion reads the ceilings of them all.
func (r *Room) prune(ctx context.Context, app core.App) error {
	epoca := r.epoch()
	old, err := oldBases(ctx, r.store, epoca-1)
	if err != nil || len(old) == 0 || r.behind() != "" {
		return err
	}
	if err := r.prove(ctx, app, epoca); err != nil {
		return fmt.Errorf("la base de la réplica no se pudo comprobar y no se retira ninguna anterior: %w", err)
	}
	if err := r.ours(ctx); err != nil {
		return r.noteLost(app, err)
	}
	for _, key := range old {
		if err := r.store.remove(ctx, key); err != nil {
			return err
		}
	}
	app.Logger().Info("old bases left the replica", "files", len(old))
	return nil
}

// oldBases names the files of the bases before an epoch.
func oldBases(ctx context.Context, a almacen, keep int) (keys []string, err error) {
	for e := 1; e < keep; e++ {
		c := &cliente{a, e}
		for level := range levels {
			list, err := a.list(ctx, c.level(level))
			if err != nil {
				return nil, err
			}
			for _, o := range list {
				keys = append(keys, o.Key)
			}
		}
	}
	return keys, nil
}

// prove fetches the base of an epoch as a standby does, and lets SQLite look for damage.
func (r *Room) prove(ctx context.Context, app core.App, epoca int) (err error) {
	info, err := os.Stat(filepath.Join(app.DataDir(), "data.db"))
	if err != nil {
		return err
	}
	free, err := disco.Free(app.DataDir())
	if err != nil || free < info.Size()*2+(1<<30) {
		return errors.Join(err, errors.New("falta espacio en el disco de los datos"))
	}
	dir, err := os.MkdirTemp(app.DataDir(), ".replica-prueba-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	file := filepath.Join(dir, "data.db")
	if err := restore(ctx, &cliente{r.store, epoca}, file); err != nil {
		return err
	}
	return checkBase(ctx, file)
}

// sweep removes what a proof left when the program was killed in it.
func sweep(dir string) error {
	list, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range list {
		if strings.HasPrefix(e.Name(), ".replica-prueba-") {
			err = errors.Join(err, os.RemoveAll(filepath.Join(dir, e.Name())))
		}
	}
	return err
}
