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

// open lets the citizen who fills a draft in ask for a name. The record of the question
// is written before the question leaves, so that many at once can't pass the limit. Then
// the register is asked, outside of any transaction, and its answer goes into the draft.
// No failure of a register is an error here: the record keeps the outcome, and the person
// types the name.
func (r *Room) open(e *core.RecordEvent) error {
	draft, err := r.askable(e)
	if err != nil {
		return err
	}
	e.Record.Load(map[string]any{"fecha": r.Now(), "finalidad": mesa.FinalidadConsulta, "fuente": "", "resultado": ""})
	err = rule.InTransaction(e, func(tx core.App) error {
		if err := r.fewDocuments(tx, e.Record, draft); err != nil {
			return err
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
	return fillDraft(e.App, e.Record, draft, known)
}

// askable checks who asks, for which draft and about what.
func (r *Room) askable(e *core.RecordEvent) (*mesa.Borrador, error) {
	question := e.Record
	if mesa.ActorOf(question).Mano != mesa.ManoCiudadano {
		return nil, mesa.Refuse(403, "", mesa.TextSoloCiudadano)
	}
	row, err := e.App.FindRecordById(mesa.ColBorradores, question.GetString("borrador"))
	if err != nil {
		return nil, mesa.Refuse(404, "borrador", mesa.TextReferencia)
	}
	draft := mesa.AsBorrador(row)
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
	if tipo := question.GetString("tipo"); tipo != "DNI" && tipo != "CE" {
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

// fillDraft writes what a register knows into the draft, where the person may still
// correct it. What the person typed since the question, as asked had it, stays.
func fillDraft(app core.App, consulta *core.Record, asked *mesa.Borrador, known answer) error {
	return app.RunInTransaction(func(tx core.App) error {
		draft, err := tx.FindRecordById(mesa.ColBorradores, asked.Id)
		if err != nil || draft.GetString("solicitud") != "" {
			return err // sent meanwhile: what was filed stays
		}
		for _, field := range []string{"nombres", "apellidos", "razon_social"} {
			if draft.GetString(field) != asked.GetString(field) {
				return nil
			}
		}
		if consulta.GetString("tipo") == tipoRUC {
			draft.Load(map[string]any{"ruc": consulta.GetString("numero"), "razon_social": known.razonSocial, "ruc_situacion": known.situacion})
		} else {
			draft.Load(map[string]any{"tipo_documento": consulta.GetString("tipo"), "numero_documento": consulta.GetString("numero"),
				"nombres": known.nombres, "apellidos": known.apellidos})
			mesa.AsBorrador(draft).Found(known.fuente)
		}
		return rule.Save(tx, draft)
	})
}
