package bandeja

import (
	"cmp"
	"net/http"
	"os"
	"slices"
	"strings"

	"mesadepartes/hooks/cargas"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

const (
	counterPage, counterTitle = "bandeja/presencial", "Recibir en papel"
	counterForm               = "papel" // the form's id in the page
)

// emptyCounter is the form in which reception enters a paper, empty.
func (b *Bandeja) emptyCounter(e *core.RequestEvent) error {
	if !actor(e).AtCounter() {
		return mesa.Refuse(403, "", mesa.TextSoloMostrador)
	}
	v, err := b.counterView(e, core.GenerateDefaultRandomId(), nil)
	if err != nil {
		return err
	}
	return b.Screen.Show(e, counterPage, counterTitle, v)
}

// receive takes the form: the draft, its files and its number, in one go. What was admitted
// before a refusal stays in the draft, whose id the form carries; so a double click, too,
// ends at one number.
func (b *Bandeja) receive(e *core.RequestEvent) error {
	if !actor(e).AtCounter() {
		return mesa.Refuse(403, "", mesa.TextSoloMostrador)
	}
	draft, form, id, err := b.openPaper(e)
	defer form.Discard()
	if err != nil {
		return b.refuseCounter(e, id, form, err)
	}
	if draft.Enviado() {
		return b.received(e, draft, form)
	}
	if err := b.fillCounter(e, draft, form); err != nil {
		return b.refuseCounter(e, id, form, err)
	}
	return b.giveNumber(e, draft, form)
}

// openPaper reads the form and finds or opens its draft, whose id is given beside a refusal too.
func (b *Bandeja) openPaper(e *core.RequestEvent) (draft *mesa.Borrador, form *web.FileForm, id string, err error) {
	form, err = b.readCounter(e)
	if id = form.Values["borrador"]; !recordID.MatchString(id) {
		id = core.GenerateDefaultRandomId()
	}
	if p, ok := mesa.AsProblem(err); ok && p.Status == 413 {
		err = mesa.Refuse(413, fileInput(mesa.ClasePrincipal), mesa.TextPapelGrande)
	}
	if err == nil {
		draft, err = b.counterDraft(e, id, form)
	}
	return draft, form, id, err
}

// readCounter reads the form, with the files that the office admits, when the disk has room.
func (b *Bandeja) readCounter(e *core.RequestEvent) (*web.FileForm, error) {
	entidad, err := mesa.FindEntidad(e.App)
	if err != nil {
		return &web.FileForm{}, err
	}
	if !strings.HasPrefix(e.Request.Header.Get("Content-Type"), "multipart/") { // a look-up by htmx, which sends no file
		form := &web.FileForm{Values: map[string]string{}}
		e.Request.Body = http.MaxBytesReader(e.Response, e.Request.Body, mostOfAForm)
		if err := e.Request.ParseForm(); err != nil {
			return form, e.BadRequestError("", err)
		}
		for name := range e.Request.PostForm {
			form.Values[name] = e.Request.PostFormValue(name)
		}
		return form, nil
	}
	newFile := cargas.NewFormFile(e.App.DataDir())
	checked := func() (*os.File, error) {
		if err := cargas.Room(e.App.DataDir(), max(e.Request.ContentLength, 0), entidad.Reserve()); err != nil {
			return nil, err
		}
		return newFile()
	}
	var inputs []string
	for _, clase := range mesa.ClasesCiudadano(mesa.MaxAnexos) {
		inputs = append(inputs, fileInput(clase))
	}
	return web.ReadFiles(e, checked, entidad.MaxBytes(), inputs...)
}

// fileInput is the name of the input for a document of a class.
func fileInput(clase string) string { return "archivo-" + clase }

// counterDraft finds the draft that the form carries, or opens it. Another account's draft,
// or a citizen's, does not exist here.
func (b *Bandeja) counterDraft(e *core.RequestEvent, id string, form *web.FileForm) (*mesa.Borrador, error) {
	known := func() (*mesa.Borrador, error) {
		r, err := e.App.FindRecordById(mesa.ColBorradores, id)
		if err != nil {
			return nil, err
		}
		draft := mesa.AsBorrador(r)
		if !draft.Presencial() || draft.CheckCounter(actor(e)) != nil {
			return nil, e.NotFoundError("", nil)
		}
		return draft, nil
	}
	if draft, err := known(); draft != nil || isNotFound(err) {
		return draft, err
	}
	c, err := e.App.FindCachedCollectionByNameOrId(mesa.ColBorradores)
	if err != nil {
		return nil, err
	}
	r := core.NewRecord(c)
	r.Id = id
	r.Load(map[string]any{"canal": mesa.CanalPresencial, "persona": form.Values["persona"]})
	mesa.SetActor(r, actor(e))
	if err := e.App.Save(r); err != nil {
		if draft, _ := known(); draft != nil { // the first of two clicks opened it meanwhile
			return draft, nil
		}
		return nil, err
	}
	return mesa.AsBorrador(r), nil
}

func isNotFound(err error) bool {
	p, ok := mesa.AsProblem(err)
	return ok && p.Status == 404
}

// fillCounter stores the files and what was typed, and tells at once all that is wrong.
func (b *Bandeja) fillCounter(e *core.RequestEvent, draft *mesa.Borrador, form *web.FileForm) error {
	if err := draft.Open(b.Now()); err != nil {
		return err
	}
	var f mesa.Fallas
	if err := b.storeFiles(e, draft, form, &f); err != nil {
		return err
	}
	r, err := e.App.FindRecordById(mesa.ColBorradores, draft.Id)
	if err != nil {
		return err
	}
	for _, name := range counterFields {
		r.Set(name, form.Values[name])
	}
	r.Set("persona", form.Values["persona"])
	r.Set("autorizo", form.Values["autorizo"] == "1")
	r.Set("parte", mesa.ParteTramite)
	mesa.SetActor(r, actor(e))
	if err := gather(&f, e.App.Save(r), func(campo string) string { return campo }); err != nil {
		return err
	}
	if f.Err() != nil && !b.hasPrincipal(e, draft.Id) { // else the filing says so
		f.Add(fileInput(mesa.ClasePrincipal), mesa.TextFaltaPrincipal)
	}
	return f.Err()
}

// storeFiles stores the files that the form brings, each fault beside its input.
func (b *Bandeja) storeFiles(e *core.RequestEvent, draft *mesa.Borrador, form *web.FileForm, f *mesa.Fallas) error {
	for _, clase := range mesa.ClasesCiudadano(mesa.MaxAnexos) {
		if err := gather(f, b.storeFile(e, draft, clase, form), atFile(clase)); err != nil {
			return err
		}
	}
	return nil
}

// gather adds the faults of a refusal's fields to f, by the names of the page; any other
// error is given back.
func gather(f *mesa.Fallas, err error, name func(campo string) string) error {
	p, ok := mesa.AsProblem(err)
	if err == nil || !ok || len(p.Campos) == 0 || p.Status >= 500 {
		return err
	}
	for campo, texto := range p.Campos {
		f.Add(name(campo), texto)
	}
	return nil
}

// atFile moves the fault of a document beside its input.
func atFile(clase string) func(campo string) string {
	return func(campo string) string {
		if campo == "numero" {
			return "numero"
		}
		return fileInput(clase)
	}
}

// storeFile stores the file of a class, in place of an earlier one, takes one out that the
// form unticks, and keeps the number beside the principal document.
func (b *Bandeja) storeFile(e *core.RequestEvent, draft *mesa.Borrador, clase string, form *web.FileForm) error {
	up := form.Files[fileInput(clase)]
	if up == nil {
		return b.changeStored(e, draft, clase, form)
	}
	doc, err := web.NewDocument(e.App, up, map[string]any{"borrador": draft.Id, "clase": clase})
	if err != nil {
		return err
	}
	if clase == mesa.ClasePrincipal {
		doc.Set("numero", form.Values["numero"])
	}
	mesa.SetActor(doc, actor(e))
	mesa.SetOrigin(doc, web.Customer(e.RealIP()))
	return e.App.SaveWithContext(e.Request.Context(), doc)
}

// changeStored takes the file of a class out when the form unticks it, and writes the number
// of the principal document, which may be typed after its file was stored.
func (b *Bandeja) changeStored(e *core.RequestEvent, draft *mesa.Borrador, clase string, form *web.FileForm) error {
	out, numero := form.Values["quitar-"+clase] != "", form.Values["numero"]
	if !out && (clase != mesa.ClasePrincipal || numero == "") {
		return nil
	}
	docs, err := e.App.FindAllRecords(mesa.ColDocumentos, mesa.OfDraft(draft.Id), dbx.HashExp{"clase": clase})
	for _, doc := range docs {
		switch {
		case out:
			err = cmp.Or(err, e.App.Delete(doc))
		case doc.GetString("numero") != numero:
			doc.Set("numero", numero)
			mesa.SetActor(doc, actor(e))
			err = cmp.Or(err, e.App.Save(doc))
		}
	}
	return err
}

func (b *Bandeja) hasPrincipal(e *core.RequestEvent, draft string) bool {
	n, err := e.App.CountRecords(mesa.ColDocumentos, mesa.OfDraft(draft), dbx.HashExp{"clase": mesa.ClasePrincipal})
	return err == nil && n > 0
}

// giveNumber files the draft. Save has no request context: who closes the page has received
// the paper all the same.
func (b *Bandeja) giveNumber(e *core.RequestEvent, draft *mesa.Borrador, form *web.FileForm) error {
	c, err := e.App.FindCachedCollectionByNameOrId(mesa.ColSolicitudes)
	if err != nil {
		return err
	}
	s := core.NewRecord(c)
	s.Set("borrador", draft.Id)
	mesa.SetActor(s, actor(e))
	err = e.App.Save(s)
	if err == nil {
		return e.Redirect(303, "/bandeja/presencial/"+s.GetString("numero"))
	}
	if now, again := e.App.FindRecordById(mesa.ColBorradores, draft.Id); again == nil && mesa.AsBorrador(now).Enviado() {
		return b.received(e, mesa.AsBorrador(now), form)
	}
	err = mesa.Rename(err, func(campo string) string {
		if slices.Contains(mesa.ClasesCiudadano(mesa.MaxAnexos), campo) {
			return fileInput(campo)
		}
		return campo
	})
	return b.refuseCounter(e, draft.Id, form, err)
}

// received leads a form that was sent before to its receipt. Other data in it, after the
// browser's back button, are another person's: they are kept for a new draft.
func (b *Bandeja) received(e *core.RequestEvent, draft *mesa.Borrador, form *web.FileForm) error {
	s, err := e.App.FindRecordById(mesa.ColSolicitudes, draft.GetString("solicitud"))
	if err != nil {
		return err
	}
	typed := core.NewRecord(draft.Collection())
	for _, name := range []string{"numero_documento", "tramite", "asunto"} {
		typed.Set(name, form.Values[name])
	}
	entidad, err := mesa.FindEntidad(e.App)
	if err != nil {
		return err
	}
	mesa.AsBorrador(typed).Clean(entidad)
	for _, name := range []string{"numero_documento", "tramite", "asunto"} {
		if typed.GetString(name) != s.GetString(name) {
			return b.refuseCounter(e, core.GenerateDefaultRandomId(), form, mesa.Refuse(409, "", mesa.TextYaDioNumero))
		}
	}
	return e.Redirect(303, "/bandeja/presencial/"+s.GetString("numero"))
}

// refuseCounter shows the form again, with all that was typed and the files that the draft
// holds already.
func (b *Bandeja) refuseCounter(e *core.RequestEvent, id string, form *web.FileForm, refusal error) error {
	if r, err := e.App.FindRecordById(mesa.ColBorradores, id); err == nil && mesa.AsBorrador(r).Open(b.Now()) != nil {
		if mesa.AsBorrador(r).Enviado() && mesa.AsBorrador(r).CheckCounter(actor(e)) == nil {
			return b.received(e, mesa.AsBorrador(r), form) // the other of two clicks was faster
		}
		id = core.GenerateDefaultRandomId() // its time ended: what was typed goes into a new one
	}
	v, err := b.counterView(e, id, form.Values)
	if err != nil {
		return err
	}
	web.WholeForm(e, counterForm)
	return b.Screen.Refuse(e, refusal, counterPage, counterTitle, v, v.order()...)
}
