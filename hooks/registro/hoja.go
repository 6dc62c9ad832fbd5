package registro

import (
	"crypto/rand"
	"encoding/hex"
	"errors"

	"mesadepartes/hooks/cargo"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// act are the lines of one transaction that have no leaf yet.
type act struct{ lines []*core.Record }

// enter gives a new line its leaf at the end of its act, when all that belongs to it is
// written.
func (r *Room) enter(e *core.RecordEvent) error {
	if err := e.Next(); err != nil {
		return err
	}
	tx := e.App.TxInfo()
	if tx == nil {
		return errors.New("registro: a line of the trail outside a transaction")
	}
	kept, again := r.acts.LoadOrStore(tx, &act{})
	a := kept.(*act)
	if !again {
		tx.OnComplete(func(error) error { r.acts.Delete(tx); return nil })
	}
	if a.lines = append(a.lines, e.Record); len(a.lines) > 1 {
		return nil
	}
	return rule.BeforeCommit(e.App, func(tx core.App) error {
		lines := a.lines
		a.lines = nil
		for _, line := range lines {
			if err := addLeaf(tx, line); err != nil {
				return err
			}
		}
		return nil
	})
}

// addLeaf writes the leaf of a line, with the receipt of an act that has one.
func addLeaf(tx core.App, mov *core.Record) error {
	columns, err := columnsOf(tx, mov.Id)
	if err != nil {
		return err
	}
	h := &Hoja{Movimiento: mov.Id, Sal: newSalt()}
	c, err := receiptOf(tx, mov, h.Sal)
	switch {
	case err != nil:
		return err
	case c == nil:
		h.Hash, err = plainLeaf(h.Sal, columns)
	default:
		err = h.bear(c, columns)
	}
	if err != nil {
		return err
	}
	return Append(tx, h)
}

// bear makes the leaf that of a receipt.
func (h *Hoja) bear(c *cargo.Cargo, columns map[string]string) (err error) {
	if c.Linea, err = lineText(h.Sal, columns); err != nil {
		return err
	}
	if h.Cargo, err = c.Bytes(); err != nil {
		return err
	}
	leaf := cargo.Hoja(h.Cargo)
	h.Hash, h.Codigo = leaf[:], c.Codigo
	return nil
}

func newSalt() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails, says crypto/rand
	return hex.EncodeToString(b[:])
}
