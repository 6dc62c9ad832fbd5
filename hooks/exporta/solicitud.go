package exporta

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"
	"mesadepartes/hooks/registro"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// solicitud is a filing as it stood at one instant, and the bag that it goes into.
type solicitud struct {
	*bolsa
	ctx  context.Context
	app  core.App
	room *registro.Room

	s                 *mesa.Solicitud
	docs, movs, mails []*core.Record
	entidad           *mesa.Entidad
	tramite, area     string
	places            map[string]string // of documents in the bag, by id
	codes             map[string]string // of receipts, by the id of their line
	missing           []string          // what is not in the bag, in words
}

// read reads the filing in one transaction: a move may be made meanwhile.
func (x *solicitud) read(id string) error {
	return x.app.RunInTransaction(func(tx core.App) error {
		row, err := tx.FindRecordById(mesa.ColSolicitudes, id)
		if err != nil {
			return err
		}
		x.s = mesa.AsSolicitud(row)
		if x.docs, err = mesa.DocumentsOf(tx, id); err != nil {
			return err
		}
		for collection, list := range map[string]*[]*core.Record{mesa.ColMovimientos: &x.movs, mesa.ColCorreos: &x.mails} {
			if *list, err = tx.FindRecordsByFilter(collection, "solicitud = {:id}", "@rowid", 0, 0, dbx.Params{"id": id}); err != nil {
				return err
			}
		}
		if x.entidad, err = mesa.FindEntidad(tx); err != nil {
			return err
		}
		for _, n := range []struct {
			collection, id string
			name           *string
		}{{mesa.ColTramites, x.s.GetString("tramite"), &x.tramite}, {mesa.ColAreas, x.s.GetString("area"), &x.area}} {
			if n.id == "" {
				continue
			}
			found, err := tx.FindRecordById(n.collection, n.id)
			if err != nil {
				return err
			}
			*n.name = found.GetString("nombre")
		}
		return nil
	})
}

// fill writes the payload.
func (x *solicitud) fill() error {
	for i, doc := range x.docs {
		if err := x.document(i+1, doc); err != nil {
			return err
		}
	}
	for i, mov := range x.movs {
		if err := x.receipt(i+1, mov); err != nil {
			return err
		}
	}
	return errors.Join(x.proofs(), x.trail(), x.records(), x.addBytes("LEAME.txt", []byte(readme)))
}

// document adds a file as it was admitted. One that storage lacks, or that changed since, is
// left out and named.
func (x *solicitud) document(n int, doc *core.Record) error {
	folder := "documentos"
	if doc.GetString("clase") == mesa.ClaseRespuesta {
		folder = "respuestas"
	}
	name := path.Join(folder, fileName(fmt.Sprintf("%02d %s - %s", n, mesa.NombreClase(doc.GetString("clase")), doc.GetString("nombre"))))
	file, err := mesa.PapelOf(doc, "archivo").Open(x.ctx, x.app)
	if err != nil {
		x.lack(name, "no está en el almacén de archivos")
		return x.ctx.Err()
	}
	defer file.Close()
	sum, err := x.add(name, func(w io.Writer) error { return x.copy(w, file) })
	if unread := (unreadable{}); errors.As(err, &unread) {
		x.lack(name, "no se puede leer entero")
		return errors.Join(x.ctx.Err(), x.drop(name))
	}
	if err != nil {
		return err
	}
	if sum != doc.GetString("sha256") {
		x.lack(name, "cambió desde que se admitió con SHA-256 "+doc.GetString("sha256"))
		return x.drop(name)
	}
	x.places[doc.Id] = name
	return nil
}

// unreadable is an error of what is read, not of what is written.
type unreadable struct{ error }

// copy copies a stored file and tells which side failed.
func (x *solicitud) copy(w io.Writer, file io.Reader) error {
	_, err := io.Copy(w, &readErrors{Reader: file, ctx: x.ctx})
	return err
}

type readErrors struct {
	io.Reader
	ctx context.Context
}

func (r *readErrors) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, unreadable{err}
	}
	n, err := r.Reader.Read(p)
	if err != nil && err != io.EOF {
		err = unreadable{err}
	}
	return n, err
}

func (x *solicitud) lack(what, why string) { x.missing = append(x.missing, what+": "+why) }

// receipt adds the receipt of a line that has one: its exact bytes, and the PDF.
func (x *solicitud) receipt(n int, mov *core.Record) error {
	codigo, err := x.room.CodeOf(x.app, mov)
	if err != nil || codigo == "" {
		return err
	}
	x.codes[mov.Id] = codigo
	name := fmt.Sprintf("cargos/%02d %s %s", n, mesa.NombreEtapa(mesa.AsMovimiento(mov).Etapa()), codigo)
	bytes, err := x.room.Bytes(x.app, codigo)
	if err != nil {
		x.lack(name, "el cargo no coincide con el registro")
		return nil
	}
	if err := x.addBytes(name+".json", bytes); err != nil {
		return err
	}
	drawn, err := x.room.PDF(x.app, codigo)
	if err != nil {
		x.lack(name+".pdf", "no se puede firmar")
		return nil
	}
	return x.addBytes(name+".pdf", drawn)
}

// hoja is a leaf of the public register as the bag tells it.
type hoja struct {
	Linea      int               `json:"linea"` // of the trail, from 1
	Movimiento string            `json:"movimiento"`
	N          int64             `json:"n"`
	Sal        string            `json:"sal"`
	Hash       []byte            `json:"hash"`
	Cargo      string            `json:"cargo,omitempty"`
	Columnas   map[string]string `json:"columnas"` // what a leaf without a receipt is the hash of
}

// proofs adds what proves each line of the trail against the office's public register.
func (x *solicitud) proofs() error {
	leaves := []hoja{}
	for i, mov := range x.movs {
		leaf, columns, proof, err := x.room.Prueba(x.app, mov.Id)
		if leaf == nil && err == nil {
			continue
		}
		if leaf != nil {
			leaves = append(leaves, hoja{i + 1, mov.Id, leaf.N, leaf.Sal, leaf.Hash, leaf.Codigo, columns})
		}
		name := fmt.Sprintf("registro/%02d.prueba", i+1)
		if err != nil {
			x.lack(name, "el registro no puede probarla")
			continue
		}
		if err := x.addBytes(name, proof); err != nil {
			return err
		}
	}
	keys, err := x.room.Claves(x.app)
	if err != nil {
		return err
	}
	return errors.Join(x.addJSON("registro/hojas.json", leaves), x.addJSON("registro/mesadepartes.json", keys))
}

// trail adds the trail as a table.
func (x *solicitud) trail() error {
	_, err := x.add("recorrido.csv", func(w io.Writer) error {
		out := csv.NewWriter(w)
		out.UseCRLF = true // RFC 4180
		columns := []string{
			"etapa", "fecha", "actor", "origen", "destino", "expediente", "observaciones", "motivo", "instrucciones",
		}
		_ = out.Write(append([]string{"linea"}, columns...)) // a failure shows at the end
		for i, mov := range x.movs {
			line := []string{strconv.Itoa(i + 1)}
			for _, c := range columns {
				value := mov.GetString(c)
				if c == "fecha" {
					value = mesa.AsMovimiento(mov).Fecha().In(plazos.Lima).Format(time.RFC3339)
				}
				line = append(line, harmless(value))
			}
			_ = out.Write(line)
		}
		out.Flush()
		return out.Error()
	})
	return err
}

// harmless keeps a spreadsheet from taking what somebody typed for a formula; the JSON has the
// text as it is.
func harmless(s string) string {
	if strings.IndexAny(strings.TrimLeft(s, " \u00a0"), "=+-@\t\r＝＋－＠") == 0 {
		return "'" + s
	}
	return s
}

// records adds the columns of the filing, of its documents, of the trail and of its notices.
func (x *solicitud) records() error {
	filing := columnsOf(x.s.Record)
	filing["tramite_nombre"], filing["area_nombre"] = x.tramite, x.area
	docs, movs, mails := []map[string]any{}, []map[string]any{}, []map[string]any{}
	for _, doc := range x.docs {
		columns := columnsOf(doc)
		columns["en_la_bolsa"] = x.places[doc.Id] // "" for one that is missing
		docs = append(docs, columns)
	}
	for _, mov := range x.movs {
		columns := columnsOf(mov)
		columns["cargo"] = x.codes[mov.Id]
		movs = append(movs, columns)
	}
	for _, mail := range x.mails {
		columns := columnsOf(mail)
		delete(columns, "texto") // its link confirms the notice in the citizen's name
		delete(columns, "html")
		mails = append(mails, columns)
	}
	return errors.Join(x.addJSON("solicitud.json", filing), x.addJSON("documentos.json", docs),
		x.addJSON("recorrido.json", movs), x.addJSON("avisos.json", mails))
}

// columnsOf are the columns of a record but the hidden ones.
func columnsOf(r *core.Record) map[string]any {
	columns := r.PublicExport()
	delete(columns, "collectionId")
	delete(columns, "collectionName")
	return columns
}

// mostOfAName bounds the name of a file, in bytes: no system takes 256, and Windows opens no
// path of 260.
const mostOfAName = 100

// fileName makes a name that every system can keep. The number that it begins with makes it
// the only one.
func fileName(s string) string {
	s = strings.TrimSuffix(mesa.CleanFileName(s), ".pdf")
	for len(s) > mostOfAName {
		_, last := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-last]
	}
	return strings.TrimRight(s, ". ") + ".pdf"
}
