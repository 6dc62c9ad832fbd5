package borrador

import (
	"errors"
	"slices"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/pdf"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
)

// errOutdated says that a draft changed while its escrito was written.
var errOutdated = errors.New("the draft changed while its escrito was written")

// afterChange writes the escrito of a draft once the change is stored. The file is inspected
// like any other, for which no transaction should wait.
func (r *Room) afterChange(e *core.RecordEvent) error {
	if err := r.keepEscrito(e.App, e.Record.Id); err != nil {
		return err
	}
	return e.Next()
}

// afterRemoval writes the escrito again when the file that stood in its place is gone.
func (r *Room) afterRemoval(e *core.RecordEvent) error {
	if id := e.Record.GetString("borrador"); id != "" && e.Record.GetString("clase") == mesa.ClasePrincipal {
		if err := r.keepEscrito(e.App, id); err != nil {
			return err
		}
	}
	return e.Next()
}

// keepEscrito makes the principal document of a draft say what the draft says: it writes an
// escrito, writes it anew or takes it away. What a person uploaded stays.
func (r *Room) keepEscrito(app core.App, id string) error {
	for {
		paper, want, has, err := r.compare(app, id)
		switch {
		case err != nil || want == has.GetString("escrito"):
			return err
		case has.Id != "" && has.GetString("escrito") == "": // uploaded
			return nil
		case want == "":
			return app.Delete(has)
		}
		if err := r.writeEscrito(app, id, paper, want); !errors.Is(err, errOutdated) {
			return err
		}
	}
}

// compare finds the escrito that an unsent draft needs and the principal document it has.
func (r *Room) compare(app core.App, id string) (paper pdf.Paper, want string, has *core.Record, err error) {
	has = principal(nil)
	rows, err := app.FindRecordsByIds(mesa.ColBorradores, []string{id})
	if err != nil || len(rows) == 0 || mesa.AsBorrador(rows[0]).Open(r.Now()) != nil {
		return paper, "", has, err
	}
	draft := mesa.AsBorrador(rows[0])
	tramite, err := mesa.FindTramite(app, draft.GetString("tramite"))
	if err != nil {
		return paper, "", has, err
	}
	entidad, err := mesa.FindEntidad(app)
	if err != nil {
		return paper, "", has, err
	}
	docs, err := app.FindAllRecords(mesa.ColDocumentos, mesa.OfDraft(id), dbx.HashExp{"clase": mesa.ClasePrincipal})
	if err != nil {
		return paper, "", has, err
	}
	paper, want, err = wanted(entidad, draft, tramite)
	return paper, want, principal(docs), err
}

// principal is the principal document among docs, or a blank one.
func principal(docs []*core.Record) *core.Record {
	i := slices.IndexFunc(docs, func(d *core.Record) bool { return d.GetString("clase") == mesa.ClasePrincipal })
	if i < 0 {
		return core.NewRecord(core.NewBaseCollection(mesa.ColDocumentos))
	}
	return docs[i]
}

// escritoKey carries the mark of an escrito to the rule that admits it; it is no column.
const escritoKey = "@escrito"

// writeEscrito stores an escrito as the principal document, through the same admission as
// any file.
func (r *Room) writeEscrito(app core.App, id string, paper pdf.Paper, mark string) error {
	paper.Made = r.Now()
	day := mesa.InLima(paper.Made)
	paper.Parts = append(paper.Parts, pdf.Part{Heading: "Fecha", Text: []string{
		"Escrito redactado el " + day + " en la mesa de partes digital, con los datos que escribió la persona. Validó su correo con un código.",
	}})
	data, err := pdf.Write(paper)
	if err != nil {
		return err
	}
	file, err := filesystem.NewFileFromBytes(data, "escrito.pdf")
	if err != nil {
		return err
	}
	c, err := app.FindCachedCollectionByNameOrId(mesa.ColDocumentos)
	if err != nil {
		return err
	}
	doc := core.NewRecord(c)
	doc.Load(map[string]any{
		"borrador": id, "clase": mesa.ClasePrincipal, "archivo": file,
		"nombre": "Pedido de información " + paper.Made.In(plazos.Lima).Format("2006-01-02") + ".pdf",
	})
	doc.SetRaw(escritoKey, mark)
	return app.Save(doc)
}

// stillWanted refuses an escrito whose draft changed, or got a principal document, since
// the escrito was drawn.
func (r *Room) stillWanted(tx core.App, doc *core.Record) error {
	mark := doc.GetString("escrito")
	if mark == "" {
		return nil
	}
	_, want, has, err := r.compare(tx, doc.GetString("borrador"))
	if err != nil {
		return err
	}
	if want != mark || has.Id != "" && has.GetString("escrito") == "" {
		return errOutdated
	}
	return nil
}
