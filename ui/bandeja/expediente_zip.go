package bandeja

import (
	"archive/zip"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/core"
)

// wholeFile gives the whole expediente as one file: every document and answer, the trail
// with its notes, and an index with the hash of each. It is a file for the staff.
func (b *Bandeja) wholeFile(e *core.RequestEvent) error {
	e.Request.SetPathValue("numero", strings.TrimSuffix(e.Request.PathValue("numero"), ".zip"))
	s, err := b.find(e)
	if err != nil {
		return err
	}
	docs, err := mesa.DocumentsOf(e.App, s.Id)
	if err != nil {
		return err
	}
	movs, err := e.App.FindRecordsByFilter(mesa.ColMovimientos, "solicitud = {:id}", "fecha,@rowid", 0, 0, map[string]any{"id": s.Id})
	if err != nil {
		return err
	}
	if err := b.Rastro.NoteExport(e, mesa.ColSolicitudes, s.Numero()+".zip"); err != nil {
		return err
	}
	h := e.Response.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", `attachment; filename="`+s.Numero()+`.zip"`)
	h.Set("Cache-Control", "private, no-store")
	e.Response.WriteHeader(200) // what a download of a PDF sets afterwards comes too late to matter
	x := &expediente{e: e, zip: zip.NewWriter(e.Response), now: b.Now(), taken: map[string]bool{}}
	x.index = fmt.Sprintf("Expediente de la solicitud N° %s\r\nGenerado el %s\r\n\r\n", s.Numero(), mesa.FullTime(b.Now()))
	for i, doc := range docs {
		if err := x.document(i+1, doc); err != nil {
			return broken(e, err)
		}
	}
	if err := x.trail(movs, docs); err != nil {
		return broken(e, err)
	}
	return broken(e, x.zip.Close())
}

// broken ends an answer that has begun: the connection is cut, so that nobody takes half a
// file for a whole one.
func broken(e *core.RequestEvent, err error) error {
	if err != nil {
		e.App.Logger().Warn("a file ended before it was whole", "path", e.Request.URL.Path, "error", err)
		panic(http.ErrAbortHandler)
	}
	return nil
}

// expediente is the file that is being written.
type expediente struct {
	e     *core.RequestEvent
	zip   *zip.Writer
	now   time.Time
	taken map[string]bool // names, in small letters
	index string
}

// document adds a document. The rules of a download judge it and note that it was opened;
// one that is no longer what was admitted is left out, and the index says so.
func (x *expediente) document(n int, doc *core.Record) error {
	name := x.name(fmt.Sprintf("%02d %s - %s", n, mesa.NombreClase(doc.GetString("clase")), doc.GetString("nombre")))
	event := &core.FileDownloadRequestEvent{
		RequestEvent: x.e, Record: doc, ServedName: doc.GetString("nombre"), ServedPath: mesa.PapelOf(doc, "archivo").Clave,
	}
	event.Collection = doc.Collection()
	var sum string
	var half error // the file broke off while it was written
	err := x.e.App.OnFileDownloadRequest().Trigger(event, func(served *core.FileDownloadRequestEvent) (err error) {
		sum, half, err = x.copy(name, mesa.PapelServed(served), doc)
		return err
	})
	switch {
	case half != nil:
		return half
	case err != nil:
		x.index += fmt.Sprintf("DAÑADO: no se incluye. %s\r\n    se admitió con SHA-256 %s\r\n", name, doc.GetString("sha256"))
		return x.e.Request.Context().Err()
	}
	x.index += name + "\r\n    SHA-256 " + sum
	if admitted := doc.GetString("sha256"); admitted != "" && admitted != sum {
		x.index += "\r\n    DAÑADO: se admitió con SHA-256 " + admitted
	}
	x.index += fmt.Sprintf("\r\n    %d folios, %d bytes\r\n", doc.GetInt("folios"), doc.GetInt("bytes"))
	return nil
}

// copy writes a stored file as it is: a PDF is compressed already.
func (x *expediente) copy(name string, p mesa.Papel, doc *core.Record) (sum string, half, err error) {
	file, err := p.Open(x.e.Request.Context(), x.e.App)
	if err != nil {
		return "", nil, err
	}
	defer file.Close()
	when := doc.GetDateTime("subido_en").Time()
	w, err := x.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store, Modified: when.In(plazos.Lima)})
	if err != nil {
		return "", err, nil
	}
	hash := sha256.New()
	if _, err := io.Copy(io.MultiWriter(w, hash), file); err != nil {
		return "", err, nil
	}
	return hex.EncodeToString(hash.Sum(nil)), nil, nil
}

// text adds a text with its hash in the index.
func (x *expediente) text(name, body string) error {
	w, err := x.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: x.now.In(plazos.Lima)})
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(body))
	x.index += name + "\r\n    SHA-256 " + hex.EncodeToString(sum[:]) + "\r\n"
	_, err = io.WriteString(w, body)
	return err
}

// trail adds the trail as a text and as a table, and the index last.
func (x *expediente) trail(movs, docs []*core.Record) error {
	var text, table strings.Builder
	csv := newCSV(&table)
	// Memory refuses nothing, so no row can fail.
	_ = csv.row([]any{"N°", "Etapa", "Fecha", "Quién", "Origen", "Destino", "Observaciones", "Motivo", "Interno", "Documentos observados"})
	for i, r := range movs {
		m := mesa.AsMovimiento(r)
		_, who, _ := strings.Cut(m.GetString("actor"), " ")
		who = cmp.Or(who, "El sistema")
		fmt.Fprintf(&text, "%d. %s, %s, %s\r\n", i+1, mesa.FullTime(m.Fecha()), mesa.NombreEtapa(m.Etapa()), who)
		for _, part := range [][2]string{
			{"Destino", m.Destino()}, {"Texto", m.Observaciones()}, {"Motivo", m.GetString("motivo")}, {"Interno", m.GetString("instrucciones")},
		} {
			if part[1] != "" {
				fmt.Fprintf(&text, "   %s: %s\r\n", part[0], strings.ReplaceAll(mesa.CleanText(part[1]), "\n", "\r\n   "))
			}
		}
		var observed []string
		for _, o := range observedBy(m, docs) {
			observed = append(observed, o.Clase+" ("+o.Nombre+"): "+mesa.CleanText(o.Texto))
			fmt.Fprintf(&text, "   Observado en %s\r\n", strings.ReplaceAll(observed[len(observed)-1], "\n", "\r\n   "))
		}
		_ = csv.row([]any{i + 1, mesa.NombreEtapa(m.Etapa()), instante(m.Fecha()), who, m.GetString("origen"), m.Destino(), m.Observaciones(),
			m.GetString("motivo"), m.GetString("instrucciones"), strings.Join(observed, "\n")})
	}
	err := errors.Join(csv.close(), x.text("recorrido.txt", "\ufeff"+text.String()), x.text("recorrido.csv", table.String()))
	if err != nil {
		return err
	}
	return x.text("indice.txt", "\ufeff"+x.index)
}

// mostOfAName bounds a name inside the file, in characters: Windows opens no longer path.
const mostOfAName = 100

// name makes a name that every system can keep, and that no other file has.
func (x *expediente) name(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, mesa.CleanLine(s))
	s = strings.TrimSuffix(s, filepath.Ext(s))
	if r := []rune(s); len(r) > mostOfAName {
		s = string(r[:mostOfAName])
	}
	s = strings.TrimRight(s, " .")
	name := s + ".pdf"
	for n := 2; x.taken[strings.ToLower(name)]; n++ {
		name = fmt.Sprintf("%s (%d).pdf", s, n)
	}
	x.taken[strings.ToLower(name)] = true
	return name
}
