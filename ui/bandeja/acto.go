package bandeja

import (
	"cmp"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
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

// openForm leads from the address of an act to its filing, with the form open.
func (b *Bandeja) openForm(e *core.RequestEvent) error {
	s, err := b.find(e)
	if err != nil {
		return err
	}
	name := e.Request.PathValue("acto")
	if _, known := acts[name]; !known && name != "vista-previa" {
		return e.NotFoundError("", nil)
	}
	return e.Redirect(http.StatusSeeOther, "/bandeja/"+s.Numero()+"?"+escape("acto", name))
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
	if err := readForm(e); err != nil {
		return nil, err
	}
	for _, c := range fieldsOf[name] {
		switch values := e.Request.Form[c.Nombre]; {
		case c.Tipo == areasAny || c.Tipo == pdfFile || len(values) == 0:
		case c.Tipo == day && values[0] != "" && aDay(values[0]).IsZero(): // the base would store none
			return nil, mesa.Refuse(422, c.Nombre, mesa.TextDatoInvalido)
		case c.Tipo == senses && values[0] == "": // nobody answers by default
			return nil, mesa.Refuse(422, c.Nombre, mesa.TextSentido)
		case c.Tipo == copies:
			mov.Set(c.Nombre, values)
		default:
			mov.Set(c.Nombre, formValue(c, values[0]))
		}
	}
	setVersion(e, mov)
	if name == "observar" {
		mesa.SetObservados(mov, observed(e))
	}
	return mov, takeFiles(e, mov)
}

// takeFiles puts the PDFs that the form sent on the line: its own, or those that answer each
// an observed document.
func takeFiles(e *core.RequestEvent, mov *core.Record) error {
	if e.Request.MultipartForm == nil {
		return nil
	}
	scans := map[string]*filesystem.File{}
	for field := range e.Request.MultipartForm.File {
		documento, scan := strings.CutPrefix(field, mesa.FieldEscaneo(""))
		if field != "respuesta" && !scan {
			continue
		}
		files, err := e.FindUploadedFiles(field)
		switch {
		case errors.Is(err, http.ErrMissingFile): // none was chosen
		case err != nil:
			return err
		case len(files) > 1: // none is left out in silence
			return mesa.Refuse(422, field, mesa.TextUnSoloPDF)
		case scan:
			scans[documento] = files[0]
		default:
			mov.Set("respuesta", files[0])
		}
	}
	mesa.SetEscaneos(mov, scans)
	return nil
}

// setVersion notes which version of the filing the form was shown with.
func setVersion(e *core.RequestEvent, r *core.Record) {
	if version, err := strconv.Atoi(e.Request.FormValue("version")); err == nil {
		mesa.SetVersion(r, version)
	}
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
	lista, next := cameFrom(e), mesa.CleanFilingNumber(e.Request.FormValue("siguiente"))
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
		if first := v.fieldsOf(name); campo == "respuesta" && len(first) > 0 && first[0].Tipo == pdfFile { // of several the first
			campo = first[0].Nombre
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
	unread := readForm(e)
	name := e.Request.FormValue("acto")
	kind, known := acts[name]
	if !known || kind.Etapa == "" {
		return cmp.Or(unread, error(e.NotFoundError("", nil)))
	}
	if unread != nil {
		return b.refuseAct(e, s, name, unread)
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
	if err := b.assignTo(e, s); err != nil {
		return b.refuseAct(e, s, "asignar", err)
	}
	return b.goOn(e, s, "asignar")
}

// putAside takes a filing out of the lists until a day.
func (b *Bandeja) putAside(e *core.RequestEvent) error {
	s, err := b.find(e)
	if err != nil {
		return err
	}
	until := e.Request.FormValue("postergada_hasta")
	if until != "" {
		if _, err := time.Parse(time.DateOnly, until); err != nil { // no day at all would mean: back into the list
			return b.refuseAct(e, s, "posponer", mesa.Refuse(422, "postergada_hasta", mesa.TextPostergaDia))
		}
		until += " 05:00:00.000Z" // midnight in Lima
	}
	s.Set("postergada_hasta", until)
	mesa.SetActor(s.Record, actor(e))
	if err := e.App.SaveWithContext(e.Request.Context(), s.Record); err != nil {
		return b.refuseAct(e, s, "posponer", err)
	}
	return b.goOn(e, s, "posponer")
}

func (b *Bandeja) assignTo(e *core.RequestEvent, s *mesa.Solicitud) error {
	s.Set("responsable", e.Request.FormValue("responsable"))
	mesa.SetActor(s.Record, actor(e))
	setVersion(e, s.Record)
	return e.App.SaveWithContext(e.Request.Context(), s.Record)
}
