package registro

import (
	"bytes"
	"context"
	"strings"
	"time"

	"mesadepartes/hooks/cargo"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
	"golang.org/x/mod/sumdb/tlog"
)

// PDF draws the receipt with a code; nil when no receipt has it. The bytes are the same each
// time, as long as the key is; once they were signed they are stored.
func (r *Room) PDF(app core.App, codigo string) ([]byte, error) {
	h, err := r.ByCode(app, codigo)
	if err != nil || h == nil {
		return nil, err
	}
	return r.drawn(app, h)
}

// Bytes are those of the receipt with a code; nil when no receipt has it.
func (r *Room) Bytes(app core.App, codigo string) ([]byte, error) {
	h, err := r.ByCode(app, codigo)
	if h == nil {
		return nil, err
	}
	return h.Cargo, err
}

// ErrAltered says that a receipt was changed in the base: nobody gets it as genuine.
var ErrAltered = mesa.TooMany{Status: 503, Texto: mesa.TextCargoNoCoincide, Wait: time.Hour}

// ByCode reads the leaf of the receipt with a code; nil when there is none.
func (r *Room) ByCode(app core.App, codigo string) (*Hoja, error) {
	if codigo == "" {
		return nil, nil
	}
	h, err := leafBy(app, dbx.HashExp{"codigo": codigo})
	if err != nil || h == nil {
		return nil, err
	}
	if h.Forgotten() {
		return nil, mesa.Refuse(410, "codigo", mesa.TextCargoEliminado)
	}
	if leaf := cargo.Hoja(h.Cargo); !bytes.Equal(leaf[:], h.Hash) {
		app.Logger().Error("a receipt was changed in the base", "cargo", codigo)
		return nil, ErrAltered
	}
	return h, nil
}

// CodeOf is the code of the receipt of a line; "" when it has none. A line of before the
// register gets its receipt now.
func (r *Room) CodeOf(app core.App, mov *core.Record) (string, error) {
	h, err := HojaOf(app, mov.Id)
	if err != nil || h == nil || h.Codigo != "" || !h.Antes {
		return h.code(), err
	}
	return Late(app, mov)
}

// Cargos lists the receipts of a filing, the oldest first. Lines of before the register get
// theirs now.
func (r *Room) Cargos(app core.App, solicitud string) (list []mesa.Recibo, err error) {
	var rows []struct {
		ID     string         `db:"id"`
		Etapa  mesa.Etapa     `db:"etapa"`
		Fecha  types.DateTime `db:"fecha"`
		Codigo string         `db:"codigo"`
		Antes  bool           `db:"antes"`
	}
	err = app.DB().NewQuery(`SELECT m.id, m.etapa, m.fecha, iif(h.cargo IS NULL, '', h.codigo) AS codigo, h.antes
		FROM movimientos m JOIN ` + TableHojas + ` h ON h.movimiento = m.id
		WHERE m.solicitud = {:s} ORDER BY h.n`).Bind(dbx.Params{"s": solicitud}).All(&rows)
	for _, row := range rows {
		tipo, has := kinds[row.Etapa]
		if has && row.Codigo == "" && row.Antes {
			if row.Codigo, err = lateBy(app, row.ID); err != nil {
				return nil, err
			}
		}
		if has && row.Codigo != "" {
			list = append(list, mesa.Recibo{Codigo: row.Codigo, Titulo: tipo.Titulo(), Fecha: row.Fecha.Time()})
		}
	}
	return list, err
}

func lateBy(app core.App, id string) (string, error) {
	mov, err := app.FindRecordById(mesa.ColMovimientos, id)
	if err != nil {
		return "", err
	}
	return Late(app, mov)
}

// Checkpoint is the signed head of the register as it is now.
func (r *Room) Checkpoint(app core.App) ([]byte, error) {
	k, err := r.key(app)
	if err != nil {
		return nil, err
	}
	tree, err := Tree(app)
	if err != nil {
		return nil, err
	}
	return cargo.Checkpoint(k, tree)
}

// Prueba gives the leaf of a line, the columns that the leaf of a line without a receipt is
// the hash of, and the proof that it stands in the register; a nil leaf for a line without one.
func (r *Room) Prueba(app core.App, movimiento string) (h *Hoja, columnas map[string]string, prueba []byte, err error) {
	if h, err = HojaOf(app, movimiento); err != nil || h == nil {
		return nil, nil, nil, err
	}
	if columnas, err = columnsOf(app, movimiento); err != nil {
		return h, nil, nil, err
	}
	k, err := r.key(app)
	if err != nil {
		return h, columnas, nil, err
	}
	prueba, err = cargo.Prueba(k, h.N, nodes(app))
	return h, columnas, prueba, err
}

// Tile reads a tile of the tree; nil for one that is not there yet. Its address is
// tile/LEVEL/PLACE as C2SP tlog-tiles writes it, or tile/8/LEVEL/PLACE as Go's own does.
func (r *Room) Tile(app core.App, path string) ([]byte, error) {
	t, err := tlog.ParseTilePath(path)
	if rest, ok := strings.CutPrefix(path, "tile/"); err != nil && ok {
		t, err = tlog.ParseTilePath("tile/8/" + rest)
	}
	if err != nil || t.H != 8 || t.L < 0 {
		return nil, nil
	}
	size, err := Size(app)
	if err != nil {
		return nil, err
	}
	// A tile of level L holds hashes of 256^L leaves each.
	last := t.N*256 + int64(t.W)
	if t.L > 7 || last < 0 || last > size>>(8*t.L) {
		return nil, nil
	}
	return tlog.ReadTileData(t, nodes(app))
}

// Check tells whether what a genuine receipt proves still stands in the register. What was
// changed there takes nothing from the receipt: auditar names it.
func (r *Room) Check(app core.App, found *cargo.Resultado) error {
	if found.Cargo == nil || found.Veredicto != cargo.Autentico {
		return nil
	}
	h, err := leafBy(app, dbx.HashExp{"codigo": found.Cargo.Codigo})
	if err != nil || h != nil {
		return err
	}
	// A leaf that was erased and recovered has its place and its hash, and no code.
	h, err = leafBy(app, dbx.HashExp{"n": found.Lugar})
	if err == nil && (h == nil || !bytes.Equal(h.Hash, found.Hoja[:])) {
		found.Veredicto = cargo.Restaurado
	}
	return err
}

// Salud tells whether receipts can be signed.
func (r *Room) Salud(_ context.Context, app core.App) (mesa.Salud, string) {
	if _, err := r.key(app); err == nil {
		return mesa.Bien, ""
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.fault == "" {
		return mesa.Atencion, mesa.TextClaveFalta
	}
	return mesa.Atencion, r.fault
}
