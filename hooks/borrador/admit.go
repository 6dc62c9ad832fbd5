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
	if err := cleanNumber(e.Record); err != nil {
		return err
	}
	if !mesa.WasReceived(e.Record) { // else the free space was checked before its first byte
		if err := r.FreeSpace(e.App.DataDir(), 0, slot.reserve); err != nil {
			return err
		}
	}
	if slot.photos {
		done, err := r.joinPhotos(e, slot.maxBytes)
		if err != nil {
			return err
		}
		defer done()
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
	content, done, err := onDisk(file)
	if err != nil {
		return err
	}
	defer done()
	verdict, err := r.PDF.InspectFrom(ctx, senderOf(doc), content, maxBytes)
	if err != nil {
		return busy(err)
	}
	if verdict.Motivo == pdf.NoEsPDF {
		return mesa.Refuse(422, field, mesa.TextNoEsPDF(string(verdict.Es)))
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
		if a == pdf.PaginaEnBlanco {
			avisos = append(avisos, mesa.TextBlancas(v.Blancas))
			continue
		}
		avisos = append(avisos, mesa.TextAviso(string(a)))
	}
	doc.Set("bytes", v.Bytes)
	doc.Set("folios", v.Folios)
	doc.Set("sha256", v.SHA256)
	doc.Set("avisos", avisos)
	doc.Set("firmas", v.Firmas)
}

// senderOf is who sends a document, for the queue of the inspector.
func senderOf(doc *core.Record) pdf.Sender {
	return pdf.Sender{Address: mesa.OriginOf(doc), Draft: cmp.Or(doc.GetString("borrador"), doc.GetString("subsanacion"))}
}

// busy is the refusal for an inspector whose queue is full, or the error as it is.
func busy(err error) error {
	if b := (pdf.Busy{}); errors.As(err, &b) {
		return mesa.TooMany{Texto: mesa.TextRevisionOcupada, Wait: b.Wait}
	}
	return err
}

// onDisk opens a file as a real one; what a REST request kept in memory is written to a
// temporary file first. done closes it.
func onDisk(file *filesystem.File) (f *os.File, done func(), err error) {
	content, err := file.Reader.Open()
	if err != nil {
		return nil, nil, err
	}
	if f, ok := content.(*os.File); ok {
		return f, func() { _ = f.Close() }, nil
	}
	defer content.Close()
	f, err = os.CreateTemp("", "mesa-*.pdf")
	if err != nil {
		return nil, nil, err
	}
	done = func() {
		_ = f.Close()
		_ = os.Remove(f.Name())
	}
	if _, err := io.Copy(f, content); err != nil {
		done()
		return nil, nil, err
	}
	return f, done, nil
}

// cleanNumber tidies the number that the person's document bears, and bounds it.
func cleanNumber(doc *core.Record) error {
	numero := mesa.CleanLine(doc.GetString("numero"))
	if mesa.TooLong(numero, mesa.MaxNumeroDoc) {
		return mesa.Refuse(422, "numero", mesa.TextTooLong(mesa.MaxNumeroDoc))
	}
	doc.Set("numero", numero)
	return nil
}
