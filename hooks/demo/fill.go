package demo

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
	"github.com/pocketbase/pocketbase/tools/security"
)

// errNotEmpty refuses a data folder in use, because Fill must not add invented
// filings to an office's real ones.
var errNotEmpty = errors.New("la carpeta de datos ya tiene solicitudes o administradores: use otra con --dir")

// person is an invented citizen whose filing goes through stages.
type person struct {
	nombres, apellidos, ruc, razon, asunto string
	tramite                                int
	stages                                 []mesa.Etapa
}

var people = []person{
	{"JUAN", "PEREZ PEREZ", "", "", "Presento prestación de servicios", 2, nil},
	{"ANA LUCÍA", "QUISPE ÑAHUI", "", "", "Solicito copia del contrato de adquisición de mascarillas", 1,
		[]mesa.Etapa{mesa.EtapaRegistrado, mesa.EtapaDerivado}},
	{"MARIO", "FICTICIO ROJAS", "20000000001", "EMPRESA FICTICIA ÑANDÚ S.A.C.", "Reconocimiento de deuda por entrega de guantes", 8,
		[]mesa.Etapa{mesa.EtapaObservado}},
	{"ROSA", "INVENTADA TORRES", "20000000028", "ASOCIACION DE PRUEBA & CIA", "Ampliación de plazo de entrega de la orden 45", 3,
		[]mesa.Etapa{mesa.EtapaRegistrado}},
	{"LUIS", "EJEMPLO VEGA", "", "", "Constancia de prestación de servicios", 5,
		[]mesa.Etapa{mesa.EtapaRegistrado, mesa.EtapaDerivado, mesa.EtapaAtendido}},
}

// Fill makes accounts and filings, which meet the same record events as real
// ones, and prints the accounts to out. It refuses a data folder that has filings,
// staff or administrators.
func Fill(app core.App, now func() time.Time, out io.Writer) error {
	for _, c := range []string{mesa.ColSolicitudes, mesa.ColPersonal} {
		n, err := app.CountRecords(c)
		if err != nil {
			return err
		}
		if n > 0 {
			return errNotEmpty
		}
	}
	n, err := app.CountRecords(core.CollectionNameSuperusers, dbx.Not(dbx.HashExp{"email": core.DefaultInstallerEmail}))
	if err != nil {
		return err
	}
	if n > 0 {
		return errNotEmpty
	}
	for _, p := range people {
		if err := p.file(app, now); err != nil {
			return fmt.Errorf("%s: %w", p.asunto, err)
		}
	}
	return addAccounts(app, out)
}

func addAccounts(app core.App, out io.Writer) error {
	clave := security.RandomString(14)
	if _, err := add(app, core.CollectionNameSuperusers, map[string]any{"email": "admin@demo.pe", "password": clave}); err != nil {
		return err
	}
	fmt.Fprintf(out, "Administrador (panel /_/):  admin@demo.pe  %s\n", clave)
	area, err := app.FindFirstRecordByFilter(mesa.ColAreas, "activo = true")
	if err != nil {
		return err
	}
	for _, rol := range []string{"mesa", "area", "jefatura"} {
		clave := security.RandomString(14)
		values := map[string]any{
			"email": rol + "@demo.pe", "password": clave, "nombre": "Personal de " + rol, "rol": rol, "activo": true, "verified": true,
		}
		if rol == "area" {
			values["area"] = area.Id
		}
		if _, err := add(app, mesa.ColPersonal, values); err != nil {
			return err
		}
		fmt.Fprintf(out, "Personal (%s):  %s@demo.pe  %s\n", rol, rol, clave)
	}
	return nil
}

// file takes the person through the form and the staff's moves.
func (p person) file(app core.App, now func() time.Time) error {
	tramite, err := app.FindFirstRecordByData(mesa.ColTramites, "orden", p.tramite)
	if err != nil {
		return err
	}
	draft, err := p.draft(app, now, tramite)
	if err != nil {
		return err
	}
	pdf, err := filesystem.NewFileFromBytes(samplePDF(p.asunto), "solicitud.pdf")
	if err != nil {
		return err
	}
	if _, err := add(app, mesa.ColDocumentos, map[string]any{"borrador": draft.Id, "clase": mesa.ClasePrincipal, "archivo": pdf}); err != nil {
		return err
	}
	filed, err := add(app, mesa.ColSolicitudes, map[string]any{"borrador": draft.Id})
	if err != nil {
		return err
	}
	return p.move(app, filed.Id, tramite)
}

// draft fills the form, the address proved, without a document.
func (p person) draft(app core.App, now func() time.Time, tramite *core.Record) (*core.Record, error) {
	persona := mesa.PersonaNatural
	if p.ruc != "" {
		persona = mesa.PersonaJuridica
	}
	draft, err := add(app, mesa.ColBorradores, map[string]any{
		"persona": persona, "terminos_en": now(), "terminos_ip": "127.0.0.1", "secreto": security.RandomString(40),
	})
	if err != nil {
		return nil, err
	}
	draft.Load(map[string]any{
		"tipo_documento": mesa.DNI, "numero_documento": "11111111", "nombres": p.nombres, "apellidos": p.apellidos,
		"telefono": "999999999", "correo": "ciudadano@demo.invalid", "domicilio": "Av. Inventada 123, Lima", "autorizo": true,
		"ruc": p.ruc, "razon_social": p.razon, "tramite": tramite.Id, "asunto": p.asunto, "parte": mesa.ParteTramite,
	})
	if err := app.Save(draft); err != nil {
		return nil, err
	}
	draft.Set("correo_validado", draft.GetString("correo"))
	return draft, rule.Save(app, draft)
}

func (p person) move(app core.App, solicitud string, tramite *core.Record) error {
	for _, etapa := range p.stages {
		values := map[string]any{"solicitud": solicitud, "etapa": string(etapa)}
		switch etapa {
		case mesa.EtapaObservado:
			doc, err := app.FindFirstRecordByData(mesa.ColDocumentos, "solicitud", solicitud)
			if err != nil {
				return err
			}
			doc.Set("observado", true)
			doc.Set("observacion", "Está faltando incluir los datos del pedido.")
			if err := app.Save(doc); err != nil {
				return err
			}
		case mesa.EtapaDerivado:
			values["area"] = tramite.GetString("area")
			values["instrucciones"] = "Atender dentro del plazo."
		case mesa.EtapaAtendido:
			values["observaciones"] = "Procede su pedido. Puede recoger la constancia en la oficina."
		}
		if _, err := add(app, mesa.ColMovimientos, values); err != nil {
			return err
		}
	}
	return nil
}

func add(app core.App, collection string, values map[string]any) (*core.Record, error) {
	c, err := app.FindCollectionByNameOrId(collection)
	if err != nil {
		return nil, err
	}
	r := core.NewRecord(c)
	r.Load(values)
	if err := app.Save(r); err != nil {
		return nil, fmt.Errorf("%s: %w", collection, err)
	}
	return r, nil
}

// samplePDF is a PDF of one page with a line of text.
func samplePDF(text string) []byte {
	var b bytes.Buffer
	var offsets []int
	object := func(body string) {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(offsets), body)
	}
	b.WriteString("%PDF-1.4\n")
	stream := fmt.Sprintf("BT /F1 14 Tf 72 720 Td (%s) Tj ET", ascii(text))
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
	object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>")
	object(fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(stream), stream))
	object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, xref)
	return b.Bytes()
}

// ascii leaves out the letters that a PDF string in a base font would escape.
func ascii(s string) string {
	out := make([]rune, 0, len(s))
	for _, r := range s {
		if r >= ' ' && r < 127 && r != '(' && r != ')' && r != '\\' {
			out = append(out, r)
		}
	}
	return string(out)
}
