package libro

import (
	"encoding/hex"
	"errors"
	"fmt"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/registro"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// replay writes one entry into the base. light is the entry without its private part.
func replay(tx core.App, s estante, light *asiento, done string) error {
	a, err := entry(s, light.p.Epoca, light.p.Asiento)
	if err != nil {
		return err
	}
	private, err := a.private()
	if err != nil {
		return err
	}
	taken, err := takenBy(tx, a.p)
	switch {
	case err != nil:
	case a.p.Apertura != nil:
		err = reserve(tx, a.at(), a.p.Reservas)
	case private == nil: // erased: its number stays given all the same
		err = reserve(tx, a.at(), map[int]int{a.p.Anio: a.p.Correlativo})
	case taken:
		err = ErrApart
	case private.Solicitud == nil: // of an erasure
		err = errors.Join(reserve(tx, a.at(), map[int]int{a.p.Anio: a.p.Correlativo}), private.replayLine(tx, a.p.Solicitud))
	default:
		err = private.replay(tx)
	}
	if err == nil {
		err = replayLeaf(tx, a.p, private)
	}
	if err != nil {
		return fmt.Errorf("asiento %s, solicitud %s: %w", a.at(), a.p.Numero, err)
	}
	return recordEntry(tx, a.at(), a.p.Movimiento, done)
}

// replayLeaf writes the leaf of a line back into the register, in the order of the book,
// which is that of the register. What was erased leaves its hash.
func replayLeaf(tx core.App, p Publico, private *Privado) error {
	if p.Hoja == "" { // an opening, or an entry of before the register
		return nil
	}
	there, err := registro.HojaOf(tx, p.Movimiento)
	if err != nil || there != nil {
		return err
	}
	h := &registro.Hoja{Movimiento: p.Movimiento}
	if private != nil && private.Hoja != nil {
		h = private.Hoja
	} else if h.Hash, err = hex.DecodeString(p.Hoja); err != nil {
		return err
	}
	return registro.Append(tx, h)
}

// takenBy tells whether the base has another filing with the number of an entry.
func takenBy(tx core.App, p Publico) (bool, error) {
	var others int
	err := tx.DB().Select("COUNT(*)").From(mesa.ColSolicitudes).
		Where(dbx.And(dbx.HashExp{"anio": p.Anio, "correlativo": p.Correlativo}, dbx.NewExp("id != {:id}", dbx.Params{"id": p.Solicitud}))).
		Row(&others)
	return others > 0, err
}

// reserve keeps numbers from being given, up to one of a year.
func reserve(tx core.App, at Posicion, until map[int]int) error {
	for year, n := range until {
		_, err := tx.DB().Insert(tableReservas, dbx.Params{"epoca": at.Epoca, "asiento": at.Asiento, "anio": year, "hasta": n}).Execute()
		if err != nil {
			return err
		}
	}
	return nil
}

// replayLine writes the line of an erasure, unless its filing could not be recovered.
func (p *Privado) replayLine(tx core.App, solicitud string) error {
	var there int
	err := tx.DB().Select("COUNT(*)").From(mesa.ColSolicitudes).Where(dbx.HashExp{"id": solicitud}).Row(&there)
	if err != nil || there == 0 {
		return err
	}
	return put(tx, mesa.ColMovimientos, p.Movimiento)
}

// replay writes the rows of an act as it left them.
func (p *Privado) replay(tx core.App) error {
	if p.Eliminacion != nil { // first, for the base lets nothing be eliminated without it
		if err := put(tx, mesa.ColEliminaciones, p.Eliminacion); err != nil {
			return err
		}
	}
	if err := put(tx, mesa.ColSolicitudes, p.Solicitud); err != nil {
		return err
	}
	// The older base may hold the draft as unsent: it must not be filed a second time.
	_, err := tx.DB().Update(mesa.ColBorradores, dbx.Params{"solicitud": p.Solicitud["id"]},
		dbx.HashExp{"id": p.Solicitud["borrador"], "solicitud": ""}).Execute()
	if err != nil {
		return err
	}
	if err := p.replayCorrection(tx); err != nil {
		return err
	}
	for _, doc := range p.Documentos {
		if err := put(tx, mesa.ColDocumentos, doc); err != nil {
			return err
		}
	}
	if err := put(tx, mesa.ColMovimientos, p.Movimiento); err != nil {
		return err
	}
	for _, notice := range p.Avisos {
		if err := putNotice(tx, notice); err != nil {
			return err
		}
	}
	return nil
}

// replayCorrection writes a correction that was accepted. Files that the older base
// holds in its places and that were replaced before it was sent give way; they stay in
// storage.
func (p *Privado) replayCorrection(tx core.App) error {
	if p.Subsanacion == nil {
		return nil
	}
	if err := put(tx, mesa.ColSubsanacion, p.Subsanacion); err != nil {
		return err
	}
	_, err := tx.DB().Delete(mesa.ColDocumentos, dbx.And(dbx.HashExp{"subsanacion": p.Subsanacion["id"], "solicitud": ""},
		dbx.NotIn("id", ids(p.Documentos)...))).Execute()
	return err
}

// putNotice writes a notice back. One that waited to be sent is shown as failed:
// nobody knows whether it left, and the law's terms must hang on no guess. Staff
// send it again or notify on paper.
func putNotice(tx core.App, notice map[string]any) error {
	waits := fmt.Sprint(notice["proximo_en"]) != ""
	if estado := notice["estado"]; estado == string(mesa.CorreoPendiente) || estado == string(mesa.CorreoIncierto) && waits {
		notice["estado"] = string(mesa.CorreoFallido)
		notice["error"] = mesa.TextCorreoRecuperado
	}
	return put(tx, mesa.ColCorreos, notice)
}
