package portal

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// submit files the draft. A second press, even at the same instant, ends at the
// same receipt.
func (p *Portal) submit(e *core.RequestEvent) error {
	b, err := p.draft(e)
	if err != nil {
		return err
	}
	receipt := "/solicitud/" + b.Id + "/constancia"
	if b.Enviado() {
		return e.Redirect(303, receipt)
	}
	if err := take(p.filings, e); err != nil {
		return p.refuseForm(e, b, err, func(*form) {})
	}
	c, err := e.App.FindCachedCollectionByNameOrId(mesa.ColSolicitudes)
	if err != nil {
		return err
	}
	s := core.NewRecord(c)
	s.Set("borrador", b.Id)
	// Not with the request's context: who closes the page still gets the number by mail.
	if err := e.App.Save(s); err != nil {
		if now, again := p.draft(e); again == nil && now.Enviado() {
			return e.Redirect(303, receipt)
		}
		return p.refuseForm(e, b, filesAtCards(err), func(f *form) { f.open(err) })
	}
	return e.Redirect(303, receipt)
}

// filesAtCards puts what is wrong with a file beside its card.
func filesAtCards(err error) error {
	problem, ok := mesa.AsProblem(err)
	if !ok {
		return err
	}
	f := mesa.Fallas{Status: problem.Status}
	for campo, texto := range problem.Campos {
		if mesa.NombreClase(campo) != "" {
			campo = "archivo-" + campo
		}
		f.Add(campo, texto)
	}
	if moved := f.Err(); moved != nil {
		return moved
	}
	return err
}

// open unfolds the first part that something is missing in, so that the links
// of the error summary find their fields.
func (f *form) open(err error) {
	problem, _ := mesa.AsProblem(err)
	for campo := range problem.Campos {
		switch campo {
		case "tramite", "asunto":
			f.EditaTramite = f.EditaTramite || !f.EditaDatos
		case "principal", "anexo1", "anexo2":
		default:
			f.EditaDatos, f.EditaTramite = true, false
		}
	}
	f.Listo = false
}
