package bandeja

import (
	"slices"
	"strings"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// counterReceiptView is the receipt of a paper, on one sheet (arts. 114 and 124.2 of Ley 27444).
type counterReceiptView struct {
	Frame
	S          *mesa.Solicitud
	Tramite    string
	Recibe     string // the officer's name
	Documentos []documentView
	Folios     int
	Sitio      string   // where the filing is followed
	Repetida   []string // numbers of earlier filings that hold one of these files
}

// counterReceipt shows the receipt of a filing that came in at the counter, to reception.
func (b *Bandeja) counterReceipt(e *core.RequestEvent) error {
	if !actor(e).AtCounter() {
		return e.NotFoundError("", nil)
	}
	s, err := b.find(e)
	if err != nil {
		return err
	}
	if !s.Presencial() {
		return e.NotFoundError("", nil)
	}
	v := &counterReceiptView{
		Frame: b.bareFrame(e), S: s, Sitio: strings.TrimSuffix(b.URL(e.App), "/") + "/seguimiento",
	}
	tramite, err := e.App.FindRecordById(mesa.ColTramites, s.GetString("tramite"))
	if err != nil {
		return err
	}
	v.Tramite = tramite.GetString("nombre")
	first, err := e.App.FindFirstRecordByFilter(mesa.ColMovimientos, "solicitud = {:s} && etapa = 'RECEPCION'", dbx.Params{"s": s.Id})
	if err != nil {
		return err
	}
	_, v.Recibe, _ = strings.Cut(first.GetString("actor"), " ")
	docs, err := e.App.FindRecordsByFilter(mesa.ColDocumentos, "solicitud = {:s} && subido_en <= {:t} && clase != 'respuesta'",
		"subido_en", 0, 0, dbx.Params{"s": s.Id, "t": s.GetString("recibida_en")})
	if err != nil {
		return err
	}
	for _, clase := range mesa.ClasesCiudadano(mesa.MaxAnexos) {
		for _, doc := range docs {
			if doc.GetString("clase") == clase {
				v.add(doc)
			}
		}
	}
	same, err := sameFiles(e.App, s, docs, actor(e))
	if err != nil {
		return err
	}
	for _, numeros := range same {
		v.Repetida = append(v.Repetida, numeros...)
	}
	slices.Sort(v.Repetida)
	v.Repetida = slices.Compact(v.Repetida)
	if err := b.Rastro.NoteOpened(e, s); err != nil {
		return err
	}
	return b.Screen.Show(e, "bandeja/presencial_constancia", "Constancia de recepción "+s.Numero(), v)
}

func (v *counterReceiptView) add(doc *core.Record) {
	v.Folios += doc.GetInt("folios")
	v.Documentos = append(v.Documentos, documentView{
		Clase: mesa.NombreClase(doc.GetString("clase")), Nombre: doc.GetString("nombre"), Numero: doc.GetString("numero"),
		SHA256: doc.GetString("sha256"), Folios: doc.GetInt("folios"), Bytes: doc.GetInt("bytes"),
	})
}
