package consulta

import (
	"slices"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

const tipoRUC = "RUC"

// maxDocuments is how many documents may be looked up for one draft: enough for
// who mistypes, too few for who collects names.
const maxDocuments = 3

// open lets the citizen who fills a draft in, or the account that enters a paper, ask for
// a name. The record of the question is written before the question leaves, so that many
// at once can't pass the limit. Then the register is asked, outside of any transaction, and
// its answer goes into the draft. No failure of a register is an error here: the record
// keeps the outcome, and the person types the name.
func (r *Room) open(e *core.RecordEvent) error {
	draft, err := r.askable(e)
	if err != nil {
		return err
	}
	e.Record.Load(map[string]any{
		"fecha": r.Now(), "finalidad": mesa.FinalidadConsulta, "fuente": "", "resultado": "", "actor": draft.GetString("recibe"),
	})
	err = rule.InTransaction(e, func(tx core.App) error {
		if r.CanAsk(e.Record.GetString("tipo")) { // else nobody collects names here
			if err := r.fewDocuments(tx, e.Record, draft); err != nil {
				return err
			}
		}
		return e.Next()
	})
	if err != nil {
		return err
	}
	known, err := r.ask(e.Context, e.Record.GetString("tipo"), e.Record.GetString("numero"))
	resultado := outcome(err)
	if resultado == "no_disponible" {
		e.App.Logger().Warn("look-up failed", "tipo", e.Record.GetString("tipo"), "error", err)
	}
	e.Record.Set("resultado", resultado)
	e.Record.Set("fuente", known.fuente)
	if err := rule.Save(e.App, e.Record); err != nil {
		return err
	}
	if resultado != mesa.ResultadoEncontrada {
		return nil
	}
	found := known.columns(e.Record)
	mesa.SetHallado(e.Record, found)
	return fillDraft(e.App, draft, found, known.fuente)
}

// askable checks who asks, for which draft and about what.
func (r *Room) askable(e *core.RecordEvent) (*mesa.Borrador, error) {
	question, by := e.Record, mesa.ActorOf(e.Record)
	if by.Mano != mesa.ManoCiudadano && !by.AtCounter() {
		return nil, mesa.Refuse(403, "", mesa.TextSoloCiudadano)
	}
	row, err := e.App.FindRecordById(mesa.ColBorradores, question.GetString("borrador"))
	if err != nil {
		return nil, mesa.Refuse(404, "borrador", mesa.TextReferencia)
	}
	draft := mesa.AsBorrador(row)
	if err := draft.CheckCounter(by); err != nil {
		return nil, err
	}
	if !draft.Presencial() && by.Mano != mesa.ManoCiudadano {
		return nil, mesa.Refuse(403, "", mesa.TextSoloCiudadano)
	}
	if err := draft.Open(r.Now()); err != nil {
		return nil, err
	}
	numero := mesa.CleanNumero(question.GetString("numero"))
	question.Set("numero", numero)
	if question.GetString("tipo") == tipoRUC {
		if !draft.Juridica() {
			return nil, mesa.Refuse(422, "ruc", mesa.TextSoloJuridica)
		}
		if fault := mesa.FaultRUC(numero); fault != "" {
			return nil, mesa.Refuse(422, "ruc", fault)
		}
		return draft, nil
	}
	if tipo := question.GetString("tipo"); tipo != mesa.DNI && tipo != mesa.CE {
		if slices.Contains(mesa.TodasIdentidades(), tipo) {
			return nil, mesa.Refuse(422, "tipo_documento", mesa.TextConsultaDocumento)
		}
		return nil, mesa.Refuse(422, "tipo_documento", mesa.TextTipoDocumento)
	}
	if fault := mesa.FaultDocumento(question.GetString("tipo"), numero); fault != "" {
		return nil, mesa.Refuse(422, "numero_documento", fault)
	}
	return draft, nil
}

// fewDocuments refuses the fourth document of a draft. A document that was asked for
// before may be asked for again.
func (r *Room) fewDocuments(tx core.App, consulta *core.Record, draft *mesa.Borrador) error {
	var asked []string
	err := tx.DB().NewQuery("SELECT DISTINCT tipo || ' ' || numero FROM consultas WHERE borrador = {:b}").
		Bind(dbx.Params{"b": draft.Id}).Column(&asked)
	if err != nil {
		return err
	}
	mine := consulta.GetString("tipo") + " " + consulta.GetString("numero")
	if slices.Contains(asked, mine) || len(asked) < maxDocuments {
		return nil
	}
	wait := max(draft.Vence().Sub(r.Now()), time.Minute)
	return mesa.TooMany{Texto: mesa.TextTresDocumentos, Wait: wait}
}

// columns are what a register answered to a consulta, by the columns of a draft.
func (a answer) columns(consulta *core.Record) map[string]string {
	numero := consulta.GetString("numero")
	if consulta.GetString("tipo") == tipoRUC {
		return map[string]string{"ruc": numero, "razon_social": a.razonSocial, "ruc_situacion": a.situacion}
	}
	return map[string]string{
		"tipo_documento": consulta.GetString("tipo"), "numero_documento": numero, "nombres": a.nombres, "apellidos": a.apellidos,
	}
}

// fillDraft writes what a register knows into the draft, where the person may still
// correct it. What the person typed since the question, as asked had it, stays: a column
// at a time, and all of them once it is about another number.
func fillDraft(app core.App, asked *mesa.Borrador, found map[string]string, fuente string) error {
	return app.RunInTransaction(func(tx core.App) error {
		row, err := tx.FindRecordById(mesa.ColBorradores, asked.Id)
		if err != nil || row.GetString("solicitud") != "" {
			return err // sent meanwhile: what was filed stays
		}
		draft := mesa.AsBorrador(row)
		for _, numero := range []string{"numero_documento", "ruc"} {
			newer := draft.GetString(numero) != asked.GetString(numero)
			if newer && found[numero] != "" && draft.GetString(numero) != found[numero] {
				return nil
			}
		}
		// A part that was saved is changed by its button alone, so that a change may be left.
		saved := draft.Parte() >= mesa.ParteDatos
		for column, value := range found {
			if !saved && draft.GetString(column) == asked.GetString(column) {
				draft.Set(column, value)
			}
		}
		if found["numero_documento"] != "" {
			draft.Found(fuente, found)
		}
		return rule.Save(tx, row)
	})
}
