package borrador

import (
	"os"
	"path"
	"strings"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/pdf"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
)

// joinPhotos puts the PDF made of photos in their place; from there on it is a PDF like any
// other, and the photos themselves are not kept. Any other file stays as it is. done takes
// the PDF away once it is stored.
func (r *Room) joinPhotos(e *core.RecordEvent, maxBytes int64) (done func(), err error) {
	doc, done := e.Record, func() {}
	files := doc.GetUnsavedFiles("archivo")
	if len(files) != 1 || files[0].Size > maxBytes {
		return done, nil // Admit refuses it
	}
	content, closeIt, err := onDisk(files[0])
	if err != nil {
		return nil, err
	}
	defer closeIt()
	photos, err := pdf.ArePhotos(content)
	if err != nil || !photos {
		return done, err
	}
	out, err := r.NewFile(e.App.DataDir())()
	if err != nil {
		return nil, err
	}
	remove := func() { _ = os.Remove(out.Name()) }
	joined, err := r.PDF.Join(e.Context, senderOf(doc), content, out)
	if closeErr := out.Close(); err == nil {
		err = closeErr
	}
	switch {
	case err != nil:
		err = busy(err)
	case joined.Motivo != "":
		err = mesa.Refuse(422, "archivo", mesa.TextFotos(string(joined.Motivo), joined.Foto, string(joined.Es)))
	}
	if err != nil {
		remove()
		return nil, err
	}
	file := files[0]
	file.Reader, file.Size = &filesystem.PathReader{Path: out.Name()}, joined.Bytes
	if name := doc.GetString("nombre"); name != "" {
		doc.Set("nombre", asPDFName(name))
	}
	file.OriginalName = asPDFName(file.OriginalName)
	return remove, nil
}

// asPDFName is the name of a photo for the PDF that was made of it.
func asPDFName(name string) string {
	name = strings.TrimSuffix(name, ".pdf") // that CleanFileName put behind it
	return strings.TrimSuffix(name, path.Ext(name)) + ".pdf"
}
