package borrador_test

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
)

func TestOnlyRealPDFsAreAdmitted(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	draft := o.Draft(t, nil)
	o.Prove(t, draft)
	whole := hookstest.PDF(3)
	for name, c := range map[string]struct {
		data  []byte
		texto string
	}{
		"programa":   {append([]byte("MZ\x90\x00"), make([]byte, 500)...), mesa.TextPDF("no_es_pdf", 0)},
		"página web": {[]byte("<!DOCTYPE html><html><body>hola</body></html>"), mesa.TextPDF("no_es_pdf", 0)},
		"web + PDF":  {append([]byte("<html>"), whole...), mesa.TextPDF("no_es_pdf", 0)},
		"cortado":    {whole[:len(whole)/3], mesa.TextPDF("danado", 0)},
		"demasiado":  {hookstest.PDFOfSize(1, 100<<20+1), mesa.TextPDF("grande", 100<<20)},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := o.Create(t, mesa.ColDocumentos, map[string]any{
				"borrador": draft.Id, "clase": "principal", "archivo": hookstest.File("carta.pdf", c.data),
			})
			hookstest.WantRefusal(t, err, 422, "archivo", c.texto)
		})
	}
	_, err := o.Create(t, mesa.ColDocumentos, map[string]any{"borrador": draft.Id, "clase": "principal"})
	hookstest.WantRefusal(t, err, 422, "archivo", mesa.TextSinArchivo)
	if n, _ := o.CountRecords(mesa.ColDocumentos); n != 0 || len(stored(t, o)) != 0 {
		t.Errorf("refused files left %d records and %v", n, stored(t, o))
	}
}

// stored lists the files of documents on disk.
func stored(t *testing.T, o *hookstest.Office) []string {
	t.Helper()
	c, err := o.FindCollectionByNameOrId(mesa.ColDocumentos)
	if err != nil {
		t.Fatal(err)
	}
	found, err := filepath.Glob(filepath.Join(o.DataDir(), "storage", c.Id, "*", "*.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// settled waits until so many documents are on disk: PocketBase removes the files
// of a deleted record in the background.
func settled(t *testing.T, o *hookstest.Office, n int) []string {
	t.Helper()
	files := stored(t, o)
	for end := time.Now().Add(5 * time.Second); len(files) != n && time.Now().Before(end); files = stored(t, o) {
		runtime.Gosched()
	}
	if len(files) != n {
		t.Fatalf("%d files stored, want %d", len(files), n)
	}
	return files
}

func TestAFileKeepsItsBytesAndAnyName(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	draft := o.Draft(t, nil)
	o.Prove(t, draft)
	data := hookstest.PDF(7)
	for name, want := range map[string]string{
		"../../etc/passwd.pdf": "passwd.pdf", "C:\\Mis documentos\\Carta Ñ°1.PDF": "Carta Ñ°1.pdf", "a\r\nb.pdf": "a b.pdf",
		strings.Repeat("ñ", 300) + ".pdf": strings.Repeat("ñ", 150) + ".pdf", "<b>.pdf": "_b_.pdf", ".pdf": "documento.pdf",
	} {
		doc := o.Must(t, mesa.ColDocumentos, map[string]any{"borrador": draft.Id, "clase": "principal", "archivo": hookstest.File(name, data)})
		if got := doc.GetString("nombre"); got != want {
			t.Errorf("%q kept as %q, want %q", name, got, want)
		}
		files := settled(t, o, 1) // a new one takes the old one's place
		if kept, _ := os.ReadFile(files[0]); !bytes.Equal(kept, data) {
			t.Error("the bytes changed")
		}
		if doc.GetInt("folios") != 7 || doc.GetInt("bytes") != len(data) {
			t.Errorf("folios %d, bytes %d", doc.GetInt("folios"), doc.GetInt("bytes"))
		}
	}
}

func TestARefusedFileLeavesTheEarlierOne(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	draft := o.Ready(t, nil)
	_, err := o.Create(t, mesa.ColDocumentos, map[string]any{
		"borrador": draft.Id, "clase": "principal", "archivo": hookstest.File("x.pdf", []byte("nada")),
	})
	hookstest.WantRefusal(t, err, 422, "archivo", mesa.TextNoEsPDF("texto"))
	if n, _ := o.CountRecords(mesa.ColDocumentos); n != 1 || len(stored(t, o)) != 1 {
		t.Error("the earlier file is gone")
	}
}

func TestADocumentHasAPlace(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	draft := o.Ready(t, nil)
	file := func() any { return hookstest.File("a.pdf", hookstest.PDF(1)) }
	_, err := o.Create(t, mesa.ColDocumentos, map[string]any{"clase": "principal", "archivo": file()})
	hookstest.WantRefusal(t, err, 422, "borrador", mesa.TextDocumentoSuelto)
	_, err = o.Create(t, mesa.ColDocumentos, map[string]any{"borrador": draft.Id, "clase": "respuesta", "archivo": file()})
	hookstest.WantRefusal(t, err, 422, "clase", mesa.TextClase)
	_, err = o.Create(t, mesa.ColDocumentos, map[string]any{
		"borrador": draft.Id, "clase": "anexo1", "numero": strings.Repeat("9", 61), "archivo": file(),
	})
	hookstest.WantRefusal(t, err, 422, "numero", mesa.TextTooLong(mesa.MaxNumeroDoc))
	o.Must(t, mesa.ColSolicitudes, map[string]any{"borrador": draft.Id})
	_, err = o.Create(t, mesa.ColDocumentos, map[string]any{"borrador": draft.Id, "clase": "anexo1", "archivo": file()})
	hookstest.WantRefusal(t, err, 409, "", mesa.TextBorradorCerrado)
}

func TestWhatNobodySentIsPurgedWithItsFiles(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.Ready(t, nil)
	kept := o.Filed(t, nil)
	o.Clock.Add(73 * time.Hour)
	for range 2 {
		if err := o.Purge(o.App); err != nil {
			t.Fatal(err)
		}
	}
	drafts, _ := o.CountRecords(mesa.ColBorradores)
	docs, _ := o.CountRecords(mesa.ColDocumentos)
	settled(t, o, 1)
	if drafts != 0 || docs != 1 {
		t.Errorf("%d drafts, %d documents", drafts, docs)
	}
	if len(o.Documents(t, kept.Id)) != 1 {
		t.Error("a filed document went with its draft")
	}
}

// One draft has one file inspected at a time and three waiting. Who sends more at
// once is told to wait, and nothing of it is stored.
func TestADraftThatSendsTooMuchAtOnceIsToldToWait(t *testing.T) {
	if testing.Short() {
		t.Skip("at full size in make test")
	}
	t.Parallel()
	o := hookstest.New(t, workday)
	draft := o.Draft(t, nil)
	o.Prove(t, draft)
	data := hookstest.PDF(9_000) // costs a child more than starting twelve goroutines
	refused := make(chan error, 12)
	for range cap(refused) {
		go func() {
			_, err := o.Create(t, mesa.ColDocumentos, map[string]any{"borrador": draft.Id, "clase": "principal",
				"archivo": hookstest.File("a.pdf", data)})
			refused <- err
		}()
	}
	told := 0
	for range cap(refused) {
		err := <-refused
		if err == nil {
			continue
		}
		p, ok := mesa.AsProblem(err)
		if !ok || p.Status != 429 || p.Wait <= 0 || p.Texto != mesa.TextRevisionOcupada {
			t.Errorf("got %v", err)
		}
		told++
	}
	if n, _ := o.CountRecords(mesa.ColDocumentos); told == 0 || told == cap(refused) || n != 1 {
		t.Errorf("%d of %d were told to wait, %d documents", told, cap(refused), n)
	}
}
