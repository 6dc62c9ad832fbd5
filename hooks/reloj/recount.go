package reloj

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"
	"mesadepartes/hooks/rastro"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// recountOnDeclared counts the open terms anew when a day is declared non-working.
func (r *Room) recountOnDeclared(e *core.RecordEvent) error {
	verbo := "se declaró no laborable "
	if e.Record.GetBool("medio_dia") {
		verbo = "se declaró medio día no laborable "
	}
	return r.recountAfter(e, verbo+dayWords(e.Record))
}

// recountOnCorrected counts the open terms anew when a declared day is edited.
func (r *Room) recountOnCorrected(e *core.RecordEvent) error {
	return r.recountAfter(e, "se corrigió el día no laborable: "+dayWords(e.Record))
}

// recountOnWithdrawn counts the open terms anew when a declared day is deleted.
func (r *Room) recountOnWithdrawn(e *core.RecordEvent) error {
	return r.recountAfter(e, "se retiró de los días no laborables "+dayWords(e.Record))
}

// recountOnMoved counts the open terms anew when the office changes its region or its
// province, because other declared days hold there.
func (r *Room) recountOnMoved(e *core.RecordEvent) error {
	before, err := rule.Stored(e)
	if err != nil {
		return err
	}
	for _, f := range []string{"region", "provincia"} {
		if !mesa.SamePlace(before.GetString(f), e.Record.GetString(f)) {
			return r.recountAfter(e, "cambió la región o la provincia de la oficina")
		}
	}
	return e.Next()
}

// dayWords names a declared day and the norm behind it.
func dayWords(day *core.Record) string {
	words := "el " + mesa.InLima(day.GetDateTime("fecha").Time())
	if norma := day.GetString("base_legal"); norma != "" {
		words += " (" + norma + ")"
	}
	return words
}

// recountAfter notes, in the transaction of a change of the calendar, that the open terms
// are to be counted anew.
func (r *Room) recountAfter(e *core.RecordEvent, motivo string) error {
	return rule.InTransaction(e, func(tx core.App) error {
		if err := e.Next(); err != nil {
			return err
		}
		_, err := tx.DB().Insert("reloj_recuentos", dbx.Params{"motivo": motivo}).Execute()
		return err
	})
}

// moved lists the terms of a filing that end on another day by this calendar. The
// office's terms may move both ways. The citizen's term only grows, because a citizen
// who was told a day may rely on that day, whatever is withdrawn later.
func (c *Reading) moved(f *openFiling) (list []mesa.TermChange) {
	if f.desde().IsZero() {
		return nil
	}
	review := f.desde()
	if f.Acceso && !f.legalDesde().IsZero() {
		review = f.legalDesde() // see beginReview
	}
	if is := c.Due(review, mesa.DiasRevision, plazos.Habiles); f.Estado.InReview() && !is.Equal(f.revision()) {
		list = append(list, mesa.TermChange{Field: "vence_revision", Nombre: "revisión", Was: f.revision(), Is: is})
	}
	list = append(list, c.movedAnswers(f)...)
	if is := c.cal.Grown(f.desde(), f.PlazoDias, f.subsanacion()); f.Estado.Pending() && is.After(f.subsanacion()) {
		list = append(list, mesa.TermChange{Field: "vence_subsanacion", Nombre: "subsanación", Was: f.subsanacion(), Is: is})
	}
	return list
}

// TermOver tells whether the citizen's term to correct ended, by the calendar of today.
func (c *Reading) TermOver(s *mesa.Solicitud) bool {
	last := s.LastToCorrect(c.cal)
	return !last.IsZero() && plazos.Expired(last, c.Now)
}

// movedAnswers are the law's day to answer and the one that the citizen was told.
func (c *Reading) movedAnswers(f *openFiling) (list []mesa.TermChange) {
	add := func(field, nombre string, was, from time.Time, days int, tipo string) {
		if days <= 0 || was.IsZero() && field == "vence_respuesta" {
			return
		}
		is := c.Due(from, days, plazos.TipoDias(tipo))
		if !is.Equal(was) {
			list = append(list, mesa.TermChange{Field: field, Nombre: nombre, Was: was, Is: is})
		}
	}
	if !f.Estado.Open() || f.Estado.Pending() {
		return nil
	}
	add("vence_legal", "respuesta según la ley", f.legal(), f.legalDesde(), f.LegalDias, f.LegalTipo)
	add("vence_respuesta", "respuesta", f.respuesta(), f.desde(), f.PlazoDias, f.PlazoTipo)
	return list
}

// moveTerms writes new last days, says why in the trail, and tells the citizen of those
// that the citizen was told.
func (r *Room) moveTerms(c *Reading, id string, moved []mesa.TermChange, motivo string) error {
	row, err := c.app.FindRecordById(mesa.ColSolicitudes, id)
	if err != nil {
		return err
	}
	s := mesa.AsSolicitud(row)
	var said []string
	for _, m := range moved {
		s.Set(m.Field, m.Is)
		if !m.Was.IsZero() && !repeated(m, moved) { // else nobody was told a day, or it is said already
			days := mesa.FromTo(m.Was.In(plazos.Lima), m.Is.In(plazos.Lima))
			said = append(said, fmt.Sprintf("El plazo de %s pasa %s: %s.", m.Nombre, days, motivo))
		}
	}
	if err := c.SetLuz(s); err != nil {
		return err
	}
	if err := rule.Save(c.app, row); err != nil || len(said) == 0 {
		return err
	}
	mov, err := rastro.Write(c.app, id, rastro.Line{
		Etapa: mesa.EtapaNota, Fecha: c.Now, Origen: mesa.MesaDePartes, Observaciones: strings.Join(said, " "),
	})
	if err != nil {
		return err
	}
	for _, m := range moved {
		if (m.Field == "vence_subsanacion" || m.Field == "vence_respuesta") && !plazos.Expired(m.Is, c.Now) {
			return r.Mailer.Plazo(c.app, correo.Aviso{Entidad: c.Entidad, Solicitud: s, Movimiento: mesa.AsMovimiento(mov)}, m, motivo)
		}
	}
	return nil
}

// repeated tells whether the law's day to answer moves as the told one does.
func repeated(m mesa.TermChange, moved []mesa.TermChange) bool {
	return m.Field == "vence_legal" && slices.ContainsFunc(moved, func(o mesa.TermChange) bool {
		return o.Field == "vence_respuesta" && o.Was.Equal(m.Was) && o.Is.Equal(m.Is)
	})
}
