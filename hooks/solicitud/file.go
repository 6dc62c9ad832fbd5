package solicitud

import (
	"errors"

	"mesadepartes/hooks/borrador"
	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/numeracion"
	"mesadepartes/hooks/plazos"
	"mesadepartes/hooks/rastro"
	"mesadepartes/hooks/reloj"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// file turns a complete draft into a numbered filing. Whoever creates the record names
// only the draft, from which all else is taken. The stored bytes are read again first,
// because the number promises them. Then one transaction holds the number, the documents,
// the first line of the trail and the mail: its commit is the receipt.
func (r *Room) file(e *core.RecordEvent) error {
	id := e.Record.GetString("borrador")
	if id == "" {
		return mesa.Refuse(422, "borrador", mesa.TextSolicitudSinBase)
	}
	for {
		verified, err := borrador.ReadBack(e.Context, e.App, mesa.OfDraft(id))
		if err != nil {
			return err
		}
		if err := r.fileVerified(e, id, verified); !errors.Is(err, errArrivedLate) {
			return err
		}
	}
}

// errArrivedLate says that a file came in after the others were read back.
var errArrivedLate = errors.New("a file arrived after the others were verified")

func (r *Room) fileVerified(e *core.RecordEvent, id string, verified map[string]bool) error {
	return rule.InTransaction(e, func(tx core.App) error {
		// Read once: number, year and legal date must speak of one instant.
		c, err := reloj.Read(tx, r.Now())
		if err != nil {
			return err
		}
		if err := c.Entidad.CheckAtiende(tx, mesa.ActorOf(e.Record)); err != nil {
			return err
		}
		draft, docs, err := completeDraft(tx, c, id, verified)
		if err != nil {
			return err
		}
		if err := draft.CheckCounter(mesa.ActorOf(e.Record)); err != nil {
			return err
		}
		tramite, err := mesa.FindTramite(tx, draft.GetString("tramite"))
		if err != nil {
			return err
		}
		if err := fill(c, e.Record, draft, tramite); err != nil {
			return err
		}
		if e.Record.GetString("ruc_situacion") == "" {
			e.Record.Set("ruc_situacion", r.Registers.TypedSituacion(e.Context, e.Record.GetString("ruc")))
		}
		if err := numeracion.Assign(tx, e.Record, c.Now, plazos.Lima); err != nil {
			return err
		}
		if err := e.Next(); err != nil {
			return err
		}
		return r.afterNumber(tx, c, e.Record, draft, docs)
	})
}

// completeDraft finds the draft and refuses what is missing, each thing beside
// its own field.
func completeDraft(tx core.App, c *reloj.Reading, id string, verified map[string]bool) (*mesa.Borrador, []*core.Record, error) {
	row, err := tx.FindRecordById(mesa.ColBorradores, id)
	if err != nil {
		return nil, nil, mesa.Refuse(422, "borrador", mesa.TextSolicitudSinBase)
	}
	draft := mesa.AsBorrador(row)
	if draft.Enviado() {
		return nil, nil, mesa.Refuse(409, "", mesa.TextYaEnviada)
	}
	if err := draft.Open(c.Now); err != nil {
		return nil, nil, err
	}
	docs, err := tx.FindAllRecords(mesa.ColDocumentos, mesa.OfDraft(id))
	if err != nil {
		return nil, nil, err
	}
	var f mesa.Fallas
	tramite, err := checkDraft(tx, c, draft, &f)
	if err != nil {
		return nil, nil, err
	}
	if err := checkDocuments(docs, verified, tramite, &f); err != nil {
		return nil, nil, err
	}
	if err := borrador.CheckEscrito(c.Entidad, draft, tramite, docs, &f); err != nil {
		return nil, nil, err
	}
	return draft, docs, f.Err()
}

// checkDraft checks all that was typed, as the office's settings are now.
func checkDraft(tx core.App, c *reloj.Reading, draft *mesa.Borrador, f *mesa.Fallas) (*mesa.Tramite, error) {
	tramite, err := mesa.FindTramite(tx, draft.GetString("tramite"))
	if err != nil {
		return nil, err
	}
	draft.CheckDatos(c.Entidad, f)
	draft.CheckTramite(c.Entidad, tramite, c.Now, f)
	draft.CheckIdentidad("tipo_documento", c.Entidad, tramite, f)
	if !draft.Proved() {
		f.Add("codigo", mesa.TextCorreoSinCodigo)
	}
	if err := borrador.CheckOffered(tx, draft.GetString("tramite"), f); err != nil {
		return nil, err
	}
	return tramite, borrador.CheckReference(tx, draft, f)
}

// checkDocuments asks for a main document, and for every file as it was admitted.
func checkDocuments(docs []*core.Record, verified map[string]bool, tramite *mesa.Tramite, f *mesa.Fallas) error {
	main := false
	for _, doc := range docs {
		main = main || doc.GetString("clase") == mesa.ClasePrincipal
		whole, read := verified[doc.Id]
		if !read {
			return errArrivedLate
		}
		if !whole {
			f.Add(doc.GetString("clase"), mesa.TextHashDistinto)
		}
	}
	switch {
	case !main && tramite.SAIP():
		f.Add(mesa.ClasePrincipal, mesa.TextFaltaPedido)
	case !main:
		f.Add(mesa.ClasePrincipal, mesa.TextFaltaPrincipal)
	}
	return nil
}

// taken are the columns a filing copies from its draft.
var taken = []string{
	"persona", "tipo_documento", "numero_documento", "nombres", "apellidos", "telefono", "correo", "domicilio",
	"autorizo", "ruc", "razon_social", "tramite", "asunto", "terminos_version", "terminos_en", "terminos_ip",
	"nombres_fuente", "ruc_situacion", "calidad", "poder_referencia", "representado", "representado_documento",
	"expediente_referencia", "documento_tipo", "documento_fecha", "domicilio_notificacion", "departamento", "provincia", "distrito",
	"canal",
}

// takenSAIP are those it copies when the procedure takes a request for public information.
var takenSAIP = []string{"pedido", "entrega", "entrega_otro"}

// fill writes the filing from its draft alone: nothing that the creator of the record
// sent counts.
func fill(c *reloj.Reading, r *core.Record, draft *mesa.Borrador, tramite *mesa.Tramite) error {
	for _, f := range r.Collection().Fields.FieldNames() {
		if f != "id" && f != "borrador" {
			r.Set(f, nil)
		}
	}
	for _, f := range taken {
		r.Set(f, draft.Get(f))
	}
	if tramite.SAIP() {
		for _, f := range takenSAIP {
			r.Set(f, draft.Get(f))
		}
	}
	counts, why, err := c.CountsFrom(draft.GetString("tramite"))
	if err != nil {
		return err
	}
	r.Set("recibida_en", c.Now)
	r.Set("presentada_el", counts)
	r.Set("presentada_motivo", why)
	if why != "" {
		r.Set("presentada_texto", mesa.Counted(c.Now.In(plazos.Lima), counts, why))
	}
	s := mesa.AsSolicitud(r)
	if err := s.Move(mesa.EtapaRecepcion, mesa.Actor{Mano: mesa.ManoCiudadano}); err != nil {
		return err
	}
	if err := c.AwaitReview(s, counts); err != nil {
		return err
	}
	return c.SetLuz(s)
}

// afterNumber ties the documents to the filing, writes the first line of the trail,
// closes the draft and queues the mail.
func (r *Room) afterNumber(tx core.App, c *reloj.Reading, filing *core.Record, draft *mesa.Borrador, docs []*core.Record) error {
	for _, doc := range docs {
		doc.Set("solicitud", filing.Id)
		doc.Set("borrador", "")
		if err := rule.Save(tx, doc); err != nil {
			return err
		}
	}
	s := mesa.AsSolicitud(filing)
	line := rastro.Line{
		Etapa: mesa.EtapaRecepcion, Fecha: s.RecibidaEn(), Origen: mesa.MesaDePartes,
		Observaciones: mesa.TextRecepcion, Actor: rastro.CitizenName(filing),
	}
	if draft.Presencial() {
		line.Observaciones, line.Actor = mesa.TextRecepcionPapel, draft.GetString("recibe")
	}
	mov, err := rastro.Write(tx, s.Id, line)
	if err != nil {
		return err
	}
	if err := addStatistics(tx, c.Now, draft); err != nil {
		return err
	}
	draft.Set("solicitud", s.Id)
	if err := rule.Save(tx, draft.Record); err != nil {
		return err
	}
	return r.Mailer.Recepcion(tx, correo.Aviso{Entidad: c.Entidad, Solicitud: s, Movimiento: mesa.AsMovimiento(mov)}, docs)
}
