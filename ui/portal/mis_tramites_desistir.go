package portal

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/otp"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
)

const withdrawPage, withdrawTitle = "portal/mis_tramites_desistir", "Desistir de la solicitud"

// withdrawView asks once more before a filing ends.
type withdrawView struct {
	Numero, Asunto, Motivo string
	PorSi, Abierta         bool
}

// Field is an input of the form.
func (v withdrawView) Field(name string) web.Field {
	c := campos[name]
	c.Valor, c.Opcional = v.Motivo, true
	return c
}

func newWithdrawView(s *mesa.Solicitud, motivo string) withdrawView {
	return withdrawView{s.Numero(), s.GetString("asunto"), motivo, s.PorSi(), s.Estado().Open()}
}

// showOwnStep asks whether a filing shall end; what else belongs to a filing is sent from its
// page, which a reload of a refused form shows again.
func (p *Portal) showOwnStep(e *core.RequestEvent, _ *desk, s *mesa.Solicitud) error {
	switch e.Request.PathValue("paso") {
	case "desistir":
		return p.Screen.Show(e, withdrawPage, withdrawTitle, newWithdrawView(s, ""))
	case "agregar", "otra", "reenviar", "subsanar":
		return e.Redirect(303, deskPath+"/"+s.Numero())
	}
	return e.NotFoundError("", nil)
}

// withdraw saves the movimiento DESISTIDO with the session's proof, which its event judges.
func (p *Portal) withdraw(e *core.RequestEvent, d *desk, s *mesa.Solicitud) error {
	c, err := e.App.FindCachedCollectionByNameOrId(mesa.ColMovimientos)
	if err != nil {
		return err
	}
	motivo := e.Request.PostFormValue("motivo")
	mov := core.NewRecord(c)
	mov.Load(map[string]any{"solicitud": s.Id, "etapa": string(mesa.EtapaDesistido), "motivo": motivo})
	mesa.SetActor(mov, s.Ciudadano())
	otp.Attach(mov, d.proof)
	if err := e.App.Save(mov); err != nil {
		// A field of the line that this page does not show concerns the whole.
		err = mesa.Rename(err, func(campo string) string {
			if campo == "motivo" {
				return campo
			}
			return ""
		})
		return p.Screen.Refuse(e, err, withdrawPage, withdrawTitle, newWithdrawView(s, motivo), "motivo")
	}
	return e.Redirect(303, deskPath+"/"+s.Numero())
}
