package correo

import (
	"bytes"
	"errors"
	"strings"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/oficina"
	"mesadepartes/hooks/registro"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/mailer"
)

// mostWithCargo is the weight of the other file of a mail beyond which the receipt is only
// linked, in bytes: many servers take 10 MB.
const mostWithCargo = 9 << 20

// bearsCargo tells whether a kind of mail tells of an act that has a receipt.
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

// attachCargo encloses the receipt of the act. Without the office's key the mail leaves all
// the same: it has the receipt's address.
func (m *Mailer) attachCargo(app core.App, msg *mailer.Message, c *mesa.Correo) error {
	if m.Registro == nil || !bearsCargo(c.Tipo()) || c.GetString("movimiento") == "" {
		return nil
	}
	if id := c.GetString("adjunto"); id != "" {
		doc, err := app.FindRecordById(mesa.ColDocumentos, id)
		if err != nil {
			return err
		}
		if doc.GetInt("bytes") > mostWithCargo {
			return nil
		}
	}
	mov, err := app.FindRecordById(mesa.ColMovimientos, c.GetString("movimiento"))
	if err != nil {
		return err
	}
	codigo, err := m.Registro.CodeOf(app, mov)
	if err != nil {
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
