package borrador

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"mesadepartes/hooks/disco"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/list"
)

// What a night reads back: the newest documents, and some of all.
const (
	sampleNewest = 100
	sampleRandom = 100
)

// sampleName is the file of the data folder with what the last sample found. It is
// no record: a base that is brought back must not bring back what its files were.
const sampleName = "muestra.json"

// Muestra is what the last sample of stored documents found.
type Muestra struct {
	Fecha   time.Time `json:"fecha"`
	Leidos  int       `json:"leidos"`
	Danados []string  `json:"danados"` // ids of documents that are not what was admitted
}

// sampling keeps two writers of the sample's file apart.
var sampling sync.Mutex

// Sample reads back the newest filed documents, some of all at random, and those
// found damaged before, and keeps what it found for the digest and for the health.
func (r *Room) Sample(app core.App) error {
	var ids []string
	err := app.DB().NewQuery(`SELECT id FROM (SELECT id FROM documentos WHERE solicitud != '' ORDER BY subido_en DESC LIMIT {:new})
		UNION SELECT id FROM (SELECT id FROM documentos WHERE solicitud != '' ORDER BY random() LIMIT {:any})`).
		Bind(dbx.Params{"new": sampleNewest, "any": sampleRandom}).Column(&ids)
	if err != nil {
		return err
	}
	sampling.Lock()
	defer sampling.Unlock()
	before, err := LastSample(app)
	if err != nil {
		app.Logger().Warn("the last sample is unreadable", "error", err)
	}
	ids = append(ids, before.Danados...)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	whole, err := ReadBack(context.Background(), app, dbx.In("id", list.ToInterfaceSlice(ids)...))
	if err != nil {
		return err
	}
	m := Muestra{Fecha: r.Now(), Leidos: len(ids)}
	for _, id := range ids {
		if !whole[id] {
			m.Danados = append(m.Danados, id)
		}
	}
	for _, id := range m.Danados {
		app.Logger().Error("a stored document is not what was admitted", "documento", id)
	}
	return m.keep(app)
}

// noteDamaged adds one document that somebody met damaged. The second copy of an
// answer, which a move keeps, is no document: the log alone tells of it.
func noteDamaged(app core.App, r *core.Record, now time.Time) error {
	if r.Collection().Name != mesa.ColDocumentos || r.GetString("solicitud") == "" {
		return nil
	}
	id := r.Id
	sampling.Lock()
	defer sampling.Unlock()
	m, err := LastSample(app)
	if err != nil || slices.Contains(m.Danados, id) {
		return err
	}
	if m.Fecha.IsZero() {
		m.Fecha = now
	}
	m.Danados = append(m.Danados, id)
	return m.keep(app)
}

// LastSample is what the last sample found; the zero value before the first.
func LastSample(app core.App) (m Muestra, err error) {
	text, err := os.ReadFile(filepath.Join(app.DataDir(), sampleName))
	if errors.Is(err, fs.ErrNotExist) {
		return m, nil
	}
	if err != nil {
		return m, err
	}
	return m, json.Unmarshal(text, &m)
}

func (m Muestra) keep(app core.App) error {
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return disco.Replace(filepath.Join(app.DataDir(), sampleName), text, disco.PrivateFile)
}

// Salud tells staff that stored documents are damaged.
func Salud(_ context.Context, app core.App) (mesa.Salud, string) {
	m, err := LastSample(app)
	if err != nil {
		return mesa.Atencion, err.Error()
	}
	if n := len(m.Danados); n > 0 {
		return mesa.Mal, fmt.Sprintf("%d documentos guardados no son los que se recibieron; el primero es %s", n, m.Danados[0])
	}
	return mesa.Bien, ""
}
