package hooks

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// maxLines is how many filings a section names; the rest it counts.
const maxLines = 20

// section is a part of the digest. Urgente ones come first, in loud colours.
type section struct {
	Titulo  string
	Urgente bool
	Total   int
	Lineas  []digestLine
}

// Mas is how many filings the section only counts.
func (s *section) Mas() int { return s.Total - len(s.Lineas) }

// digestLine is a filing that presses and why.
type digestLine struct{ Numero, Tramite, Nota string }

func (s *section) add(f *open, nota string) {
	s.Total++
	if len(s.Lineas) < maxLines {
		s.Lineas = append(s.Lineas, digestLine{f.Numero, f.Nombre, nota})
	}
}

// resumenData is what the digest's mail shows.
func resumenData(app core.App, c *reading, sections []*section) (map[string]any, error) {
	data, err := correo.Base(app)
	if err != nil {
		return nil, err
	}
	urgentes := 0
	for _, s := range sections {
		if s.Urgente {
			urgentes += s.Total
		}
	}
	data["Fecha"], data["Urgentes"], data["Secciones"] = inLima(c.now), urgentes, sections
	return data, nil
}

// digestOf makes the sections that have anything to say.
func digestOf(c *reading, today string) ([]*section, error) {
	all, err := openFilings(c.app)
	if err != nil {
		return nil, err
	}
	unsent, err := unsentNotices(c)
	if err != nil {
		return nil, err
	}
	late, err := lateSince(c.app, c.now, today)
	if err != nil {
		return nil, err
	}
	paper, err := onPaper(c)
	if err != nil {
		return nil, err
	}
	review := reviewSections(c, all)
	answer := answerSections(c, all)
	var told []*section
	for _, s := range []*section{review[0], review[1], answer[0], unsent, answer[1], answer[2], paper, waiting(all), late} {
		if s.Total > 0 {
			told = append(told, s)
		}
	}
	return told, nil
}

// reviewSections are the filings whose review is late, and those for today.
func reviewSections(c *reading, all []*open) [2]*section {
	late := &section{Titulo: "REVISIÓN VENCIDA: sin observar ni registrar en dos días hábiles", Urgente: true}
	now := &section{Titulo: "REVISAR HOY: último día para observar o registrar", Urgente: true}
	for _, f := range all {
		switch {
		case !f.inReview():
		case plazos.Expired(f.revision(), c.now):
			late.add(f, "venció el "+inLima(f.revision()))
		case c.isToday(f.revision()):
			now.add(f, "vence hoy")
		}
	}
	return [2]*section{late, now}
}

// answerSections are the answers that press: those that silence approves, red
// ones and amber ones.
func answerSections(c *reading, all []*open) [3]*section {
	silence := &section{Titulo: "SILENCIO POSITIVO: sin respuesta quedan aprobadas", Urgente: true}
	red := &section{Titulo: "Respuestas en rojo: vencen hoy o ya vencieron", Urgente: true}
	amber := &section{Titulo: "Respuestas en ámbar: vencen pronto"}
	for _, f := range all {
		luz := c.answerLight(f)
		nota := "vence el " + inLima(f.respuesta())
		if plazos.Expired(f.respuesta(), c.now) {
			nota = "venció el " + inLima(f.respuesta())
		}
		switch {
		case luz == plazos.SinLuz || luz == plazos.Verde:
		case f.positive():
			silence.add(f, nota)
		case luz == plazos.Rojo:
			red.add(f, nota)
		default:
			amber.add(f, nota)
		}
	}
	return [3]*section{silence, red, amber}
}

// waiting are the observed filings that the citizen has not corrected yet.
func waiting(all []*open) *section {
	s := &section{Titulo: "Observadas: en espera de la subsanación"}
	for _, f := range all {
		switch {
		case !f.Estado.Pending():
		case f.subsanacion().IsZero():
			s.add(f, "el plazo aún no corre")
		default:
			s.add(f, "hasta el "+inLima(f.subsanacion()))
		}
	}
	return s
}

// unsentNotices are the mails that did not leave.
func unsentNotices(c *reading) (*section, error) {
	rows, err := stuckNotices(c.app, c.now)
	if err != nil {
		return nil, err
	}
	s := &section{Titulo: "AVISOS SIN ENVIAR: mientras no sale el de observación, el plazo del ciudadano no corre", Urgente: true}
	for _, r := range rows {
		s.add(&open{Numero: r.Numero, Nombre: cmp.Or(mesa.NombreAviso(r.Tipo), r.Tipo)}, strings.TrimSuffix("no se pudo enviar: "+r.Error, ": "))
	}
	return s, nil
}

// onPaper are the notices that nobody confirmed in two working days.
func onPaper(c *reading) (*section, error) {
	rows, err := needsCedula(c.app, c.now)
	if err != nil {
		return nil, err
	}
	s := &section{Titulo: "NOTIFICAR POR CÉDULA: el ciudadano no confirmó el aviso en dos días hábiles (art. 20.4)"}
	for _, r := range rows {
		s.add(&open{Numero: r.Numero, Nombre: mesa.NombreAviso(r.Tipo)}, "se envió el "+inLima(r.EnviadoEn.Time()))
	}
	return s, nil
}

// lateSince are the observations made after the two working days since the last
// digest of another day; since a week ago when there was none.
func lateSince(app core.App, now time.Time, today string) (*section, error) {
	since, err := types.ParseDateTime(now.AddDate(0, 0, -7))
	if err != nil {
		return nil, err
	}
	var last []string
	err = app.DB().NewQuery(`SELECT creado_en FROM correos WHERE clave != '' AND clave >= 'resumen/' AND clave < {:today}
		ORDER BY clave DESC LIMIT 1`).Bind(dbx.Params{"today": "resumen/" + today}).Column(&last)
	if err != nil {
		return nil, err
	}
	from := append(last, since.String())[0]
	var rows []*open
	err = app.DB().NewQuery(`SELECT s.numero, coalesce(t.nombre, '') AS nombre FROM movimientos m
		JOIN solicitudes s ON s.id = m.solicitud LEFT JOIN tramites t ON t.id = s.tramite
		WHERE m.etapa = 'OBSERVADO' AND m.fecha > {:from} AND m.instrucciones LIKE {:line} ORDER BY m.fecha`).
		Bind(dbx.Params{"from": from, "line": lateObservation + "%"}).All(&rows)
	if err != nil {
		return nil, err
	}
	s := &section{Titulo: "Observaciones tardías desde el último resumen"}
	for _, f := range rows {
		s.add(f, fmt.Sprintf("se observó después de %s", mesa.Days(daysToReview, string(plazos.Habiles))))
	}
	return s, nil
}
