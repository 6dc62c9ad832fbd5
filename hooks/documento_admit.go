package hooks

import (
	"context"
	"io"
	"os"
	"slices"

	"mesadepartes/hooks/cargas"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/oficina"
	"mesadepartes/hooks/pdf"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
	"github.com/pocketbase/pocketbase/tools/security"
)

// admitDocument takes a file into a draft or a correction: it must have a place
// there, be small enough and be a PDF by its content. What is refused leaves
// nothing behind, and an earlier file of the same place stays.
func (d *Desk) admitDocument(e *core.RecordEvent) error {
	if rule.IsSystem(e.Record) { // an answer, admitted by the move that brought it
		return e.Next()
	}
	place, err := d.placeFor(e.App, e.Record)
	if err != nil {
		return err
	}
	e.Record.SetRaw(placeKey, true)
	numero := mesa.CleanLine(e.Record.GetString("numero"))
	if mesa.TooLong(numero, mesa.MaxNumeroDoc) {
		return mesa.Refuse(422, "numero", mesa.TextTooLong(mesa.MaxNumeroDoc))
	}
	e.Record.Set("numero", numero)
	if !mesa.WasReceived(e.Record) { // else room was looked for before its first byte
		if err := cargas.Room(e.App.DataDir(), 0, place.reserve); err != nil {
			return err
		}
	}
	if err := d.admitFile(e.Context, e.Record, "archivo", place.maxBytes); err != nil {
		return err
	}
	if !e.App.Settings().S3.Enabled {
		linkLater(e.Record, e.Record.GetUnsavedFiles("archivo")[0])
	}
	for _, f := range []string{"solicitud", "observado", "observacion"} {
		e.Record.Set(f, nil)
	}
	e.Record.Set("subido_en", d.Now())
	return e.Next()
}

// placeKey marks a document that takes a place in a form; it is no column.
const placeKey = "@lugar"

// takePlace writes the record of a file that is already on disk. In one short
// transaction the place is looked at again (the form may have been sent while the
// file was inspected), the earlier file goes and the new one comes.
func (d *Desk) takePlace(e *core.RecordEvent) error {
	if e.Record.GetRaw(placeKey) != true {
		return e.Next()
	}
	return rule.InTransaction(e, func(tx core.App) error {
		place, err := d.placeFor(tx, e.Record)
		if err != nil {
			return err
		}
		if err := place.clear(tx); err != nil {
			return err
		}
		return e.Next()
	})
}

// place is where a file goes: its limit, and the records it takes the place of.
type place struct {
	maxBytes int64
	reserve  int64 // bytes to leave free on the disk
	same     dbx.Expression
}

func (d *Desk) placeFor(app core.App, doc *core.Record) (place, error) {
	entidad, err := oficina.Read(app)
	if err != nil {
		return place{}, err
	}
	if id := doc.GetString("subsanacion"); id != "" {
		return d.placeInCorrection(app, doc, id, entidad)
	}
	draft, err := app.FindRecordById(mesa.ColBorradores, doc.GetString("borrador"))
	if err != nil {
		return place{}, mesa.Refuse(422, "borrador", mesa.TextDocumentoSuelto)
	}
	if mesa.AsBorrador(draft).Enviado() {
		return place{}, mesa.Refuse(409, "", mesa.TextBorradorCerrado)
	}
	if d.Now().After(draft.GetDateTime("vence").Time()) {
		return place{}, mesa.Refuse(409, "", mesa.TextBorradorVencido)
	}
	clase := doc.GetString("clase")
	if !slices.Contains(mesa.ClasesCiudadano(), clase) {
		return place{}, mesa.Refuse(422, "clase", mesa.TextClase)
	}
	doc.Set("reemplaza", "")
	return place{entidad.MaxBytes(), entidad.Reserve(), dbx.And(mesa.OfDraft(draft.Id), dbx.HashExp{"clase": clase})}, nil
}

// placeInCorrection finds the observed document that the file replaces. When
// only the filing as a whole was observed there is none, and one new annex may come.
func (d *Desk) placeInCorrection(app core.App, doc *core.Record, id string, entidad *mesa.Entidad) (place, error) {
	correction, err := app.FindRecordById(mesa.ColSubsanacion, id)
	if err != nil {
		return place{}, mesa.Refuse(422, "subsanacion", mesa.TextDocumentoSuelto)
	}
	if !correction.GetDateTime("enviada_en").IsZero() {
		return place{}, mesa.Refuse(409, "", mesa.TextYaEnviada)
	}
	if d.Now().After(correction.GetDateTime("vence").Time()) {
		return place{}, mesa.Refuse(409, "", mesa.TextSesionVencida)
	}
	if err := proved(app, correction, entidad); err != nil {
		return place{}, err
	}
	s, err := d.correctable(app, correction.GetString("solicitud"))
	if err != nil {
		return place{}, err
	}
	filed, err := mesa.DocumentsOf(app, s.Id)
	if err != nil {
		return place{}, err
	}
	current := mesa.Current(filed)
	observed := mesa.Observed(current)
	doc.Set("borrador", "")
	if target := doc.GetString("reemplaza"); target != "" || len(observed) > 0 {
		i := slices.IndexFunc(observed, func(r *core.Record) bool { return r.Id == target })
		if i < 0 {
			return place{}, mesa.Refuse(422, "reemplaza", mesa.TextNoEsObservado)
		}
		doc.Set("clase", observed[i].GetString("clase"))
	} else {
		doc.Set("clase", freeAnnex(current))
	}
	return place{entidad.MaxBytesSubsanacion(), entidad.Reserve(), dbx.And(mesa.OfCorrection(id), dbx.HashExp{"reemplaza": doc.GetString("reemplaza")})}, nil
}

func freeAnnex(current []*core.Record) string {
	taken := slices.ContainsFunc(current, func(r *core.Record) bool { return r.GetString("clase") == mesa.ClaseAnexo1 })
	if taken {
		return mesa.ClaseAnexo2
	}
	return mesa.ClaseAnexo1
}

func (p place) clear(app core.App) error {
	old, err := app.FindAllRecords(mesa.ColDocumentos, p.same)
	if err != nil {
		return err
	}
	for _, r := range old {
		if err := app.Delete(r); err != nil {
			return err
		}
	}
	return nil
}

// admitFile judges the one new file of a field and writes what was found on
// the record. The stored name tells nothing about the person.
func (d *Desk) admitFile(ctx context.Context, r *core.Record, field string, maxBytes int64) error {
	files := r.GetUnsavedFiles(field)
	if len(files) != 1 {
		return mesa.Refuse(422, field, mesa.TextSinArchivo)
	}
	file := files[0]
	verdict, err := d.inspect(ctx, file, maxBytes)
	if err != nil {
		return err
	}
	if !verdict.Admitido {
		return mesa.Refuse(422, field, mesa.TextPDF(string(verdict.Motivo), maxBytes))
	}
	nombre := r.GetString("nombre")
	if nombre == "" {
		nombre = file.OriginalName
	}
	r.Set("nombre", mesa.CleanFileName(nombre))
	file.Name = "documento_" + security.PseudorandomString(10) + ".pdf"
	// PocketBase keeps the first 255 bytes of the original name beside the file
	// and fails when that cuts a letter in two. Ours is on the record.
	file.OriginalName = file.Name
	writeVerdict(r, verdict)
	return nil
}

func writeVerdict(r *core.Record, v pdf.Verdict) {
	avisos := []string{}
	for _, a := range v.Avisos {
		avisos = append(avisos, mesa.TextAviso(string(a)))
	}
	r.Set("bytes", v.Bytes)
	r.Set("folios", v.Folios)
	r.Set("sha256", v.SHA256)
	r.Set("avisos", avisos)
	r.Set("firmas", v.Firmas)
}

// inspect hands a file to the inspector as a real one on disk; what a REST
// request kept in memory is written to a temporary file first.
func (d *Desk) inspect(ctx context.Context, file *filesystem.File, maxBytes int64) (pdf.Verdict, error) {
	r, err := file.Reader.Open()
	if err != nil {
		return pdf.Verdict{}, err
	}
	defer r.Close()
	if f, ok := r.(*os.File); ok {
		return d.PDF.Inspect(ctx, f, maxBytes)
	}
	tmp, err := os.CreateTemp("", "mesa-*.pdf")
	if err != nil {
		return pdf.Verdict{}, err
	}
	defer os.Remove(tmp.Name())
	defer tmp.Close()
	if _, err := io.Copy(tmp, r); err != nil {
		return pdf.Verdict{}, err
	}
	return d.PDF.Inspect(ctx, tmp, maxBytes)
}
