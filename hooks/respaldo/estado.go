package respaldo

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"mesadepartes/hooks/disco"
)

// Folder is the folder of the data folder where the room notes which mark each place bears,
// and what it sealed already. It is in no copy.
const Folder = "copias-estado"

// markFile is the file by which a place is known again: where a disk is not mounted, it is missing.
const markFile = "mesadepartes-copias.json"

// mark is what it says.
type mark struct {
	Marca string `json:"marca"`
	Que   string `json:"que"`
}

func notes(data string) carpeta { return carpeta(filepath.Join(data, Folder)) }

// noteOf is the file that notes the mark of a place: one a place, so that two places never write
// the same file at once.
func noteOf(donde string) string { return "lugar-" + sumOf([]byte(donde))[:12] + ".json" }

// known is the mark that a place bore; "" for one where no copy was made.
func known(data, donde string) string {
	var m mark
	text, err := os.ReadFile(notes(data).at(noteOf(donde)))
	if err != nil || json.Unmarshal(text, &m) != nil {
		return "" // a note that was lost is begun again
	}
	return m.Marca
}

func errGone(donde string) error {
	return fmt.Errorf("%s no es el lugar donde estaban las copias: el disco no está conectado o montado. Conéctelo. "+
		"Si lo cambió por otro, ejecute: mesadepartes copia hacer %s --nuevo", donde, donde)
}

// present wants at a place the mark that it bore, and writes nothing.
func (d *destino) present(ctx context.Context, data string, l Lugar) (found string, err error) {
	found, err = d.marked(ctx)
	if err == nil && found == "" && known(data, l.Donde) != "" && !l.Nuevo {
		err = errGone(l.Donde)
	}
	return found, err
}

// sign gives a place that was never used its mark, and notes it; the caller holds the place.
// Another disk of the same office has its own, so two may take turns.
func (d *destino) sign(ctx context.Context, data string, l Lugar) error {
	found, err := d.present(ctx, data, l)
	if err != nil || found != "" && found == known(data, l.Donde) {
		return err
	}
	if found == "" {
		found = rand.Text()
		text, err := json.Marshal(mark{found, "Copias de seguridad de una mesa de partes. No borre esta carpeta."})
		if err != nil {
			return err
		}
		if err := d.write(ctx, markFile, text); err != nil {
			return fmt.Errorf("no se puede escribir en %s: %w", l.Donde, err)
		}
	}
	text, err := json.Marshal(mark{found, l.Donde})
	if err != nil {
		return err
	}
	return notes(data).write(ctx, noteOf(l.Donde), text)
}

// marked is the mark of a place, "" when it has none.
func (d *destino) marked(ctx context.Context) (string, error) {
	r, err := d.read(ctx, markFile)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("no se puede leer en %s: %w", d.dir, err)
	}
	defer r.Close()
	var m mark
	text, err := io.ReadAll(io.LimitReader(r, 4096))
	if err == nil && (json.Unmarshal(text, &m) != nil || m.Marca == "" || strings.ContainsAny(m.Marca, `/\.`)) {
		err = fmt.Errorf("%s de %s está dañado; use otra carpeta", markFile, d.dir)
	}
	return m.Marca, err
}

// sealed is what this machine sealed for a place, and to which key.
type sealed struct {
	Para  string `json:"para"`
	Copia *Copia `json:"copia"`
}

// sealedBefore is the newest sealed copy of a place as this machine remembers it; nil when it
// remembers none that was sealed to this key.
func (d *destino) sealedBefore(ctx context.Context, data, key string) *Copia {
	id, err := d.marked(ctx)
	if err != nil {
		return nil
	}
	text, err := os.ReadFile(notes(data).at(id + ".json"))
	var s sealed
	if err != nil || json.Unmarshal(text, &s) != nil || s.Para != key {
		return nil
	}
	return s.Copia
}

func (d *destino) remember(ctx context.Context, data, key string, c *Copia) error {
	id, err := d.marked(ctx)
	if err != nil {
		return err
	}
	text, err := json.Marshal(sealed{key, c})
	if err != nil {
		return err
	}
	return notes(data).write(ctx, id+".json", text)
}

// SameDisk tells whether the copies of a place lie on the disk of the data: they don't survive it.
func SameDisk(data, donde string) bool {
	if strings.HasPrefix(donde, "s3://") {
		return false
	}
	same, err := disco.Same(data, donde)
	return err == nil && same
}
