package registro

import (
	"slices"
	"strings"
	"time"

	"mesadepartes/hooks/cargo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/core"
)

// Sello is what the stamp of reception says on each page of a document: the act of its
// receipt. nil for a document that no filing and no correction brought, as an answer.
func (r *Room) Sello(app core.App, doc *core.Record) ([]string, error) {
	list, err := r.Cargos(app, doc.GetString("solicitud"))
	if err != nil {
		return nil, err
	}
	if doc.GetString("reemplaza") != "" {
		slices.Reverse(list) // the same bytes may have come twice
	}
	for _, recibo := range list {
		data, err := r.Bytes(app, recibo.Codigo)
		if err != nil {
			return nil, err
		}
		c, err := cargo.Read(data)
		if err != nil {
			return nil, err
		}
		if c.Tipo != cargo.Presentacion && c.Tipo != cargo.Subsanacion {
			continue
		}
		if slices.ContainsFunc(c.Documentos, func(d cargo.Documento) bool {
			return d.SHA256 == doc.GetString("sha256") && d.Clase == doc.GetString("clase")
		}) {
			return r.stampOf(app, c, doc)
		}
	}
	return nil, nil
}

func (r *Room) stampOf(app core.App, c *cargo.Cargo, doc *core.Record) ([]string, error) {
	recibida, err := time.Parse(time.RFC3339, c.Recibida)
	if err != nil {
		return nil, err
	}
	s := mesa.Sello{
		Entidad: c.Entidad.Nombre, Numero: c.Numero, Subsanacion: c.Tipo == cargo.Subsanacion, Recibida: recibida,
		Documento: mesa.NombreClase(doc.GetString("clase")), Codigo: cargo.InFours(c.Codigo),
		Enlace: strings.TrimRight(r.URL(app), "/") + "/v/" + c.Codigo, Firmado: doc.GetInt("firmas") > 0,
	}
	if c.Cuenta != "" && c.Cuenta != recibida.In(plazos.Lima).Format(time.DateOnly) {
		day, err := time.Parse(time.DateOnly, c.Cuenta)
		if err != nil {
			return nil, err
		}
		s.Cuenta = mesa.DateInWords(day)
	}
	return s.Lineas(), nil
}
