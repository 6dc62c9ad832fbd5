package bandeja

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// mostOfABatch is how many filings one form may move.
const mostOfABatch = 100

// inBatch are the acts that a list makes of many filings at once, with who sees them; the
// rules of each filing decide.
var inBatch = map[string][]mesa.Rol{
	"derivar": nil, "archivar": {mesa.RolMesa, mesa.RolArea, ""}, "asignar": nil,
}

// batchView is what became of each filing of a batch, after one that did not go through.
type batchView struct {
	Boton  string
	Hechas []string
	Fallas []batchFault
}

type batchFault struct{ Numero, Porque string }

// batch makes one act of each ticked filing. Each is done or refused by itself: a table
// says which, and what was refused stays ticked.
func (b *Bandeja) batch(e *core.RequestEvent) error {
	name, f := e.Request.FormValue("acto"), listFilter(e, actor(e))
	roles, known := inBatch[name]
	if !known || roles != nil && !slices.Contains(roles, actor(e).Rol) {
		return b.refuseBatch(e, f, mesa.Refuse(422, "", mesa.TextLoteActo), nil)
	}
	numbers := ticked(e)
	switch {
	case len(numbers) == 0:
		return b.refuseBatch(e, f, mesa.Refuse(422, "", mesa.TextLoteVacio), nil)
	case len(numbers) > mostOfABatch:
		return b.refuseBatch(e, f, mesa.Refuse(422, "", mesa.TextLoteGrande), nil)
	}
	v := &batchView{Boton: acts[name].Boton}
	for _, numero := range numbers {
		if err := b.batchOne(e, name, numero); err != nil {
			p, ok := mesa.AsProblem(err)
			if !ok {
				e.App.Logger().Error("a filing of a batch", "numero", numero, "error", err)
				p.Texto = mesa.TextLoteFalla
			}
			v.Fallas = append(v.Fallas, batchFault{numero, whyNot(p)})
			continue
		}
		v.Hechas = append(v.Hechas, numero)
	}
	if len(v.Fallas) > 0 {
		return b.refuseBatch(e, f, mesa.Refuse(422, "", mesa.TextLoteEnParte(len(v.Hechas), len(v.Fallas))), v)
	}
	return e.Redirect(http.StatusSeeOther, "/bandeja?"+f.Lista()+"&"+escape("hecho", name, "varias", strconv.Itoa(len(numbers))))
}

// ticked are the numbers that the form sends, each once.
func ticked(e *core.RequestEvent) []string {
	_ = e.Request.ParseForm() // a body that is no form ticks nothing
	var numbers []string
	for _, text := range e.Request.Form["numero"] {
		if numero := mesa.CleanFilingNumber(text); numero != "" && !slices.Contains(numbers, numero) {
			numbers = append(numbers, numero)
		}
	}
	return numbers
}

// batchOne makes the act of one filing, on the version that the list showed.
func (b *Bandeja) batchOne(e *core.RequestEvent, name, numero string) error {
	e.Request.SetPathValue("numero", numero)
	s, err := b.find(e)
	if err != nil {
		return mesa.Refuse(404, "", mesa.TextReferencia)
	}
	e.Request.Form.Set("version", e.Request.FormValue("version_"+numero))
	if name == "asignar" {
		return b.assignTo(e, s)
	}
	_, err = b.makeMove(e, s, name, false)
	return err
}

// whyNot is a refusal in one line.
func whyNot(p mesa.Problem) string {
	for _, texto := range p.Campos {
		return texto
	}
	return cmp.Or(p.Texto, mesa.TextLoteFalla)
}

// refuseBatch shows the list again, with what was typed and ticked.
func (b *Bandeja) refuseBatch(e *core.RequestEvent, f filter, refusal error, done *batchView) error {
	v, err := b.listOf(e, f)
	if err != nil {
		return err
	}
	v.Lote, v.Valores = done, e.Request.Form
	for i := range v.Filas {
		v.Filas[i].Marcada = slices.Contains(ticked(e), v.Filas[i].Numero)
	}
	return b.Screen.Refuse(e, refusal, listPage, listTitle, v)
}
