package bandeja

import (
	"errors"
	"net/url"
	"slices"
	"strconv"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

const listPage, listTitle = "bandeja/lista", "Bandeja"

// listView is the inbox.
type listView struct {
	Frame
	choices
	Filter  filter
	Filas   []fila
	Mas     string // the address of what comes after, "" at the end
	Hecho   string // what was just done
	Filtra  bool   // a filter besides the tab is set
	Archiva bool   // this account may archive
	Lote    *batchView
	Valores url.Values // what was typed for a batch
	Guarda  bool       // this account may keep views
	Nuevas  int        // of filings that came after
}

// list shows the inbox.
func (b *Bandeja) list(e *core.RequestEvent) error {
	f := readFilter(e.Request.URL.Query(), actor(e))
	noted := func() error { return nil }
	if f.Texto != "" {
		noted = b.Rastro.NoteSearchBeside(e, f.Texto)
	}
	v, err := b.listOf(e, f)
	if err := errors.Join(err, noted()); err != nil {
		return err
	}
	if e.Request.Header.Get("HX-Request") != "" && f.Tras != "" {
		return b.Screen.Fragment(e, listPage, "filas", v)
	}
	return b.Screen.Show(e, listPage, listTitle, v)
}

// listOf reads a page of the inbox and what its forms offer.
func (b *Bandeja) listOf(e *core.RequestEvent, f filter) (*listView, error) {
	who := actor(e)
	v := &listView{
		Filter: f, Hecho: b.doneText(e), Filtra: f.Texto+f.Tramite+f.Area != "", Archiva: slices.Contains(inBatch["archivar"], who.Rol),
		Guarda: who.Rol != "",
	}
	var more bool
	for _, part := range []func() error{
		func() (err error) { v.Filas, more, err = b.rows(e, f); return },
		func() (err error) { v.Frame, err = b.frame(e, f); return },
		func() (err error) { v.choices, err = choicesFor(e); return },
	} {
		if err := part(); err != nil {
			return nil, err
		}
	}
	if more {
		v.Mas = f.after(v.Filas[len(v.Filas)-1]).address()
	}
	return v, nil
}

// doneText is what the last act did, from the address that it sent the browser to. Only
// acts and numbers that exist are told.
func (b *Bandeja) doneText(e *core.RequestEvent) string {
	q := e.Request.URL.Query()
	done, known := acts[justDone(e)]
	if n, err := strconv.Atoi(q.Get("varias")); err == nil && known && n > 0 && n <= mostOfABatch {
		return mesa.TextLoteHecho(n, done.Boton)
	}
	if !known || mesa.CleanFilingNumber(q.Get("numero")) == "" {
		return ""
	}
	s, err := findNumber(e, q.Get("numero"))
	if err != nil {
		return ""
	}
	return "Solicitud " + s.Numero() + ": " + b.hechoEn(e, justDone(e), s) + "."
}

// justDone is the act that the address names, when a page of ours sent the browser there: a
// link in a mail or on another site can't claim one (Fetch Metadata, Sec-Fetch-Site).
func justDone(e *core.RequestEvent) string {
	if site := e.Request.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" {
		return ""
	}
	return e.Request.URL.Query().Get("hecho")
}

// option is a choice of a select.
type option struct{ ID, Nombre string }

// choices are what the forms of a page offer.
type choices struct{ Areas, Tramites, Personas []option }

// choicesFor reads the active areas, procedures and accounts in one question. A filing may
// be given by an area to its own people, by the others to all.
func choicesFor(e *core.RequestEvent) (c choices, err error) {
	var rows []struct{ Clase, ID, Nombre string }
	who := actor(e)
	err = e.App.DB().NewQuery(`SELECT 'areas' AS clase, id, nombre FROM areas WHERE activo
		UNION ALL SELECT 'tramites', id, nombre FROM tramites WHERE activo
		UNION ALL SELECT 'personal', id, nombre FROM personal WHERE activo AND ({:area} = '' OR area = {:area}) ORDER BY nombre`).
		Bind(dbx.Params{"area": who.Area}).WithContext(e.Request.Context()).All(&rows)
	for _, r := range rows {
		o := option{r.ID, r.Nombre}
		switch r.Clase {
		case mesa.ColAreas:
			c.Areas = append(c.Areas, o)
		case mesa.ColTramites:
			c.Tramites = append(c.Tramites, o)
		default:
			c.Personas = append(c.Personas, o)
		}
	}
	return c, err
}

// options lists the active records of a collection by name.
func options(app core.App, collection string) ([]option, error) {
	rows, err := app.FindRecordsByFilter(collection, "activo = true", "nombre", 0, 0)
	var all []option
	for _, r := range rows {
		all = append(all, option{r.Id, r.GetString("nombre")})
	}
	return all, err
}

func escape(pairs ...string) string {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			v.Set(pairs[i], pairs[i+1])
		}
	}
	return v.Encode()
}
