package bandeja

import (
	"errors"
	"net/http"
	"strconv"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// act makes the move that a form asks for, and goes on to the next filing of the list.
func (b *Bandeja) act(e *core.RequestEvent) error {
	name := e.Request.PathValue("acto")
	kind, known := acts[name]
	if !known || kind.Etapa == "" {
		return e.NotFoundError("", nil)
	}
	s, err := b.find(e)
	if err != nil {
		return err
	}
	if _, err := b.makeMove(e, s, name, false); err != nil {
		return b.refuseAct(e, s, name, err)
	}
	return b.goOn(e, s, name)
}

// makeMove saves the line of the trail that the form asks for. REGISTRADO may route the
// filing at once: both or neither.
func (b *Bandeja) makeMove(e *core.RequestEvent, s *mesa.Solicitud, name string, rehearse bool) (*core.Record, error) {
	mov, err := b.lineOf(e, s, name)
	if err != nil {
		return nil, err
	}
	if rehearse {
		mesa.Rehearse(mov)
	}
	routes := name == "registrar" && e.Request.FormValue("derivar_a") != ""
	if !routes {
		return mov, e.App.SaveWithContext(e.Request.Context(), mov)
	}
	next, err := b.newLine(e, s, mesa.EtapaDerivado)
	if err != nil {
		return nil, err
	}
	next.Set("area", e.Request.FormValue("derivar_a"))
	next.Set("instrucciones", e.Request.FormValue("instrucciones"))
	return mov, e.App.RunInTransaction(func(tx core.App) error {
		if err := tx.Save(mov); err != nil {
			return err
		}
		return tx.Save(next)
	})
}

func (b *Bandeja) newLine(e *core.RequestEvent, s *mesa.Solicitud, etapa mesa.Etapa) (*core.Record, error) {
	c, err := e.App.FindCachedCollectionByNameOrId(mesa.ColMovimientos)
	if err != nil {
		return nil, err
	}
	mov := core.NewRecord(c)
	mov.Set("solicitud", s.Id)
	mov.Set("etapa", string(etapa))
	mesa.SetActor(mov, actor(e))
	return mov, nil
}

// lineOf is the line that the form describes, not saved.
func (b *Bandeja) lineOf(e *core.RequestEvent, s *mesa.Solicitud, name string) (*core.Record, error) {
	mov, err := b.newLine(e, s, acts[name].Etapa)
	if err != nil {
		return nil, err
	}
	if err := e.Request.ParseMultipartForm(mostOfAForm); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return nil, mesa.Refuse(413, "respuesta", mesa.TextFormularioGrande)
	}
	for _, c := range fieldsOf[name] {
		switch values := e.Request.Form[c.Nombre]; {
		case c.Tipo == areasAny || c.Tipo == pdfFile || len(values) == 0:
		case c.Tipo == copies:
			mov.Set(c.Nombre, values)
		default:
			mov.Set(c.Nombre, formValue(c, values[0]))
		}
	}
	if version, err := strconv.Atoi(e.Request.FormValue("version")); err == nil {
		mesa.SetVersion(mov, version)
	}
	if name == "observar" {
		mesa.SetObservados(mov, observed(e))
	}
	files, err := e.FindUploadedFiles("respuesta")
	if err == nil && len(files) == 1 {
		mov.Set("respuesta", files[0])
	}
	return mov, nil
}

// formValue is what a form sent for a column: a day comes as 2026-11-18 and is stored as
// the midnight of Lima that the rules expect of the API too.
func formValue(c campo, value string) any {
	if c.Tipo == day && len(value) == len("2026-11-18") {
		return value + " 00:00:00.000Z"
	}
	return value
}

// observed are the documents that the form ticks, each with what must be corrected.
func observed(e *core.RequestEvent) map[string]string {
	textos := map[string]string{}
	for _, id := range e.Request.Form["observado"] {
		textos[id] = e.Request.FormValue("observacion_" + id)
	}
	return textos
}

// goOn shows what comes after an act: the next filing of the list that one came from, or
// the list.
func (b *Bandeja) goOn(e *core.RequestEvent, s *mesa.Solicitud, name string) error {
	lista, next := listOf(e), mesa.CleanFilingNumber(e.Request.FormValue("siguiente"))
	to := "/bandeja?" + lista
	switch {
	case acts[name].Stays:
		next = s.Numero()
		fallthrough
	case next != "":
		to = "/bandeja/" + next + "?" + escape("lista", lista)
	}
	to += "&" + escape("hecho", name, "numero", s.Numero())
	return e.Redirect(http.StatusSeeOther, to)
}

// refuseAct shows the filing again as it is now, with the form open, all that was typed
// and what is wrong beside its field.
func (b *Bandeja) refuseAct(e *core.RequestEvent, s *mesa.Solicitud, name string, refusal error) error {
	if p, ok := mesa.AsProblem(refusal); !ok || p.Status == http.StatusNotFound {
		return refusal
	}
	fresh, err := b.find(e)
	if err != nil {
		return err
	}
	v, err := b.reviewOf(e, fresh)
	if err != nil {
		return err
	}
	v.open(name, e)
	// The page has a form for each act, so a field's id begins with the name of its act.
	refusal = mesa.Rename(refusal, func(campo string) string {
		if name == "registrar" && campo == "area" {
			campo = "derivar_a"
		}
		return name + "-" + campo
	})
	return b.Screen.Refuse(e, refusal, reviewPage, reviewTitle(fresh), v)
}

// preview shows the very mail that an act would send: the move is made and undone.
func (b *Bandeja) preview(e *core.RequestEvent) error {
	s, err := b.find(e)
	if err != nil {
		return err
	}
	if err := e.Request.ParseMultipartForm(mostOfAForm); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return err
	}
	name := e.Request.FormValue("acto")
	kind, known := acts[name]
	if !known || kind.Etapa == "" {
		return e.NotFoundError("", nil)
	}
	mov, err := b.makeMove(e, s, name, true)
	if !errors.Is(err, mesa.ErrEnsayo) {
		return b.refuseAct(e, s, name, err)
	}
	v, err := b.reviewOf(e, s)
	if err != nil {
		return err
	}
	v.open(name, e)
	v.Ensayo = mesa.EnsayoOf(mov)
	return b.Screen.Show(e, reviewPage, reviewTitle(s), v)
}

// assign puts a filing in the charge of a person, or of nobody.
func (b *Bandeja) assign(e *core.RequestEvent) error {
	s, err := b.find(e)
	if err != nil {
		return err
	}
	s.Set("responsable", e.Request.FormValue("responsable"))
	mesa.SetActor(s.Record, actor(e))
	if err := e.App.Save(s.Record); err != nil {
		return b.refuseAct(e, s, "asignar", err)
	}
	return b.goOn(e, s, "asignar")
}
