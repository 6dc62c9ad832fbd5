package portal

import (
	"slices"

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
	// Save has no request context, so that a person who closes the page still gets the
	// number by mail.
	if err := e.App.Save(s); err != nil {
		if now, again := p.draft(e); again == nil && now.Enviado() {
			return e.Redirect(303, receipt)
		}
		return p.refuseForm(e, b, firstPart(err), func(f *form) { f.open(err) })
	}
	return e.Redirect(303, receipt)
}

// parts are the fields of each part of the form; what is in no list is of part one.
var parts = [][]string{2: tramiteFields, 3: mesa.ClasesCiudadano(mesa.MaxAnexos)}

func partOf(campo string) int {
	for i, fields := range parts {
		if slices.Contains(fields, campo) {
			return i
		}
	}
	return 1
}

func firstPartOf(problem mesa.Problem) int {
	first := len(parts)
	for campo := range problem.Campos {
		first = min(first, partOf(campo))
	}
	return first
}

// firstPart keeps the errors of the first part that has any. Only that part is open in
// the page, so only its fields can be reached from the error summary. The error of a
// file goes beside its card.
func firstPart(err error) error {
	problem, ok := mesa.AsProblem(err)
	if !ok {
		return err
	}
	first := firstPartOf(problem)
	return mesa.Rename(err, func(campo string) string {
		switch {
		case partOf(campo) != first:
			return "" // left out
		case first == 3:
			return "archivo-" + campo
		}
		return campo
	})
}

// open makes the first part that has an error editable.
func (f *form) open(err error) {
	problem, _ := mesa.AsProblem(err)
	if len(problem.Campos) == 0 {
		return
	}
	switch firstPartOf(problem) {
	case 1:
		f.EditaDatos, f.EditaTramite = f.EditaDatos || !f.PideCodigo, false
	case 2:
		f.EditaTramite = true
	}
	f.Listo = false
}
