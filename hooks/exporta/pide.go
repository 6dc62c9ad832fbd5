package exporta

import (
	"cmp"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/core"
)

// pideSpace is the namespace of the exchange between SGD.
const pideSpace = "http://ws.wsiopidetramite.segdi.gob.pe/"

// kindCodes are the kinds of documents whose code in the PIDE is known; the whole list is given
// by the PIDE's own service TipoDocumento.
var kindCodes = map[string]string{"oficio": "01", "carta": "02"}

// pide adds the two texts that the PIDE exchanges about a document: RecepcionTramite, with
// which a sender hands it over, and CargoTramite, with which a receiver answers. A field that
// the filing has no value for is left out. The envelope is the system's that sends them.
func (x *solicitud) pide() error {
	_, err := x.add("pide/recepcion.xml", x.recepcionTramite)
	if err != nil {
		return err
	}
	_, err = x.add("pide/cargo.xml", x.cargoTramite)
	return err
}

// papers are what the sender handed in and nothing replaced, the principal one first.
func (x *solicitud) papers() []*core.Record {
	list := slices.DeleteFunc(mesa.Current(x.docs), func(d *core.Record) bool { return d.GetString("clase") == mesa.ClaseRespuesta })
	slices.SortStableFunc(list, func(a, b *core.Record) int {
		return cmp.Compare(mesa.OrdenClase(a.GetString("clase")), mesa.OrdenClase(b.GetString("clase")))
	})
	return list
}

func (x *solicitud) recepcionTramite(w io.Writer) error {
	out := &element{w: w}
	papers := x.papers()
	folios, annexes := 0, []*core.Record{}
	var main *core.Record
	for _, p := range papers {
		folios += p.GetInt("folios")
		if p.GetString("clase") == mesa.ClasePrincipal {
			main = p
		} else {
			annexes = append(annexes, p)
		}
	}
	out.open("RecepcionTramite")
	out.text("vrucentrem", cmp.Or(x.s.GetString("entidad_emisora_ruc"), x.s.GetString("ruc")))
	out.text("vrucentrec", x.entidad.GetString("ruc"))
	out.text("vnomentemi", cmp.Or(x.s.GetString("razon_social"), x.s.Nombre()))
	out.text("vcuo", x.s.GetString("cuo"))
	out.text("vcuoref", x.s.GetString("cuo_ref"))
	out.text("ccodtipdoc", kindCodes[x.s.GetString("documento_tipo")])
	if main != nil {
		out.text("vnumdoc", main.GetString("numero"))
	}
	out.text("dfecdoc", day(x.s.GetDateTime("documento_fecha").Time()))
	out.text("vuniorgdst", cmp.Or(x.area, mesa.MesaDePartes))
	out.text("vasu", x.s.GetString("asunto"))
	out.text("snumanx", strconv.Itoa(len(annexes)))
	out.text("snumfol", strconv.Itoa(folios))
	if main != nil && x.places[main.Id] != "" {
		out.file("bpdfdoc", func() (io.ReadCloser, error) {
			return mesa.PapelOf(main, "archivo").Open(x.ctx, x.app)
		})
		out.text("vnomdoc", path.Base(x.places[main.Id]))
	}
	for _, a := range annexes {
		if x.places[a.Id] != "" {
			out.raw("<lstanexos>")
			out.text("vnomdoc", path.Base(x.places[a.Id]))
			out.raw("</lstanexos>")
		}
	}
	if x.s.GetString("tipo_documento") == "DNI" {
		out.text("ctipdociderem", "1")
	}
	out.text("vnumdociderem", x.s.GetString("numero_documento"))
	out.close("RecepcionTramite")
	return out.err
}

// standing is how far the filing has come in the PIDE's words (cflgest): received formally once
// reception registered it, observed, corrected, and pending before.
func (x *solicitud) standing() string {
	switch {
	case x.s.Estado() == mesa.Observada, x.s.Estado() == mesa.NoPresentada:
		return "O"
	case x.s.Estado() == mesa.Subsanada:
		return "S"
	case x.lineOf(mesa.EtapaRegistrado) != nil:
		return "R"
	}
	return "P"
}

// lineOf is the newest line of a stage, nil for none.
func (x *solicitud) lineOf(t mesa.Etapa) *core.Record {
	for _, mov := range slices.Backward(x.movs) {
		if mesa.AsMovimiento(mov).Etapa() == t {
			return mov
		}
	}
	return nil
}

func (x *solicitud) cargoTramite(w io.Writer) error {
	out, how := &element{w: w}, x.standing()
	act := x.lineOf(map[string]mesa.Etapa{"O": mesa.EtapaObservado, "S": mesa.EtapaSubsanado, "R": mesa.EtapaRegistrado}[how])
	if act == nil {
		act = x.lineOf(mesa.EtapaRecepcion)
	}
	out.open("CargoTramite")
	out.text("vrucentrem", cmp.Or(x.s.GetString("entidad_emisora_ruc"), x.s.GetString("ruc")))
	out.text("vrucentrec", x.entidad.GetString("ruc"))
	out.text("vcuo", x.s.GetString("cuo"))
	out.text("vnumregstd", x.s.GetString("correlativo"))
	out.text("vanioregstd", x.s.GetString("anio"))
	if act != nil {
		out.text("dfecregstd", mesa.AsMovimiento(act).Fecha().In(plazos.Lima).Format(time.RFC3339))
	}
	out.text("vuniorgstd", mesa.MesaDePartes)
	if act != nil && how != "P" && how != "S" {
		_, who, _ := strings.Cut(act.GetString("actor"), " ")
		out.text("vusuregstd", who)
	}
	if receipt := x.receiptFor(act); receipt != nil {
		out.file("bcarstd", func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(string(receipt))), nil })
	}
	if act != nil && how == "O" {
		out.text("vobs", act.GetString("observaciones"))
	}
	out.text("cflgest", how)
	out.close("CargoTramite")
	return out.err
}

// receiptFor is the PDF of an act's receipt, or of the filing's own.
func (x *solicitud) receiptFor(act *core.Record) []byte {
	for _, mov := range []*core.Record{act, x.lineOf(mesa.EtapaRecepcion)} {
		if mov == nil || x.codes[mov.Id] == "" {
			continue
		}
		if drawn, err := x.room.PDF(x.app, x.codes[mov.Id]); err == nil {
			return drawn
		}
	}
	return nil
}

// day writes a day of Lima, "" for none.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(plazos.Lima).Format(time.DateOnly)
}

// element writes XML in one pass, files of any size too; the first error stays.
type element struct {
	w   io.Writer
	err error
}

func (e *element) raw(s string) {
	if e.err == nil {
		_, e.err = io.WriteString(e.w, s)
	}
}

func (e *element) open(name string) { e.raw(xml.Header + "<" + name + ` xmlns="` + pideSpace + `">`) }

func (e *element) close(name string) { e.raw("</" + name + ">\n") }

// text writes a field that has a value.
func (e *element) text(name, value string) {
	if value == "" {
		return
	}
	e.raw("<" + name + ">")
	if e.err == nil {
		e.err = xml.EscapeText(e.w, []byte(value))
	}
	e.raw("</" + name + ">")
}

// file writes a file in base64.
func (e *element) file(name string, open func() (io.ReadCloser, error)) {
	e.raw("<" + name + ">")
	if e.err != nil {
		return
	}
	file, err := open()
	if err != nil {
		e.err = err
		return
	}
	defer file.Close()
	b64 := base64.NewEncoder(base64.StdEncoding, e.w)
	_, err = io.Copy(b64, file)
	e.err = errors.Join(err, b64.Close())
	e.raw("</" + name + ">")
}
