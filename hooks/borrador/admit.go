package borrador

import (
	"cmp"
	"context"
	"errors"
	"io"
	"os"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/pdf"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
	"github.com/pocketbase/pocketbase/tools/security"
)

// admitDocument takes a file into a draft or a correction: it must have a place
// there, be small enough and be a PDF by its content. What is refused leaves
// nothing behind, and an earlier file of the same place stays.
func (r *Room) admitDocument(e *core.RecordEvent) error {
	if rule.IsSystem(e.Record) { // an answer, admitted by the move that brought it
		return e.Next()
	}
	slot, err := r.slotFor(e.App, e.Record)
	if err != nil {
		return err
	}
	e.Record.SetRaw(slotKey, true)
	numero := mesa.CleanLine(e.Record.GetString("numero"))
	if mesa.TooLong(numero, mesa.MaxNumeroDoc) {
		return mesa.Refuse(422, "numero", mesa.TextTooLong(mesa.MaxNumeroDoc))
	}
	e.Record.Set("numero", numero)
	if !mesa.WasReceived(e.Record) { // else the free space was checked before its first byte
		if err := r.FreeSpace(e.App.DataDir(), 0, slot.reserve); err != nil {
			return err
		}
	}
	if err := r.Admit(e.Context, e.Record, "archivo", slot.maxBytes); err != nil {
		return err
	}
	if !e.App.Settings().S3.Enabled {
		linkLater(e.Record, e.Record.GetUnsavedFiles("archivo")[0])
	}
	mark, _ := e.Record.GetRaw(escritoKey).(string)
	e.Record.Set("escrito", mark)
	for _, f := range []string{"solicitud", "observado", "observacion"} {
		e.Record.Set(f, nil)
	}
	e.Record.Set("subido_en", r.Now())
	return e.Next()
}

// slotKey marks a document that takes a slot of a form; it is no column.
const slotKey = "@lugar"

// takeSlot writes the record of a file that is already on disk. In one short
// transaction the slot is looked at again (the form may have been sent while the
// file was inspected), the earlier file goes and the new one comes.
func (r *Room) takeSlot(e *core.RecordEvent) error {
	if e.Record.GetRaw(slotKey) != true {
		return e.Next()
	}
	return rule.InTransaction(e, func(tx core.App) error {
		slot, err := r.slotFor(tx, e.Record)
		if err != nil {
			return err
		}
		if err := r.stillWanted(tx, e.Record); err != nil {
			return err
		}
		if err := slot.clear(tx); err != nil {
			return err
		}
		return e.Next()
	})
}

// Admit judges the one new file of a field, of at most so many bytes, and writes what
// was found on the document. The stored name tells nothing about the person.
func (r *Room) Admit(ctx context.Context, doc *core.Record, field string, maxBytes int64) error {
	files := doc.GetUnsavedFiles(field)
	if len(files) != 1 {
		return mesa.Refuse(422, field, mesa.TextSinArchivo)
	}
	file := files[0]
	from := pdf.Sender{Address: mesa.OriginOf(doc), Draft: cmp.Or(doc.GetString("borrador"), doc.GetString("subsanacion"))}
	verdict, err := r.inspect(ctx, from, file, maxBytes)
	if busy := (pdf.Busy{}); errors.As(err, &busy) {
		return mesa.TooMany{Texto: mesa.TextRevisionOcupada, Wait: busy.Wait}
	}
	if err != nil {
		return err
	}
	if !verdict.Admitido {
		return mesa.Refuse(422, field, mesa.TextPDF(string(verdict.Motivo), maxBytes))
	}
	nombre := doc.GetString("nombre")
	if nombre == "" {
		nombre = file.OriginalName
	}
	doc.Set("nombre", mesa.CleanFileName(nombre))
	file.Name = "documento_" + security.PseudorandomString(10) + ".pdf"
	// PocketBase keeps the first 255 bytes of the original name beside the file, and
	// fails when that cuts a letter in two. The name that people know is on the record.
	file.OriginalName = file.Name
	writeVerdict(doc, verdict)
	return nil
}

func writeVerdict(doc *core.Record, v pdf.Verdict) {
	avisos := []string{}
	for _, a := range v.Avisos {
		avisos = append(avisos, mesa.TextAviso(string(a)))
	}
	doc.Set("bytes", v.Bytes)
	doc.Set("folios", v.Folios)
	doc.Set("sha256", v.SHA256)
	doc.Set("avisos", avisos)
	doc.Set("firmas", v.Firmas)
}

// inspect hands a file to the inspector as a real one on disk; what a REST
// request kept in memory is written to a temporary file first.
func (r *Room) inspect(ctx context.Context, from pdf.Sender, file *filesystem.File, maxBytes int64) (pdf.Verdict, error) {
	content, err := file.Reader.Open()
	if err != nil {
		return pdf.Verdict{}, err
	}
	defer content.Close()
	if f, ok := content.(*os.File); ok {
		return r.PDF.InspectFrom(ctx, from, f, maxBytes)
	}
	tmp, err := os.CreateTemp("", "mesa-*.pdf")
	if err != nil {
		return pdf.Verdict{}, err
	}
	defer os.Remove(tmp.Name())
	defer tmp.Close()
	if _, err := io.Copy(tmp, content); err != nil {
		return pdf.Verdict{}, err
	}
	return r.PDF.InspectFrom(ctx, from, tmp, maxBytes)
}
