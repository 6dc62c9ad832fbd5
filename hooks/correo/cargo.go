package correo

import (
	"bytes"
	"errors"
	"strings"

	"mesadepartes/hooks/cargo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/oficina"
	"mesadepartes/hooks/registro"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/mailer"
)

// mostWithCargo is the weight of the other file of a mail beyond which the receipt is only
// linked, in bytes: many servers take 10 MB.
const mostWithCargo = 9 << 20

// bearsCargo tells whether a kind of mail tells of an act that has a receipt of its own.
func bearsCargo(tipo mesa.TipoCorreo) bool {
	switch tipo {
	case mesa.CorreoRecepcion, mesa.CorreoSubsanacion, mesa.CorreoRespuesta:
		return true
	}
	return false
}

// cargoLink is the address of the receipt of the act that a mail tells of. The receipt is
// written at the end of the same transaction, under the code that the mail chose.
func cargoLink(app core.App, codigo string) string {
	return strings.TrimRight(oficina.URL(app), "/") + mesa.CargoPath(codigo)
}

// registered gives the code of the receipt of a filing's registration, which has no mail of
// its own: the mails that follow bring it. "" for a filing that was not registered.
func (m *Mailer) registered(app core.App, solicitud string) (codigo string, err error) {
	line, err := mesa.LastLine(app, solicitud, mesa.EtapaRegistrado)
	if err != nil || line == nil || m.Registro == nil {
		return "", err
	}
	return m.Registro.CodeOf(app, line.Record)
}

// receptionReceipt is the receipt of a registration as a mail shows it.
type receptionReceipt struct{ Codigo, Enlace string }

// receptionOf shows the receipt with a code; nil for "".
func receptionOf(app core.App, codigo string) *receptionReceipt {
	if codigo == "" {
		return nil
	}
	return &receptionReceipt{cargo.InFours(codigo), cargoLink(app, codigo)}
}

// cargoOf gives the code of the receipt that a mail encloses, "" for none: that of its own
// act, or of the registration for one that tells where the filing went.
func (m *Mailer) cargoOf(app core.App, c *mesa.Correo) (codigo string, err error) {
	if c.Tipo() == mesa.CorreoDerivacion {
		return m.registered(app, c.Solicitud())
	}
	if !bearsCargo(c.Tipo()) || c.GetString("movimiento") == "" || m.Registro == nil {
		return "", nil
	}
	mov, err := app.FindRecordById(mesa.ColMovimientos, c.GetString("movimiento"))
	if err != nil {
		return "", err
	}
	return m.Registro.CodeOf(app, mov)
}

// hasRoom tells whether a mail takes a receipt beside its other file, a documento or "".
func hasRoom(app core.App, documento string) (bool, error) {
	if documento == "" {
		return true, nil
	}
	doc, err := app.FindRecordById(mesa.ColDocumentos, documento)
	return err == nil && doc.GetInt("bytes") <= mostWithCargo, err
}

// attachCargo encloses the receipt. Without the office's key the mail leaves all the same: it
// has the receipt's address.
func (m *Mailer) attachCargo(app core.App, msg *mailer.Message, c *mesa.Correo) error {
	if room, err := hasRoom(app, c.GetString("adjunto")); err != nil || !room {
		return err
	}
	codigo, err := m.cargoOf(app, c)
	if err != nil || codigo == "" {
		return err
	}
	pdf, err := m.Registro.PDF(app, codigo)
	if errors.Is(err, registro.ErrNoKey) {
		app.Logger().Warn("a mail leaves without its receipt", "correo", c.Id, "error", err)
		return nil
	}
	if err == nil && pdf != nil {
		msg.Attachments["cargo-"+codigo+".pdf"] = bytes.NewReader(pdf)
	}
	return err
}
