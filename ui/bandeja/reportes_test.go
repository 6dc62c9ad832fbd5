package bandeja_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/dbx"
	"github.com/xuri/excelize/v2"
)

// reading is an office with an account that is signed in.
func reading(t *testing.T, rol mesa.Rol) (*hookstest.Office, *uitest.Browser) {
	t.Helper()
	o := hookstest.New(t, workday)
	b := uitest.NewBrowser(t, uitest.Serve(t, o))
	account(t, o, "lee@ejemplo.pe", rol, "")
	enter(t, b, "lee@ejemplo.pe")
	return o, b
}

// table reads a file of text as a spreadsheet does.
func table(t *testing.T, p uitest.Page) [][]string {
	t.Helper()
	if p.Status != 200 || !strings.HasPrefix(p.Body, "\ufeff") || !strings.HasPrefix(p.Header.Get("Content-Type"), "text/csv") {
		t.Fatalf("no file: %d %s %.100q", p.Status, p.Header.Get("Content-Type"), p.Body)
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(p.Body, "\ufeff")))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// cell is a cell by the name of its column.
func cell(rows [][]string, row int, name string) string {
	for i, h := range rows[0] {
		if h == name {
			return rows[row][i]
		}
	}
	return "no column " + name
}

// Each role reads of its own work alone, on the page and in the files.
func TestEveryRoleReportsOfItsOwnWork(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	site := uitest.Serve(t, o)
	area, other := o.Area(t).Id, o.Must(t, mesa.ColAreas, map[string]any{"nombre": "OTRA ÁREA", "activo": true}).Id
	account(t, o, "mesa@ejemplo.pe", mesa.RolMesa, "")
	account(t, o, "otra@ejemplo.pe", mesa.RolMesa, "")
	account(t, o, "area@ejemplo.pe", mesa.RolArea, area)
	account(t, o, "ajena@ejemplo.pe", mesa.RolArea, other)
	account(t, o, "jefa@ejemplo.pe", mesa.RolJefatura, "")
	b := uitest.NewBrowser(t, site)
	enter(t, b, "mesa@ejemplo.pe")
	o.Filed(t, nil) // 1-2026 is moved by this account, 2-2026 by nobody
	o.Filed(t, nil)
	if p := b.Post("/bandeja/1-2026/registrar", "version", "", "derivar_a", area); p.Status != 303 {
		t.Fatalf("routed: %d", p.Status)
	}
	for correo, want := range map[string]string{
		"mesa@ejemplo.pe": "1-2026", "otra@ejemplo.pe": "", "area@ejemplo.pe": "1-2026", "ajena@ejemplo.pe": "",
		"jefa@ejemplo.pe": "1-2026 2-2026",
	} {
		b := uitest.NewBrowser(t, site)
		enter(t, b, correo)
		rows := table(t, b.Get("/bandeja/reportes.csv"))
		var got []string
		for _, r := range rows[1:] {
			got = append(got, r[0])
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s takes %v, want %q", correo, got, want)
		}
		if p := b.Get("/bandeja/reportes"); p.Status != 200 || !p.Has("Ingresaron") {
			t.Errorf("%s: %d %s", correo, p.Status, p.Body)
		}
		day := table(t, b.Get("/bandeja/reportes.csv?registro=diario"))
		if seen := fmt.Sprint(day); strings.Contains(seen, "1-2026") != strings.Contains(want, "1-2026") ||
			strings.Contains(seen, "2-2026") != strings.Contains(want, "2-2026") {
			t.Errorf("%s reads of the day: %v", correo, day)
		}
		if p := b.Get("/bandeja/reportes?registro=diario"); p.Status != 200 || p.Has("/bandeja/2-2026") != strings.Contains(want, "2-2026") {
			t.Errorf("%s reads the page of the day: %d", correo, p.Status)
		}
		list := fmt.Sprint(table(t, b.Get("/bandeja/reportes.csv?tab=todas")))
		if strings.Contains(list, "1-2026") != strings.Contains(want, "1-2026") ||
			strings.Contains(list, "2-2026") != strings.Contains(want, "2-2026") {
			t.Errorf("%s takes the list: %v", correo, list)
		}
	}
	guest := uitest.NewBrowser(t, site)
	for _, path := range []string{"/bandeja/reportes", "/bandeja/reportes.csv", "/bandeja/reportes.xlsx", "/bandeja/1-2026.zip"} {
		if p := guest.Get(path); p.Status != 303 || !strings.HasPrefix(p.Location, "/bandeja/ingresar") {
			t.Errorf("a guest at %s: %d", path, p.Status)
		}
	}
}

// The figures are those of filings that a hand moved by the clock.
func TestTheFiguresOfAReport(t *testing.T) {
	t.Parallel()
	o, b := reading(t, mesa.RolJefatura)
	first, second := o.Filed(t, nil), o.Filed(t, nil) // Tuesday
	o.Clock.Add(24 * time.Hour)
	o.MustMove(t, first.Id, mesa.EtapaRegistrado, nil)
	o.Observe(t, second.Id)
	o.Clock.Add(24 * time.Hour)
	o.MustMove(t, first.Id, mesa.EtapaAtendido, map[string]any{"observaciones": "Se responde.", "sentido": "favorable"})
	o.Clock.Add(7 * 24 * time.Hour) // Thursday and Friday of Holy Week do not work
	enter(t, b, "lee@ejemplo.pe")   // nobody used the session for days
	rows := table(t, b.Get("/bandeja/reportes.csv"))
	for _, c := range []struct {
		row        int
		name, want string
	}{
		{1, "Número", "1-2026"}, {1, "Estado", "Atendida"}, {1, "Días hasta revisar", "1"}, {1, "Días hasta responder", "2"},
		{1, "En plazo", "sí"},
		{1, "Sentido", "favorable"}, {1, "Recibida", "24/03/2026 10:00:00"}, {1, "Respondida", "26/03/2026 10:00:00"},
		{2, "Número", "2-2026"}, {2, "Estado", "Observada"}, {2, "Días hasta revisar", "1"}, {2, "Días hasta responder", ""}, {2, "En plazo", ""},
	} {
		if got := cell(rows, c.row, c.name); got != c.want {
			t.Errorf("%d, %s: %q, want %q", c.row, c.name, got, c.want)
		}
	}
	p := b.Get("/bandeja/reportes")
	for _, text := range []string{
		"Solicitudes que ingresaron del miércoles 4 de marzo de 2026 al jueves 2 de abril de 2026.",
		`<dd class="bd-cifra__valor">100 %</dd><dd class="bd-cifra__nota">1 de 1 que terminaron</dd>`,
		`Hasta la primera revisión</th><td>1</td><td>1</td><td>2</td>`, `Hasta la respuesta</th><td>2</td><td>2</td><td>1</td>`,
		`<bdi>Documento principal</bdi>`, "2 en total; lo más alto fue 24/03/2026: 2",
	} {
		if !p.Has(text) {
			t.Errorf("lacks %q", text)
		}
	}
	// Six working days: the two last ones of Holy Week do not count.
	ages := p.Body[strings.Index(p.Body, `id="t-edad"`):]
	if six := ages[strings.Index(ages, "6 a 10"):]; !strings.Contains(six[:300], "<td>1</td>") {
		t.Errorf("ages: %.900s", ages)
	}
	if p := b.Get("/bandeja/reportes?estado=observada"); !p.Has("1 en total") {
		t.Error("the state does not filter")
	}
	if p := b.Get("/bandeja/reportes?hasta=2026-03-23"); !p.Has("0 en total") || !p.Has("Nada en este período.") {
		t.Error("an empty period is not shown")
	}
}

func TestAFilterOfNonsenseIsTheUsualOne(t *testing.T) {
	t.Parallel()
	o, b := reading(t, mesa.RolJefatura)
	o.Filed(t, nil)
	usual := "ingresaron del lunes 23 de febrero de 2026 al martes 24 de marzo de 2026"
	for query, want := range map[string]string{
		"":                                     usual,
		"desde=ayer&hasta=%27%3BDROP":          usual,
		"desde=2026-12-01&hasta=2026-01-01":    "al jueves 1 de enero de 2026",
		"hasta=9999-12-31":                     usual,
		"desde=1999-12-31":                     "ingresaron del jueves 25 de marzo de 2021 al martes 24 de marzo de 2026",
		"tramite=%00%22&area=x&estado=%3Cb%3E": usual,
		"desde=2026-03-24&desde=2020-01-01":    "ingresaron del martes 24 de marzo de 2026",
	} {
		if p := b.Get("/bandeja/reportes?" + query); p.Status != 200 || !p.Has(want) {
			t.Errorf("%s: %d", query, p.Status)
		}
		if p := b.Get("/bandeja/reportes.csv?" + query); p.Status != 200 {
			t.Errorf("%s as a file: %d", query, p.Status)
		}
	}
	for _, query := range []string{
		"registro=x", "registro=diario&dia=9999-99-99", "dia=1066-10-14", "registro=saip&anio=-5", "registro=saip&anio=99999999999",
	} {
		for _, suffix := range []string{"", ".csv", ".xlsx"} {
			if p := b.Get("/bandeja/reportes" + suffix + "?" + query); p.Status != 200 {
				t.Errorf("%s %s: %d", suffix, query, p.Status)
			}
		}
	}
}

// What a citizen typed is text in every file, and shows no trick of direction.
func TestNoCellIsAFormula(t *testing.T) {
	t.Parallel()
	o, b := reading(t, mesa.RolJefatura)
	typed := []string{
		`=HYPERLINK("http://malo.example")`, "+51 1", "-2", "@SUM(A1)", "abc\u202egpj", "<script>alert(1)</script>", `di"jo; «ya»`, "＝1+1",
	}
	for _, asunto := range typed {
		o.Filed(t, map[string]any{"asunto": asunto})
	}
	rows := table(t, b.Get("/bandeja/reportes.csv"))
	for i, want := range []string{`'=HYPERLINK("http://malo.example")`, "'+51 1", "'-2", "'@SUM(A1)", "abcgpj", typed[5], typed[6], "'＝1+1"} {
		if got := strings.ReplaceAll(cell(rows, i+1, "Asunto"), " ", ""); got != strings.ReplaceAll(want, " ", "") {
			t.Errorf("%q became %q", typed[i], got)
		}
	}
	p := b.Get("/bandeja/reportes.xlsx")
	book, err := excelize.OpenReader(strings.NewReader(p.Body))
	if err != nil {
		t.Fatal(p.Status, err)
	}
	defer book.Close()
	sheet := book.GetSheetName(0)
	for row := 2; row <= len(typed)+1; row++ {
		at := fmt.Sprintf("L%d", row)
		formula, _ := book.GetCellFormula(sheet, at)
		value, _ := book.GetCellValue(sheet, at)
		if formula != "" || strings.ContainsRune(value, '\u202e') || value == "" {
			t.Errorf("%s is %q, formula %q", at, value, formula)
		}
	}
	if when, _ := book.GetCellValue(sheet, "B2"); when != "24/03/2026 10:00:00" {
		t.Errorf("the instant reads %q", when)
	}
	if kind, _ := book.GetCellType(sheet, "B2"); kind == excelize.CellTypeInlineString {
		t.Error("an instant is a text")
	}
}

// A list of the inbox leaves as it stands: its tab, its search, its order.
func TestAListOfTheInboxLeavesAsAFile(t *testing.T) {
	t.Parallel()
	o, b := reading(t, mesa.RolMesa)
	o.Filed(t, map[string]any{"asunto": "Pido copia del contrato"})
	o.Brought(t, mesa.Registrada)
	rows := table(t, b.Get("/bandeja/reportes.csv?tab=por-derivar"))
	if len(rows) != 2 || rows[1][0] != "2-2026" {
		t.Errorf("%v", rows)
	}
	me, err := o.FindAuthRecordByEmail(mesa.ColPersonal, "lee@ejemplo.pe") // of all filings reception takes its own
	if err != nil {
		t.Fatal(err)
	}
	b.Post("/bandeja/1-2026/asignar", "responsable", me.Id)
	if rows := table(t, b.Get("/bandeja/reportes.csv?q=contrato")); len(rows) != 2 || rows[1][0] != "1-2026" {
		t.Errorf("%v", rows)
	}
	notes, err := o.FindAllRecords(mesa.ColAccesos, dbx.HashExp{"accion": "descargar", "coleccion": mesa.ColSolicitudes})
	if err != nil || len(notes) != 2 || !strings.Contains(notes[0].GetString("archivo"), "bandeja-por-derivar-2026-03-24.csv") {
		t.Errorf("noted: %v %v", notes, err)
	}
}

func TestFiveThousandFilingsLeaveWhole(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	o, b := reading(t, mesa.RolJefatura)
	s := o.Filed(t, nil)
	const n = 5000
	columns := "SELECT group_concat(name, ',') FROM pragma_table_info('solicitudes') " +
		"WHERE name NOT IN ('id', 'numero', 'correlativo', 'borrador')"
	names := ""
	if err := o.DB().NewQuery(columns).Row(&names); err != nil {
		t.Fatal(err)
	}
	_, err := o.NonconcurrentDB().NewQuery("INSERT INTO solicitudes (id, numero, correlativo, borrador, " + names + ") " +
		"WITH RECURSIVE k(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM k WHERE n < 5000) " +
		"SELECT printf('copia%010d', n), n || '-2026', n, printf('borra%010d', n), " + names +
		" FROM k CROSS JOIN solicitudes WHERE solicitudes.id = {:id}").Bind(dbx.Params{"id": s.Id}).Execute()
	if err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{"", "?tab=todas&orden=antiguas", "?q=perez"} {
		seen := map[string]bool{}
		for _, r := range table(t, b.Get("/bandeja/reportes.csv"+query))[1:] {
			seen[r[0]] = true
		}
		if len(seen) != n {
			t.Errorf("%s: %d filings", query, len(seen))
		}
	}
	book, err := excelize.OpenReader(strings.NewReader(b.Get("/bandeja/reportes.xlsx").Body))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if rows, err := book.GetRows("Reporte"); err != nil || len(rows) != n+1 {
		t.Errorf("workbook: %d rows %v", len(rows), err)
	}
}

// The register of a day has what came in and what went out, in order.
func TestTheRegisterOfADay(t *testing.T) {
	t.Parallel()
	o, b := reading(t, mesa.RolJefatura)
	s := o.Filed(t, map[string]any{"asunto": "Pido copia"})
	o.Clock.Add(time.Hour)
	o.MustMove(t, s.Id, mesa.EtapaRegistrado, nil)
	o.MustMove(t, s.Id, mesa.EtapaNota, map[string]any{"observaciones": "Nota que no sale."})
	o.MustMove(t, s.Id, mesa.EtapaDerivado, map[string]any{"area": o.Area(t).Id})
	o.Clock.Add(time.Hour)
	o.MustMove(t, s.Id, mesa.EtapaAtendido, map[string]any{"observaciones": "Se responde.", "documento_numero": "45-2026"})
	rows := table(t, b.Get("/bandeja/reportes.csv?dia=2026-03-24"))
	var got []string
	for _, r := range rows[1:] {
		got = append(got, r[1]+" "+r[3])
	}
	if want := "Ingreso Solicitud, Salida Derivación, Salida Respuesta 45-2026"; strings.Join(got, ", ") != want {
		t.Errorf("%v", rows)
	}
	if cell(rows, 1, "Folios") == "0" || cell(rows, 1, "Destinatario") != mesa.MesaDePartes ||
		cell(rows, 2, "Destinatario") != o.Area(t).GetString("nombre") {
		t.Errorf("%v", rows)
	}
	if p := b.Get("/bandeja/reportes?dia=2026-03-24"); !p.Has("Ingresos: 1. Salidas: 2.") {
		t.Error("the page does not count them")
	}
	if p := b.Get("/bandeja/reportes?dia=2026-03-23"); !p.Has("Ese día nada ingresó ni salió.") {
		t.Error("another day is not empty")
	}
}

func TestTheRegisterOfRequestsForInformation(t *testing.T) {
	t.Parallel()
	o, b := reading(t, mesa.RolJefatura)
	saip, err := o.FindFirstRecordByData(mesa.ColTramites, "formulario", mesa.FormularioSAIP)
	if err != nil {
		t.Fatal(err)
	}
	s := o.Filed(t, map[string]any{"tramite": saip.Id, "pedido": "Copia de los contratos de 2025.", "entrega": "correo"})
	o.Filed(t, map[string]any{"tramite": o.Tramite(t, 18).Id})
	o.MustMove(t, s.Id, mesa.EtapaRegistrado, nil)
	o.MustMove(t, s.Id, mesa.EtapaAtendido, map[string]any{"observaciones": "Se entrega.", "sentido": "favorable"})
	rows := table(t, b.Get("/bandeja/reportes.csv?registro=saip"))
	if len(rows) != 2 || cell(rows, 1, "Pedido") != "Copia de los contratos de 2025." || cell(rows, 1, "Sentido") != "Entregada" ||
		cell(rows, 1, "Plazo") != "en plazo" || cell(rows, 1, "Prórroga") != "no" {
		t.Errorf("%v", rows)
	}
	if p := b.Get("/bandeja/reportes?registro=saip"); !p.Has("/bandeja/1-2026") || p.Has("/bandeja/2-2026") {
		t.Errorf("the page: %d", p.Status)
	}
	if p := b.Get("/bandeja/reportes?registro=saip&anio=2025"); !p.Has("Ese año no hay pedidos.") {
		t.Error("another year is not empty")
	}
}

// The whole expediente leaves as one file whose index has the hash of each part.
func TestTheWholeExpedienteIsOneFile(t *testing.T) {
	t.Parallel()
	o, b := reading(t, mesa.RolMesa)
	s := o.Filed(t, nil)
	o.MustMove(t, s.Id, mesa.EtapaNota, map[string]any{"observaciones": "=Nota interna."})
	p := b.Get("/bandeja/1-2026.zip")
	files := unzip(t, p)
	docs := o.Documents(t, s.Id)
	if len(files) != len(docs)+3 || !strings.Contains(p.Header.Get("Content-Disposition"), "1-2026.zip") {
		t.Fatalf("%d files of %d documents: %s", len(files), len(docs), p.Header)
	}
	index := files["indice.txt"]
	for name, body := range files {
		sum := sha256.Sum256([]byte(body))
		if name != "indice.txt" && (!strings.Contains(index, name) || !strings.Contains(index, hex.EncodeToString(sum[:]))) {
			t.Errorf("the index lacks %s: %s", name, index)
		}
	}
	first := ""
	for name := range files {
		if strings.HasPrefix(name, "01 Documento principal - ") && strings.HasSuffix(name, ".pdf") {
			first = files[name]
		}
	}
	if hookstest.SHA256([]byte(first)) != docs[0].GetString("sha256") {
		t.Error("the document is another one")
	}
	if !strings.Contains(files["recorrido.txt"], "=Nota interna.") || !strings.Contains(files["recorrido.csv"], "'=Nota interna.") {
		t.Errorf("trail: %s %s", files["recorrido.txt"], files["recorrido.csv"])
	}
	notes, err := o.FindAllRecords(mesa.ColAccesos, dbx.HashExp{"accion": "descargar"})
	if err != nil || len(notes) != len(docs)+1 {
		t.Errorf("%d notes of the accesses, %v", len(notes), err)
	}
}

// A document that changed in storage is left out, and the index says which.
func TestADamagedDocumentIsNamedInTheIndex(t *testing.T) {
	t.Parallel()
	o, b := reading(t, mesa.RolMesa)
	s := o.Filed(t, nil)
	doc := o.Documents(t, s.Id)[0]
	stored := filepath.Join(o.DataDir(), "storage", doc.BaseFilesPath(), doc.GetString("archivo"))
	if err := os.WriteFile(stored, hookstest.PDF(7), 0o600); err != nil {
		t.Fatal(err)
	}
	files := unzip(t, b.Get("/bandeja/1-2026.zip"))
	index := files["indice.txt"]
	if !strings.Contains(index, "DAÑADO: no se incluye. 01 Documento principal") || !strings.Contains(index, doc.GetString("sha256")) {
		t.Errorf("%s", index)
	}
	for name := range files {
		if strings.HasPrefix(name, "01") {
			t.Errorf("%s is in the file", name)
		}
	}
}

// An area takes what was routed to it; the rest does not exist for it.
func TestAForeignExpedienteDoesNotExist(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b := uitest.NewBrowser(t, uitest.Serve(t, o))
	area := o.Area(t).Id
	account(t, o, "area@ejemplo.pe", mesa.RolArea, area)
	enter(t, b, "area@ejemplo.pe")
	s := o.Filed(t, nil)
	foreign, absent := b.Get("/bandeja/1-2026.zip"), b.Get("/bandeja/9-2026.zip")
	if foreign.Status != 404 || absent.Status != 404 || foreign.Body != absent.Body {
		t.Errorf("foreign %d, absent %d", foreign.Status, absent.Status)
	}
	for _, path := range []string{"/bandeja/.zip", "/bandeja/x.zip", "/bandeja/1-2026.zip.zip"} {
		if p := b.Get(path); p.Status != 404 {
			t.Errorf("%s: %d", path, p.Status)
		}
	}
	o.MustMove(t, s.Id, mesa.EtapaRegistrado, nil)
	o.MustMove(t, s.Id, mesa.EtapaDerivado, map[string]any{"area": area})
	if files := unzip(t, b.Get("/bandeja/1-2026.zip")); len(files) < 4 {
		t.Errorf("%d files", len(files))
	}
}

func unzip(t *testing.T, p uitest.Page) map[string]string {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader([]byte(p.Body)), int64(len(p.Body)))
	if err != nil {
		t.Fatalf("%d %s: %v", p.Status, p.Header.Get("Content-Type"), err)
	}
	files := map[string]string{}
	for _, f := range r.File {
		w, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(w)
		if err != nil || files[f.Name] != "" {
			t.Fatal(f.Name, err)
		}
		files[f.Name] = string(body)
	}
	return files
}

// What a report of a year asks reads indexes that hold all its columns.
func TestAReportReadsIndexesAlone(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.ReadsIndexes(t, "SELECT s.recibida_en, s.tramite, s.estado, s.area, s.vence_legal, (SELECT m.fecha FROM movimientos m "+
		"WHERE m.solicitud = s.id AND m.etapa = 'ATENDIDO' ORDER BY m.fecha LIMIT 1) FROM solicitudes s "+
		"WHERE s.recibida_en >= {:before} AND s.recibida_en < {:now}",
		"COVERING INDEX idx_informe_llegada", "COVERING INDEX idx_informe_recorrido")
	o.ReadsIndexes(t, "SELECT sum(m.etapa = 'ATENDIDO') FROM movimientos m WHERE m.actor = {:stale} AND m.fecha >= {:before}",
		"COVERING INDEX idx_informe_personas")
	o.ReadsIndexes(t, "SELECT id FROM solicitudes s WHERE s.recibida_en >= {:before} "+
		"AND (s.recibida_en, s.anio, s.correlativo) > ({:now}, 1, 1) ORDER BY s.recibida_en, s.anio, s.correlativo LIMIT 500",
		"COVERING INDEX idx_informe_llegada")
}
