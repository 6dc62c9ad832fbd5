package libro

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"mesadepartes/hooks/registro"
)

// Posicion is a place in the book: the epoch, the entry in it, and the entry's hash.
// The zero value stands before the first entry.
type Posicion struct {
	Epoca   int    `db:"epoca" json:"epoca"`
	Asiento int    `db:"asiento" json:"asiento"`
	Hash    string `db:"hash" json:"hash"`
}

// Before tells whether p stands before q.
func (p Posicion) Before(q Posicion) bool {
	return p.Epoca < q.Epoca || p.Epoca == q.Epoca && p.Asiento < q.Asiento
}

// Publico is the part of an entry that names no person. Its bytes are what a receipt
// signs.
type Publico struct {
	Version  int      `json:"version"`
	Oficina  string   `json:"oficina"` // made at random with the book
	Epoca    int      `json:"epoca"`
	Asiento  int      `json:"asiento"`
	Acto     int      `json:"acto"`     // the first entry of the same transaction
	Anterior Posicion `json:"anterior"` // the last entry that was committed before the transaction
	Previo   string   `json:"previo"`   // hash of the entry written before, rolled back or not
	Instante string   `json:"instante"`

	Etapa       string      `json:"etapa,omitempty"`
	Fecha       string      `json:"fecha,omitempty"`
	Movimiento  string      `json:"movimiento,omitempty"`
	Solicitud   string      `json:"solicitud,omitempty"`
	Numero      string      `json:"numero,omitempty"`
	Anio        int         `json:"anio,omitempty"`
	Correlativo int         `json:"correlativo,omitempty"`
	CUO         string      `json:"cuo,omitempty"`
	Recibida    string      `json:"recibida,omitempty"`
	Cuenta      string      `json:"cuenta,omitempty"` // the date that counts
	Motivo      string      `json:"motivo,omitempty"` // why, when it is another day
	Documento   string      `json:"documento,omitempty"`
	Huella      string      `json:"huella,omitempty"` // of the salt and the applicant's document
	Documentos  []Documento `json:"documentos,omitempty"`
	Folios      int         `json:"folios,omitempty"`
	Eliminacion string      `json:"eliminacion,omitempty"` // the authorisation under which the filing's papers went
	Hoja        string      `json:"hoja,omitempty"`        // of the public register: its salted hash, in hex
	Apertura    *Apertura   `json:"apertura,omitempty"`
	Reservas    map[int]int `json:"reservas,omitempty"` // with Apertura: the last number of a year that is skipped
}

// Documento is a file of a filing as the public part names it.
type Documento struct {
	ID     string `json:"id"`
	Clase  string `json:"clase"`
	Clave  string `json:"clave"` // where the storage keeps it
	Bytes  int64  `json:"bytes"`
	Folios int    `json:"folios"`
	SHA256 string `json:"sha256"`
}

// Apertura is the first entry of a new epoch: the book before it is damaged or lost.
type Apertura struct {
	Motivo  string   `json:"motivo"`
	Perdida Posicion `json:"perdida"` // the last place that the lost book is known to have reached
}

// Privado is the part of an entry that can be erased: the rows as they were stored. That
// of an erasure has the line alone.
type Privado struct {
	Solicitud   map[string]any   `json:"solicitud,omitempty"`
	Movimiento  map[string]any   `json:"movimiento"`
	Documentos  []map[string]any `json:"documentos,omitempty"`
	Subsanacion map[string]any   `json:"subsanacion,omitempty"`
	Avisos      []map[string]any `json:"avisos,omitempty"` // the notices that the law asks to be confirmed
	Eliminacion map[string]any   `json:"eliminacion,omitempty"`
	Hoja        *registro.Hoja   `json:"hoja,omitempty"` // with the exact bytes of the receipt
}

// Borrado says under which authorisation the private part of an entry was erased.
type Borrado struct {
	Instante     string `json:"instante"`
	Autorizacion string `json:"autorizacion"`
}

// asiento is an entry as a file holds it. Publico and Privado keep their exact bytes,
// since the hashes are of them.
type asiento struct {
	Publico       json.RawMessage `json:"publico"`
	Privado       json.RawMessage `json:"privado,omitempty"`
	Sal           string          `json:"sal,omitempty"` // goes with the private part
	HuellaPrivada string          `json:"huella_privada,omitempty"`
	Borrado       *Borrado        `json:"borrado,omitempty"`
	Hash          string          `json:"hash"`

	p Publico
}

// errNotAnEntry says that a file of the book can't be read as an entry.
var errNotAnEntry = errors.New("libro: the file is no entry of the book")

// newAsiento seals an entry; a nil private part stays absent.
func newAsiento(p Publico, private *Privado, sal string) (*asiento, error) {
	a := &asiento{p: p}
	var err error
	if a.Publico, err = json.Marshal(p); err != nil {
		return nil, err
	}
	if private != nil {
		if a.Privado, err = json.Marshal(private); err != nil {
			return nil, err
		}
		a.Sal = sal
		a.HuellaPrivada = digest(sal, string(a.Privado))
	}
	a.Hash = a.computed()
	return a, nil
}

// readAsiento parses an entry and proves that it is whole.
func readAsiento(data []byte) (*asiento, error) {
	a := &asiento{}
	if json.Unmarshal(data, a) != nil || json.Unmarshal(a.Publico, &a.p) != nil {
		return nil, errNotAnEntry
	}
	if a.Hash != a.computed() || !a.privateIsWhole() {
		return nil, errNotAnEntry
	}
	return a, nil
}

// privateIsWhole tells whether the private part is there as it was written, or was
// erased under an authorisation, or never was.
func (a *asiento) privateIsWhole() bool {
	if a.Privado == nil {
		return a.HuellaPrivada == "" || a.Borrado != nil
	}
	return a.HuellaPrivada == digest(a.Sal, string(a.Privado))
}

// computed is the hash of the entry: of the one before, its place and instant, its
// public part, and the salted hash of its private part.
func (a *asiento) computed() string {
	return digest("mesadepartes libro 1\n", fmt.Sprintf("%s\n%d/%d\n%s\n%s\n%s\n",
		a.p.Previo, a.p.Epoca, a.p.Asiento, a.p.Instante, digest(string(a.Publico)), a.HuellaPrivada))
}

// at is the entry's place.
func (a *asiento) at() Posicion { return Posicion{a.p.Epoca, a.p.Asiento, a.Hash} }

// private reads the private part; nil when it was erased or never was.
func (a *asiento) private() (*Privado, error) {
	if a.Privado == nil {
		return nil, nil
	}
	p := &Privado{}
	return p, json.Unmarshal(a.Privado, p)
}

func digest(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(p))
	}
	return hex.EncodeToString(h.Sum(nil))
}
