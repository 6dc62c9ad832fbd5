package hooks

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"time"

	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/numeracion"
	"mesadepartes/hooks/oficina"
	"mesadepartes/hooks/plazos"
	"mesadepartes/hooks/rastro"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// fileSolicitud turns a complete draft into a numbered filing. Whoever creates
// the record names only the draft; all else is taken from it. The stored bytes
// are read again first, because the number promises them. Then one transaction
// holds the number, the documents, the first line of the trail and the mail:
// its commit is the receipt.
func (d *Desk) fileSolicitud(e *core.RecordEvent) error {
	id := e.Record.GetString("borrador")
	if id == "" {
		return mesa.Refuse(422, "borrador", mesa.TextSolicitudSinBase)
	}
	for {
		verified, err := verifyStored(e.Context, e.App, mesa.OfDraft(id))
		if err != nil {
			return err
		}
		if err := d.fileVerified(e, id, verified); !errors.Is(err, errArrivedLate) {
			return err
		}
	}
}

// errArrivedLate says that a file came in after the others were read back.
var errArrivedLate = errors.New("a file arrived after the others were verified")

func (d *Desk) fileVerified(e *core.RecordEvent, id string, verified map[string]bool) error {
	return rule.InTransaction(e, func(tx core.App) error {
		draft, docs, err := d.completeDraft(tx, id, verified)
		if err != nil {
			return err
		}
		entidad, err := oficina.Read(tx)
		if err != nil {
			return err
		}
		now := d.Now() // once: number, year and legal date must speak of one instant
		if err := fill(tx, e.Record, draft, entidad, now); err != nil {
			return err
		}
		if e.Record.GetString("ruc_situacion") == "" {
			e.Record.Set("ruc_situacion", d.typedSituacion(e.Context, e.Record.GetString("ruc")))
		}
		if err := numeracion.Assign(tx, e.Record, now, plazos.Lima); err != nil {
			return err
		}
		if err := e.Next(); err != nil {
			return err
		}
		return d.afterNumber(tx, e.Record, draft, docs, entidad)
	})
}

// completeDraft finds the draft and refuses what is missing, each thing beside
// its own field.
func (d *Desk) completeDraft(tx core.App, id string, verified map[string]bool) (*mesa.Borrador, []*core.Record, error) {
	r, err := tx.FindRecordById(mesa.ColBorradores, id)
	if err != nil {
		return nil, nil, mesa.Refuse(422, "borrador", mesa.TextSolicitudSinBase)
	}
	draft := mesa.AsBorrador(r)
	if draft.Enviado() {
		return nil, nil, mesa.Refuse(409, "", mesa.TextYaEnviada)
	}
	if err := draft.Open(d.Now()); err != nil {
		return nil, nil, err
	}
	entidad, err := oficina.Read(tx)
	if err != nil {
		return nil, nil, err
	}
	docs, err := tx.FindAllRecords(mesa.ColDocumentos, mesa.OfDraft(id))
	if err != nil {
		return nil, nil, err
	}
	var f mesa.Fallas
	draft.CheckDatos(entidad.GetBool("exigir_domicilio"), &f)
	draft.CheckTramite(&f)
	if err := checkOffered(tx, draft.GetString("tramite"), &f); err != nil {
		return nil, nil, err
	}
	if !draft.Validado() {
		f.Add("codigo", mesa.TextCorreoSinCodigo)
	}
	main := false
	for _, doc := range docs {
		main = main || doc.GetString("clase") == mesa.ClasePrincipal
		whole, read := verified[doc.Id]
		if !read {
			return nil, nil, errArrivedLate
		}
		if !whole {
			f.Add(doc.GetString("clase"), mesa.TextHashDistinto)
		}
	}
	if !main {
		f.Add(mesa.ClasePrincipal, mesa.TextFaltaPrincipal)
	}
	return draft, docs, f.Err()
}

// taken are the columns a filing copies from its draft.
var taken = []string{
	"persona", "tipo_documento", "numero_documento", "nombres", "apellidos", "telefono", "correo", "domicilio",
	"autorizo", "ruc", "razon_social", "tramite", "asunto", "terminos_version", "terminos_en", "terminos_ip",
	"nombres_fuente", "ruc_situacion",
}

func fill(tx core.App, r *core.Record, draft *mesa.Borrador, entidad *mesa.Entidad, now time.Time) error {
	for _, f := range r.Collection().Fields.FieldNames() {
		if f != "id" && f != "borrador" {
			r.Set(f, nil) // nothing the creator sent counts
		}
	}
	for _, f := range taken {
		r.Set(f, draft.Get(f))
	}
	clock, err := readClock(tx, now)
	if err != nil {
		return err
	}
	counts, why, err := countsFrom(tx, draft.GetString("tramite"), entidad, clock.cal, now)
	if err != nil {
		return err
	}
	r.Set("recibida_en", now)
	r.Set("presentada_el", counts)
	r.Set("presentada_motivo", why)
	if why != "" {
		r.Set("presentada_texto", mesa.Counted(now.In(plazos.Lima), counts, why))
	}
	s := mesa.AsSolicitud(r)
	if err := s.Move(mesa.EtapaRecepcion, mesa.ManoCiudadano); err != nil {
		return err
	}
	if err := awaitReview(clock, s, counts); err != nil {
		return err
	}
	return clock.light(s)
}

func (d *Desk) afterNumber(tx core.App, r *core.Record, draft *mesa.Borrador, docs []*core.Record, entidad *mesa.Entidad) error {
	for _, doc := range docs {
		doc.Set("solicitud", r.Id)
		doc.Set("borrador", "")
		if err := rule.Save(tx, doc); err != nil {
			return err
		}
	}
	mov, err := rastro.Write(tx, r.Id, rastro.Line{
		Etapa: mesa.EtapaRecepcion, Fecha: mesa.AsSolicitud(r).RecibidaEn(), Origen: mesa.MesaDePartes,
		Observaciones: mesa.TextRecepcion, Actor: rastro.CitizenName(r),
	})
	if err != nil {
		return err
	}
	draft.Set("solicitud", r.Id)
	if err := rule.Save(tx, draft.Record); err != nil {
		return err
	}
	return d.Mailer.Recepcion(tx, correo.Aviso{Entidad: entidad, Solicitud: mesa.AsSolicitud(r), Movimiento: mesa.AsMovimiento(mov)}, docs)
}

// verifyStored reads files back from storage and tells which still
// have the hash they were admitted with. Outside the transaction: 300 MB take
// a third of a second, for which nobody else should wait.
func verifyStored(ctx context.Context, app core.App, which dbx.Expression) (map[string]bool, error) {
	docs, err := app.FindAllRecords(mesa.ColDocumentos, which)
	if err != nil {
		return nil, err
	}
	fsys, err := app.NewFilesystem()
	if err != nil {
		return nil, err
	}
	defer fsys.Close()
	fsys.SetContext(ctx)
	whole := map[string]bool{}
	for _, doc := range docs {
		file, err := fsys.GetReader(doc.BaseFilesPath() + "/" + doc.GetString("archivo"))
		if err != nil {
			app.Logger().Error("stored file unreadable", "documento", doc.Id, "error", err)
			continue
		}
		sum := sha256.New()
		_, err = io.Copy(sum, file)
		file.Close()
		whole[doc.Id] = err == nil && hex.EncodeToString(sum.Sum(nil)) == doc.GetString("sha256")
	}
	return whole, nil
}
