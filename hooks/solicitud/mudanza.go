package solicitud

import (
	"slices"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/otp"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// mostMoved bounds how many filings change their address in one transaction, because nobody
// else writes meanwhile.
const mostMoved = 300

// MoveAddress moves all that was filed and prepared from an address to another one, in one
// transaction: open and closed filings, drafts, and a mail to the old address that says it.
// The rule of each record judges the two proofs.
func (r *Room) MoveAddress(app core.App, antes, nuevo otp.Proof) error {
	return rule.Transaction(app, func(tx core.App) error {
		filings, err := ownRows(tx, mesa.ColSolicitudes, mesa.DeCorreo(antes.Correo()))
		if err != nil {
			return err
		}
		drafts, err := ownRows(tx, mesa.ColBorradores, mesa.BorradoresDeCorreo(antes.Correo()))
		if err != nil {
			return err
		}
		drafts = slices.DeleteFunc(drafts, func(r *core.Record) bool { return !mesa.AsBorrador(r).Validado() }) // names another one by now
		for _, row := range append(filings, drafts...) {
			mesa.SetCorreoNuevo(row, nuevo.Correo())
			otp.AttachBoth(row, antes, nuevo)
			if err := tx.Save(row); err != nil {
				return err
			}
		}
		return r.Mailer.CambioCorreo(tx, antes.Correo(), nuevo.Correo(), len(filings))
	})
}

func ownRows(tx core.App, collection string, own dbx.Expression) (rows []*core.Record, err error) {
	if err := tx.RecordQuery(collection).AndWhere(own).Limit(mostMoved + 1).All(&rows); err != nil {
		return nil, err
	}
	if len(rows) > mostMoved {
		return nil, mesa.Refuse(409, "", mesa.TextMudanzaGrande)
	}
	return rows, nil
}

// moveAddress gives a filing another address when the record carries a code's proof of the
// old one and of the new one. A notice that did not leave yet goes to the new address; the
// link of one that did leave serves wherever it is opened.
func (r *Room) moveAddress(e *core.RecordEvent, nuevo string) error {
	before, err := rule.Stored(e)
	if err != nil {
		return err
	}
	s := mesa.AsSolicitud(before)
	antes := s.GetString("correo")
	if !mesa.ValidCorreo(nuevo) || !s.CorreoProbado() || !r.Codes.ProvedBoth(e.Record, antes, nuevo) {
		return mesa.Refuse(403, "", mesa.TextCorreoSinCodigo)
	}
	rule.TakeStored(e.Record, before)
	e.Record.Set("correo", nuevo)
	rule.BySystem(e.Record)
	if err := e.Next(); err != nil {
		return err
	}
	if err := r.Mailer.Readdress(e.App, s.Id, antes, nuevo); err != nil {
		return err
	}
	return r.noteOfCitizen(e.App, s, mesa.TextCorreoMudado(antes, nuevo))
}
