package cargo

import (
	"encoding/json"
	"errors"
)

// Claves is what an office publishes under /.well-known/mesadepartes.json: all that
// anybody needs to check its receipts.
type Claves struct {
	Version   int        `json:"version"`
	Entidad   Entidad    `json:"entidad"`
	Registros []Registro `json:"registros"` // the newest last
}

// Registro is one epoch of the office's register under one key.
type Registro struct {
	Origen string `json:"origen"`
	Clave  string `json:"clave"` // as signed notes write a public key
	Desde  int64  `json:"desde"` // leaves that the register had when the key came
	// Hasta are the leaves that the register had when the key ended; 0 while it signs. What
	// says more leaves under this key was signed by somebody else.
	Hasta int64 `json:"hasta,omitzero"`
	// Quedan are the leaves that were there again after the base was restored without its
	// book, 0 while nothing was lost. Receipts beyond are genuine, and their filing is lost.
	Quedan     *int64 `json:"quedan,omitempty"`
	Restaurado string `json:"restaurado,omitempty"` // the day of that, 2026-03-25
}

// ErrClaves says that a file holds no keys of an office.
var ErrClaves = errors.New("el archivo de claves no se puede leer")

// ReadClaves reads what an office published.
func ReadClaves(data []byte) (*Claves, error) {
	c := &Claves{}
	if err := json.Unmarshal(data, c); err != nil || len(c.Registros) == 0 {
		return nil, ErrClaves
	}
	for _, r := range c.Registros {
		if origen, _, err := publicOf(r.Clave); err != nil || origen != r.Origen {
			return nil, ErrClaves
		}
	}
	return c, nil
}

// of finds the register that signed with a public key.
func (c *Claves) of(clave string) (Registro, bool) {
	for _, r := range c.Registros {
		if r.Clave == clave {
			return r, true
		}
	}
	return Registro{}, false
}
