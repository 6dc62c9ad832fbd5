package exporta_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/cargo"
	"mesadepartes/hooks/exporta"
	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"golang.org/x/mod/sumdb/tlog"
)

// export exports as the command does.
func export(t *testing.T, o *hookstest.Office, opts exporta.Opciones) (exporta.Resultado, error) {
	t.Helper()
	o.Registro.Open(o.App)
	return exporta.Exportar(t.Context(), o.App, o.Registro, o.Now, opts, func(string, int64, int64) {})
}

func must(t *testing.T, o *hookstest.Office, opts exporta.Opciones) exporta.Resultado {
	t.Helper()
	r, err := export(t, o, opts)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// answered is a filing that was observed, corrected, registered and answered with a PDF.
func answered(t *testing.T, o *hookstest.Office) *core.Record {
	t.Helper()
	s := o.Filed(t, map[string]any{"asunto": "=1+1 & <b>"})
	doc := o.Observe(t, s.Id)
	o.Deliver(t)
	o.Correct(t, s.Id, doc.Id)
	o.MustMove(t, s.Id, mesa.EtapaRegistrado, nil)
	o.MustMove(t, s.Id, mesa.EtapaNota, map[string]any{"observaciones": "=HYPERLINK(\"x\")"})
	o.MustMove(t, s.Id, mesa.EtapaAtendido, map[string]any{
		"observaciones": "Procede.", "respuesta": hookstest.File("respuesta.pdf", hookstest.PDF(1)),
	})
	return s
}

// payload lists the files of a bag's payload under a folder.
func payload(t *testing.T, bag, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(bag, "data", folder))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func jsonOf[T any](t *testing.T, bag, name string) (v T) {
	t.Helper()
	if err := json.Unmarshal([]byte(readFile(t, bag, "data/"+name)), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestABagHoldsTheWholeFilingAndIsValid(t *testing.T) {
	t.Parallel()
	o, dest := hookstest.New(t, workday), t.TempDir()
	s := answered(t, o)
	if r := must(t, o, exporta.Opciones{Numero: "1-2026", Dest: dest}); r.Hechas != 1 || len(r.Incompletas) > 0 {
		t.Fatalf("%+v", r)
	}
	bag := filepath.Join(dest, "1-2026")
	if wrong := faults(t, bag); len(wrong) > 0 {
		t.Error(wrong)
	}
	docs := o.Documents(t, s.Id)
	if got := len(payload(t, bag, "documentos")); got != 2 {
		t.Errorf("%d documents", got)
	}
	if got := payload(t, bag, "respuestas"); len(got) != 1 || !strings.HasSuffix(got[0], "respuesta.pdf") {
		t.Errorf("answers %v", got)
	}
	listed := jsonOf[[]map[string]any](t, bag, "documentos.json")
	for i, doc := range docs {
		if listed[i]["sha256"] != doc.GetString("sha256") || sumOf(t, bag, "data/"+listed[i]["en_la_bolsa"].(string)) != doc.GetString("sha256") {
			t.Errorf("%v", listed[i])
		}
	}
	filing := jsonOf[map[string]any](t, bag, "solicitud.json")
	if filing["numero"] != "1-2026" || filing["estado"] != "atendida" || filing["asunto"] != "=1+1 & <b>" || filing["tramite_nombre"] == "" {
		t.Errorf("%v", filing)
	}
	trail := jsonOf[[]map[string]any](t, bag, "recorrido.json")
	table, err := csv.NewReader(strings.NewReader(readFile(t, bag, "data/recorrido.csv"))).ReadAll()
	if err != nil || len(trail) != 6 || len(table) != 7 {
		t.Fatalf("%v: %d lines, %d in the table", err, len(trail), len(table))
	}
	if table[5][7] != `'=HYPERLINK("x")` || trail[4]["observaciones"] != `=HYPERLINK("x")` {
		t.Errorf("%q %q", table[5], trail[4]["observaciones"])
	}
	for _, name := range []string{"avisos.json", "solicitud.json", "recorrido.json", "documentos.json"} {
		text := readFile(t, bag, "data/"+name)
		for _, secret := range []string{"/acuse/", `"secreto`, `"html"`, `"acuse":`} {
			if strings.Contains(text, secret) {
				t.Errorf("%s holds %s", name, secret)
			}
		}
	}
	if n, err := o.CountRecords(mesa.ColAccesos, dbx.HashExp{"actor": "terminal: exportar", "registro": s.Id}); n != 1 || err != nil {
		t.Errorf("%d lines in the register of accesses, %v", n, err)
	}
	info := infoOf(t, bag, t.Errorf)
	if info["External-Identifier"] != "1-2026" || info["Bagging-Date"] != "2026-03-24" || info["Source-Organization"] == "" {
		t.Errorf("%v", info)
	}
}

// Each receipt of a bag is genuine by the keys of the bag, and so is each leaf of its trail.
func TestWhatABagProves(t *testing.T) {
	t.Parallel()
	o, dest := hookstest.New(t, workday), t.TempDir()
	answered(t, o)
	must(t, o, exporta.Opciones{Numero: "1-2026", Dest: dest})
	bag := filepath.Join(dest, "1-2026")
	keys, err := cargo.ReadClaves([]byte(readFile(t, bag, "data/registro/mesadepartes.json")))
	if err != nil {
		t.Fatal(err)
	}
	genuine := 0
	for _, name := range payload(t, bag, "cargos") {
		if strings.HasSuffix(name, ".pdf") {
			if found := cargo.Verify([]byte(readFile(t, bag, "data/cargos/"+name)), keys); found.Veredicto == cargo.Autentico {
				genuine++
			}
		}
	}
	if genuine != 4 { // filed, corrected, registered, answered
		t.Errorf("%d genuine receipts", genuine)
	}
	leaves := jsonOf[[]struct {
		Linea     int
		N         int64
		Sal       string
		Hash      []byte
		Cargo     string
		Columnas  map[string]string
		Movimient string
	}](t, bag, "registro/hojas.json")
	if len(leaves) != 6 {
		t.Fatalf("%d leaves", len(leaves))
	}
	plain := 0
	for _, leaf := range leaves {
		proof := readFile(t, bag, "data/registro/0"+string(rune('0'+leaf.Linea))+".prueba")
		lines := strings.Split(proof, "\n")
		var path tlog.RecordProof
		for _, line := range lines[2:slices.Index(lines, "")] {
			raw, err := base64.StdEncoding.DecodeString(line)
			if err != nil {
				t.Fatal(err)
			}
			path = append(path, tlog.Hash(raw))
		}
		_, signed, _ := strings.Cut(proof, "\n\n")
		head, err := cargo.ReadCheckpoint(keys.Registros[len(keys.Registros)-1], []byte(signed))
		if err != nil {
			t.Fatal(err)
		}
		if err := tlog.CheckRecord(path, head.N, head.Hash, leaf.N, tlog.Hash(leaf.Hash)); err != nil {
			t.Errorf("line %d: %v", leaf.Linea, err)
		}
		if leaf.Cargo == "" {
			columns, _ := json.Marshal(leaf.Columnas)
			line := sha256.Sum256(append([]byte("mesadepartes linea 1\n"+leaf.Sal+"\n"), columns...))
			if want := tlog.RecordHash(line[:]); !bytes.Equal(want[:], leaf.Hash) {
				t.Errorf("line %d is not what its leaf says", leaf.Linea)
			}
			plain++
		}
	}
	if plain != 2 { // observed, the note
		t.Errorf("%d leaves without a receipt", plain)
	}
}

func TestABagIsNeverReplacedAndARunGoesOn(t *testing.T) {
	t.Parallel()
	o, dest := hookstest.New(t, workday), t.TempDir()
	first := o.Filed(t, nil)
	o.Clock.Add(48 * time.Hour)
	o.Filed(t, nil)
	o.Filed(t, nil)
	since := exporta.Opciones{Desde: o.Now().Add(-24 * time.Hour), Dest: dest}
	// A run that was killed left a half-written bag.
	left := filepath.Join(dest, ".parcial-2-2026", "data")
	if err := errors.Join(os.MkdirAll(left, 0o700), os.WriteFile(filepath.Join(left, "x.pdf"), []byte("x"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if r := must(t, o, since); r.Hechas != 2 || r.Estaban != 0 {
		t.Fatalf("%+v", r)
	}
	for _, n := range []string{"2-2026", "3-2026"} {
		if wrong := faults(t, filepath.Join(dest, n)); len(wrong) > 0 {
			t.Error(n, wrong)
		}
	}
	before := readFile(t, dest, "2-2026/tagmanifest-sha256.txt")
	if err := os.RemoveAll(filepath.Join(dest, "3-2026")); err != nil {
		t.Fatal(err)
	}
	o.MustMove(t, first.Id, mesa.EtapaRegistrado, nil)
	second, err := o.FindFirstRecordByData(mesa.ColSolicitudes, "numero", "2-2026")
	if err != nil {
		t.Fatal(err)
	}
	o.MustMove(t, second.Id, mesa.EtapaRegistrado, nil)
	r := must(t, o, since)
	if r.Hechas != 1 || r.Estaban != 1 || !slices.Equal(r.Cambiaron, []string{"2-2026"}) {
		t.Errorf("%+v", r)
	}
	if readFile(t, dest, "2-2026/tagmanifest-sha256.txt") != before {
		t.Error("a bag was replaced")
	}
	refused := func(numero, why string) {
		t.Helper()
		if _, err := export(t, o, exporta.Opciones{Numero: numero, Dest: dest}); err == nil || !strings.Contains(err.Error(), why) {
			t.Error(err)
		}
	}
	refused("2-2026", "no se reemplaza")
	if err := os.Mkdir(filepath.Join(dest, "1-2026"), 0o700); err != nil {
		t.Fatal(err)
	}
	refused("1-2026", "no es una bolsa")
	refused("9-2026", "no hay una solicitud")
	if _, err := export(t, o, exporta.Opciones{Numero: "1-2026", Dest: filepath.Join(o.DataDir(), "x")}); err == nil {
		t.Error("a destination inside the data folder")
	}
}

func TestADocumentThatChangedIsLeftOutAndNamed(t *testing.T) {
	t.Parallel()
	o, dest := hookstest.New(t, workday), t.TempDir()
	s := o.Filed(t, nil)
	doc := o.Documents(t, s.Id)[0]
	place := func(d *core.Record) string {
		return filepath.Join(o.DataDir(), "storage", filepath.FromSlash(d.BaseFilesPath()), d.GetString("archivo"))
	}
	stored := place(doc)
	data, err := os.ReadFile(stored)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1
	if err := os.WriteFile(stored, data, 0o600); err != nil {
		t.Fatal(err)
	}
	other := o.Filed(t, nil)
	gone := o.Documents(t, other.Id)[0]
	if err := os.Remove(place(gone)); err != nil {
		t.Fatal(err)
	}
	r := must(t, o, exporta.Opciones{Desde: o.Now().Add(-time.Hour), Dest: dest, Pide: true})
	if !slices.Equal(r.Incompletas, []string{"1-2026", "2-2026"}) {
		t.Errorf("%+v", r)
	}
	for n, why := range map[string]string{"1-2026": "cambió", "2-2026": "no está"} {
		bag := filepath.Join(dest, n)
		if wrong := faults(t, bag); len(wrong) > 0 {
			t.Error(n, wrong)
		}
		if text := readFile(t, bag, "data/faltantes.txt"); !strings.Contains(text, why) {
			t.Errorf("%s: %q", n, text)
		}
		if docs := jsonOf[[]map[string]any](t, bag, "documentos.json"); docs[0]["en_la_bolsa"] != "" {
			t.Errorf("%v", docs[0])
		}
	}
}

func TestAnExportThatIsBrokenOffLeavesNoBag(t *testing.T) {
	t.Parallel()
	o, dest := hookstest.New(t, workday), t.TempDir()
	o.Filed(t, nil)
	o.Filed(t, nil)
	o.Registro.Open(o.App)
	ctx, stop := context.WithCancel(t.Context())
	opts := exporta.Opciones{Desde: o.Now().Add(-time.Hour), Dest: dest}
	r, err := exporta.Exportar(ctx, o.App, o.Registro, o.Now, opts, func(string, int64, int64) { stop() })
	if !errors.Is(err, context.Canceled) || r.Hechas != 1 {
		t.Fatalf("%v %+v", err, r)
	}
	entries, err := filepath.Glob(filepath.Join(dest, "*-2026"))
	if err != nil || len(entries) != 1 {
		t.Errorf("%v %v", entries, err)
	}
	if r := must(t, o, opts); r.Hechas != 1 || r.Estaban != 1 {
		t.Errorf("%+v", r)
	}
}

func TestNamesOfAnyLengthAndAlphabetMakeAValidBag(t *testing.T) {
	t.Parallel()
	o, dest := hookstest.New(t, workday), t.TempDir()
	for _, name := range []string{strings.Repeat("ñ", 140) + ".pdf", "100% \r\n sí.pdf", "../../etc/x.pdf", "CON.pdf", "a:b*c?.pdf", " .pdf"} {
		draft := o.Draft(t, nil)
		o.Prove(t, draft)
		o.Must(t, mesa.ColDocumentos, map[string]any{
			"borrador": draft.Id, "clase": "principal", "archivo": hookstest.File(name, hookstest.PDF(1)),
		})
		s := o.Must(t, mesa.ColSolicitudes, map[string]any{"borrador": draft.Id})
		numero := o.Record(t, mesa.ColSolicitudes, s.Id).GetString("numero")
		must(t, o, exporta.Opciones{Numero: numero, Dest: dest})
		if wrong := faults(t, filepath.Join(dest, numero)); len(wrong) > 0 {
			t.Errorf("%q: %v", name, wrong)
		}
		if got := payload(t, filepath.Join(dest, numero), "documentos"); len(got) != 1 || len(got[0]) > 110 {
			t.Errorf("%q: %q", name, got)
		}
	}
}

// The two texts of the PIDE say what the filing says, field by field of their description.
func TestTheTextsOfThePIDE(t *testing.T) {
	t.Parallel()
	o, dest := hookstest.New(t, workday), t.TempDir()
	o.Set(t, map[string]any{"ruc": "20000000001"})
	s := o.Filed(t, map[string]any{"asunto": "Pido A & B"})
	type paper struct {
		XMLName  xml.Name
		Emisor   string `xml:"vrucentrem"`
		Receptor string `xml:"vrucentrec"`
		Nombre   string `xml:"vnomentemi"`
		Numero   string `xml:"vnumdoc"`
		Destino  string `xml:"vuniorgdst"`
		Asunto   string `xml:"vasu"`
		Anexos   int    `xml:"snumanx"`
		Folios   int    `xml:"snumfol"`
		PDF      string `xml:"bpdfdoc"`
		Archivo  string `xml:"vnomdoc"`
		Tipo     string `xml:"ctipdociderem"`
		DNI      string `xml:"vnumdociderem"`
		Registro string `xml:"vnumregstd"`
		Anio     string `xml:"vanioregstd"`
		Fecha    string `xml:"dfecregstd"`
		Cargo    string `xml:"bcarstd"`
		Obs      string `xml:"vobs"`
		Flag     string `xml:"cflgest"`
	}
	read := func(bag, name string) (p paper) {
		t.Helper()
		if err := xml.Unmarshal([]byte(readFile(t, bag, "data/pide/"+name)), &p); err != nil {
			t.Fatal(err)
		}
		if p.XMLName.Space != "http://ws.wsiopidetramite.segdi.gob.pe/" {
			t.Errorf("%v", p.XMLName)
		}
		return p
	}
	bagNow := func(flag string) string {
		t.Helper()
		to := filepath.Join(dest, flag)
		must(t, o, exporta.Opciones{Numero: "1-2026", Dest: to, Pide: true})
		bag := filepath.Join(to, "1-2026")
		if wrong := faults(t, bag); len(wrong) > 0 {
			t.Error(wrong)
		}
		p := read(bag, "cargo.xml")
		drawn, err := base64.StdEncoding.DecodeString(p.Cargo)
		if p.Flag != flag || p.Registro != "1" || p.Anio != "2026" || p.Fecha == "" || err != nil || !bytes.HasPrefix(drawn, []byte("%PDF")) {
			t.Errorf("%s: %s %s-%s %v", flag, p.Flag, p.Registro, p.Anio, err)
		}
		if (p.Obs != "") != (flag == "O") {
			t.Errorf("%s: %q", flag, p.Obs)
		}
		return bag
	}
	bag := bagNow("P")
	p := read(bag, "recepcion.xml")
	if p.Emisor != "" || p.Receptor != "20000000001" || p.Nombre != "JUAN PEREZ PEREZ" || p.Numero != "005-2022-ABC" ||
		p.Asunto != "Pido A & B" || p.Anexos != 0 || p.Folios != 3 || p.Tipo != "1" || p.DNI != "11111111" || p.Destino == "" {
		t.Errorf("%+v", p)
	}
	stored, err := base64.StdEncoding.DecodeString(p.PDF)
	if err != nil || string(stored) != readFile(t, bag, "data/documentos/"+p.Archivo) {
		t.Errorf("the document is another one: %v", err)
	}
	doc := o.Observe(t, s.Id)
	bagNow("O")
	o.Deliver(t)
	o.Correct(t, s.Id, doc.Id)
	bagNow("S")
	o.MustMove(t, s.Id, mesa.EtapaRegistrado, nil)
	bagNow("R")
}

func TestABagHoldsWhatLiesOnShelves(t *testing.T) {
	t.Parallel()
	o, dest := hookstest.New(t, workday), t.TempDir()
	answered(t, o)
	o.Shelve(t)
	r := must(t, o, exporta.Opciones{Desde: o.Now().Add(-24 * time.Hour), Dest: dest, Pide: true})
	if len(r.Incompletas) > 0 {
		t.Errorf("%+v", r)
	}
	bag := filepath.Join(dest, "1-2026")
	if wrong := faults(t, bag); len(wrong) > 0 {
		t.Error(wrong)
	}
	for _, d := range jsonOf[[]map[string]any](t, bag, "documentos.json") {
		if d["en_la_bolsa"] == "" {
			t.Errorf("not in the bag: %v", d)
		}
	}
}
