package reloj

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"mesadepartes/hooks/borrador"
	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/list"
)

// digestOf makes the sections that have anything to say.
func digestOf(c *Reading) ([]*correo.Section, error) {
	all, err := openFilings(c.app)
	if err != nil {
		return nil, err
	}
	unsent, err := unsentNotices(c)
	if err != nil {
		return nil, err
	}
	late, err := lateSince(c.app, c.Now)
	if err != nil {
		return nil, err
	}
	paper, err := onPaper(c)
	if err != nil {
		return nil, err
	}
	damaged, err := damagedFiles(c.app)
	if err != nil {
		return nil, err
	}
	hurt, err := incidents(c)
	if err != nil {
		return nil, err
	}
	review := reviewSections(c, all)
	answer := answerSections(c, all)
	var told []*correo.Section
	for _, s := range []*correo.Section{hurt, damaged, unconfirmed(c), review[0], review[1], answer[0], unsent, answer[1], answer[2], paper,
		waiting(all), late} {
		if s.Total > 0 {
			told = append(told, s)
		}
	}
	return told, nil
}

// unconfirmed tells that what can't be undone waits for the hour to be confirmed.
func unconfirmed(c *Reading) *correo.Section {
	s := &correo.Section{Titulo: "HORA DEL SERVIDOR SIN CONFIRMAR: mientras tanto no se cierra ninguna solicitud", Urgente: true}
	if c.Doubtful() {
		s.Add("Reloj", "Si la hora es la correcta, ejecute en el servidor: mesadepartes reloj confirmar --dir=CARPETA",
			"pasó del "+mesa.FullTime(c.clock.Latido)+" al "+mesa.FullTime(c.Now))
	}
	return s
}

// reviewSections are the filings whose review is late, and those for today.
func reviewSections(c *Reading, all []*openFiling) [2]*correo.Section {
	late := &correo.Section{Titulo: "REVISIÓN VENCIDA: sin observar ni registrar en dos días hábiles", Urgente: true}
	now := &correo.Section{Titulo: "REVISAR HOY: último día para observar o registrar", Urgente: true}
	for _, f := range all {
		switch {
		case !f.inReview():
		case plazos.Expired(f.revision(), c.Now):
			late.Add(f.Numero, f.Nombre, "venció el "+mesa.InLima(f.revision()))
		case c.isToday(f.revision()):
			now.Add(f.Numero, f.Nombre, "vence hoy")
		}
	}
	return [2]*correo.Section{late, now}
}

// answerSections are the answers whose term ends soon or has ended: those of filings
// that silence approves, red ones and amber ones.
func answerSections(c *Reading, all []*openFiling) [3]*correo.Section {
	silence := &correo.Section{Titulo: "SILENCIO POSITIVO: sin respuesta quedan aprobadas", Urgente: true}
	red := &correo.Section{Titulo: "Respuestas en rojo: vencen hoy o ya vencieron", Urgente: true}
	amber := &correo.Section{Titulo: "Respuestas en ámbar: vencen pronto"}
	for _, f := range all {
		luz := c.answerLuz(f)
		nota := "vence el " + mesa.InLima(f.legal())
		if plazos.Expired(f.legal(), c.Now) {
			nota = "venció el " + mesa.InLima(f.legal())
		}
		switch {
		case luz == plazos.SinLuz || luz == plazos.Verde:
		case f.positive() && c.Doubtful():
			silence.Add(f.Numero, f.Nombre, nota+"; falta confirmar la hora del servidor")
		case f.positive():
			silence.Add(f.Numero, f.Nombre, nota)
		case luz == plazos.Rojo:
			red.Add(f.Numero, f.Nombre, nota)
		default:
			amber.Add(f.Numero, f.Nombre, nota)
		}
	}
	return [3]*correo.Section{silence, red, amber}
}

// waiting are the observed filings that the citizen has not corrected yet.
func waiting(all []*openFiling) *correo.Section {
	s := &correo.Section{Titulo: "Observadas: en espera de la subsanación"}
	for _, f := range all {
		switch {
		case !f.Estado.Pending():
		case f.subsanacion().IsZero():
			s.Add(f.Numero, f.Nombre, "el plazo aún no corre")
		default:
			s.Add(f.Numero, f.Nombre, "hasta el "+mesa.InLima(f.subsanacion()))
		}
	}
	return s
}

// unsentNotices are the mails that did not leave.
func unsentNotices(c *Reading) (*correo.Section, error) {
	rows, err := correo.StuckNotices(c.app, c.Now)
	if err != nil {
		return nil, err
	}
	s := &correo.Section{Titulo: "AVISOS SIN ENVIAR: mientras no sale el de observación, el plazo del ciudadano no corre", Urgente: true}
	for _, r := range rows {
		what := "no se pudo enviar: "
		if r.Estado == mesa.CorreoIncierto {
			what = "no se sabe si llegó: "
		}
		s.Add(r.Numero, cmp.Or(mesa.NombreAviso(r.Tipo), string(r.Tipo)), strings.TrimSuffix(what+r.Error, ": "))
	}
	return s, nil
}

// onPaper are the notices that nobody confirmed in two working days.
func onPaper(c *Reading) (*correo.Section, error) {
	rows, err := needsCedula(c)
	if err != nil {
		return nil, err
	}
	s := &correo.Section{Titulo: "NOTIFICAR POR CÉDULA: el ciudadano no confirmó el aviso en dos días hábiles (art. 20.4)"}
	for _, r := range rows {
		s.Add(r.Numero, mesa.NombreAviso(r.Tipo), "se envió el "+mesa.InLima(r.EnviadoEn.Time()))
	}
	return s, nil
}

// lateSince are the observations made after the two working days since the last
// digest of another day; since a week ago when there was none.
func lateSince(app core.App, now time.Time) (*correo.Section, error) {
	from, err := correo.LastResumen(app, now)
	if err != nil {
		return nil, err
	}
	var rows []*openFiling
	err = app.DB().NewQuery(`SELECT s.numero, coalesce(t.nombre, '') AS nombre FROM movimientos m
		JOIN solicitudes s ON s.id = m.solicitud LEFT JOIN tramites t ON t.id = s.tramite
		WHERE m.etapa = 'OBSERVADO' AND m.fecha > {:from} AND m.instrucciones LIKE {:line} ORDER BY m.fecha`).
		Bind(dbx.Params{"from": from.String(), "line": mesa.MarcaTardia + "%"}).All(&rows)
	if err != nil {
		return nil, err
	}
	s := &correo.Section{Titulo: "Observaciones tardías desde el último resumen"}
	for _, f := range rows {
		s.Add(f.Numero, f.Nombre, fmt.Sprintf("se observó después de %s", mesa.Days(mesa.DiasRevision, string(plazos.Habiles))))
	}
	return s, nil
}

// damagedFiles are the stored documents that the night's sample, or somebody who
// opened one, found changed.
func damagedFiles(app core.App) (*correo.Section, error) {
	s := &correo.Section{Titulo: "DOCUMENTOS DAÑADOS: no son los que se recibieron; recupérelos de una copia", Urgente: true}
	m, err := borrador.LastSample(app)
	if err != nil || len(m.Danados) == 0 {
		return s, err
	}
	var rows []struct{ Numero, Nombre string }
	err = app.DB().Select("s.numero", "d.nombre").From(mesa.ColDocumentos+" d").InnerJoin(mesa.ColSolicitudes+" s",
		dbx.NewExp("s.id = d.solicitud")).
		Where(dbx.In("d.id", list.ToInterfaceSlice(m.Danados)...)).OrderBy("s.numero").All(&rows)
	for _, r := range rows {
		s.Add(r.Numero, r.Nombre, "el archivo guardado cambió o falta")
	}
	return s, err
}
