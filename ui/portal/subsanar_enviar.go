package portal

import (
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// submitCorrection sends the correction. A second press ends at the same receipt.
func (p *Portal) submitCorrection(e *core.RequestEvent) error {
	s, err := p.correction(e)
	if err != nil {
		return err
	}
	receipt := "/subsanar/" + s.record.Id + "/constancia"
	if s.record.Enviada() {
		return e.Redirect(303, receipt)
	}
	if s, err = p.openCorrection(e); err != nil {
		return err
	}
	answer := e.Request.PostFormValue("respuesta")
	s.record.Set("respuesta", answer)
	err = e.App.Save(s.record)
	if err == nil {
		err = p.moveCorrected(e.App, s)
	}
	if err == nil {
		return e.Redirect(303, receipt)
	}
	if again, lookup := p.correction(e); lookup == nil && again.record.Enviada() {
		return e.Redirect(303, receipt)
	}
	return p.refuseCorrection(e, s, observedAtCards(err), func(v *correctionView) { v.Respuesta = answer })
}

// moveCorrected saves the movimiento SUBSANADO, whose event checks and makes the move.
func (p *Portal) moveCorrected(app core.App, s *session) error {
	c, err := app.FindCachedCollectionByNameOrId(mesa.ColMovimientos)
	if err != nil {
		return err
	}
	mov := core.NewRecord(c)
	mov.Set("solicitud", s.solicitud.Id)
	mov.Set("etapa", string(mesa.EtapaSubsanado))
	mov.Set("subsanacion", s.record.Id)
	mesa.SetActor(mov, s.solicitud.Ciudadano())
	return app.Save(mov)
}

// observedAtCards puts what is missing beside its card: the rule names the
// observed document, the page's ids carry a prefix.
func observedAtCards(err error) error {
	return mesa.Rename(err, func(campo string) string {
		if campo == "respuesta" {
			return campo
		}
		return "archivo-" + campo
	})
}

// correctionReceiptView is the result of a correction.
type correctionReceiptView struct {
	Nombre, Numero, Correo string
	Recibida               time.Time
	Cargos                 []mesa.Recibo // none for who did not prove the address
	Cuenta                 string        // the day on which it counts, and why; "" for the day it arrived
	Documentos             []map[string]any
	Respuesta              string
	Folios                 int
	Sigue                  []string // what happens next, see next
}

// correctionReceipt shows "Subsanación recibida".
func (p *Portal) correctionReceipt(e *core.RequestEvent) error {
	s, err := p.correction(e)
	if err != nil {
		return err
	}
	if !s.record.Enviada() {
		return e.Redirect(303, "/subsanar/"+s.record.Id)
	}
	moves, err := e.App.FindAllRecords(mesa.ColMovimientos, dbx.HashExp{"subsanacion": s.record.Id})
	if err != nil || len(moves) == 0 {
		return e.NotFoundError("", err)
	}
	v := correctionReceiptView{
		Nombre: s.solicitud.Nombre(), Numero: s.solicitud.Numero(), Correo: s.solicitud.GetString("correo"),
		Recibida: moves[0].GetDateTime("fecha").Time(), Cuenta: mesa.SubsanadoCuenta(moves[0].GetString("observaciones")),
	}
	docs, err := e.App.FindAllRecords(mesa.ColDocumentos, mesa.OfCorrection(s.record.Id))
	if err != nil {
		return err
	}
	for _, clase := range mesa.ClasesCiudadano(mesa.MaxAnexos) { // in the order of the form
		for _, doc := range docs {
			if doc.GetString("clase") == clase {
				v.Documentos = append(v.Documentos, fileData(doc))
				v.Folios += doc.GetInt("folios")
			}
		}
	}
	if v.Sigue, err = p.next(e.App, s.solicitud); err != nil {
		return err
	}
	v.Respuesta = s.record.GetString("respuesta")
	if !s.record.GetBool("validada") {
		v.Nombre, v.Correo = "", maskMail(v.Correo)
	} else if v.Cargos, err = p.Registro.Cargos(e.App, s.solicitud.Id); err != nil {
		return err
	}
	return p.Screen.Show(e, "portal/subsanacion_constancia", "Subsanación recibida", v)
}
