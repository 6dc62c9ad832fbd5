package registro_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mesadepartes/hooks/cargo"
	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/oficina"
	"mesadepartes/hooks/registro"

	"github.com/pocketbase/dbx"
	"golang.org/x/mod/sumdb/tlog"
)

func quiet(string, int64, int64) {}

// audited is what an audit of lines, tree and files says; "" for a whole register.
func audited(t *testing.T, o *hookstest.Office) string {
	t.Helper()
	_, err := o.Registro.Audit(context.Background(), o.App, quiet)
	if err == nil {
		err = o.Registro.AuditFiles(context.Background(), o.App, quiet)
	}
	var broken registro.Rotura
	if err != nil && !errors.As(err, &broken) {
		t.Fatal(err)
	}
	return broken.Texto
}

// receipts are the PDFs of the receipts of a filing.
func receipts(t *testing.T, o *hookstest.Office, solicitud string) (list [][]byte, kinds []string) {
	t.Helper()
	all, err := o.Registro.Cargos(o.App, solicitud)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all {
		pdf, err := o.Registro.PDF(o.App, r.Codigo)
		if err != nil || pdf == nil {
			t.Fatalf("%s: %v", r.Titulo, err)
		}
		list, kinds = append(list, pdf), append(kinds, r.Titulo)
	}
	return list, kinds
}

func claves(t *testing.T, o *hookstest.Office) *cargo.Claves {
	t.Helper()
	k, err := o.Registro.Claves(o.App)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestEachActOfTheLawHasItsReceipt(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	s := o.Record(t, mesa.ColSolicitudes, o.Brought(t, mesa.Atendida))
	list, kinds := receipts(t, o, s.Id)
	if strings.Join(kinds, ", ") != "Cargo de presentación, Cargo de recepción, Cargo de respuesta" {
		t.Fatal(kinds)
	}
	for i, pdf := range list {
		found := cargo.Verify(pdf, claves(t, o))
		if found.Veredicto != cargo.Autentico || found.Cargo.Numero != s.GetString("numero") || len(pdf) > cargo.Medida {
			t.Errorf("%s: %+v, %d bytes", kinds[i], found, len(pdf))
		}
	}
	first := cargo.Verify(list[0], claves(t, o)).Cargo
	if first.Canal != "Digital" || first.Folios != first.Documentos[0].Folios || first.Recibida != "2026-03-25T09:00:00-05:00" ||
		first.Cuenta != "2026-03-25" || strings.Contains(string(list[0]), s.GetString("numero_documento")) {
		t.Errorf("%+v", first)
	}
	if first.Administrado.Huella != cargo.Huella(first.Sal, s.GetString("numero_documento")) {
		t.Error("the document can't be proved")
	}
	if fault := audited(t, o); fault != "" {
		t.Error(fault)
	}
}

func TestAReceiptIsTheSameBytesLater(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	s := o.Filed(t, nil)
	before, _ := receipts(t, o, s.Id)
	o.Brought(t, mesa.Atendida)
	after, _ := receipts(t, o, s.Id)
	if !bytes.Equal(before[0], after[0]) {
		t.Error("the receipt changed")
	}
}

func TestAnActThatIsRefusedLeavesNoLeaf(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	s := o.Filed(t, nil)
	before, err := registro.Size(o.App)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.Move(t, s.Id, mesa.EtapaAtendido, map[string]any{"observaciones": "No se puede todavía"}); err == nil {
		t.Fatal("a filing was answered before it was registered")
	}
	if after, err := registro.Size(o.App); err != nil || after != before || before != 1 {
		t.Errorf("%d leaves, then %d, %v", before, after, err)
	}
}

func TestTheRegisterGrowsAndProvesThatItOnlyGrew(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.Filed(t, nil)
	o.Registro.Open(o.App)
	head := func() tlog.Tree {
		t.Helper()
		signed, err := o.Registro.Checkpoint(o.App)
		if err != nil {
			t.Fatal(err)
		}
		tree, err := cargo.ReadCheckpoint(claves(t, o).Registros[0], signed)
		if err != nil {
			t.Fatal(err)
		}
		return tree
	}
	monday := head()
	for range 5 {
		o.Filed(t, nil)
	}
	tuesday := head()
	tile, err := o.Registro.Tile(o.App, "tile/8/0/000.p/6")
	if err != nil || len(tile) != 6*tlog.HashSize {
		t.Fatalf("%d bytes, %v", len(tile), err)
	}
	if same, err := o.Registro.Tile(o.App, "tile/0/000.p/6"); err != nil || !bytes.Equal(same, tile) {
		t.Errorf("under the address of C2SP: %d bytes, %v", len(same), err)
	}
	leaves := tlog.HashReaderFunc(func(indexes []int64) (list []tlog.Hash, err error) {
		at, err := tlog.ParseTilePath("tile/8/0/000.p/6")
		for _, i := range indexes {
			h, fault := tlog.HashFromTile(at, tile, i)
			list, err = append(list, h), errors.Join(err, fault)
		}
		return list, err
	})
	proof, err := tlog.ProveTree(tuesday.N, monday.N, leaves)
	if err != nil || tlog.CheckTree(proof, tuesday.N, tuesday.Hash, monday.N, monday.Hash) != nil {
		t.Errorf("%v %v: %v", monday, tuesday, err)
	}
	for _, path := range []string{
		"tile/8/0/000.p/7", "tile/8/0/000", "tile/8/0/001", "tile/8/data/000", "tile/4/0/000",
		"x", "tile/8/8/000.p/1",
		"tile/0/000.p/7", "tile/0/000", "tile/8/000.p/1", "tile/", "tile/0/", "0/000.p/1",
	} {
		if tile, err := o.Registro.Tile(o.App, path); tile != nil || err != nil {
			t.Errorf("%s: %d bytes, %v", path, len(tile), err)
		}
	}
}

// straight writes into the base past every rule and trigger, as somebody with the disk could.
func straight(t *testing.T, o *hookstest.Office, statements ...string) {
	t.Helper()
	var triggers []string
	if err := o.DB().NewQuery("SELECT name FROM sqlite_master WHERE type = 'trigger'").Column(&triggers); err != nil {
		t.Fatal(err)
	}
	for _, name := range triggers {
		if _, err := o.DB().NewQuery("DROP TRIGGER " + name).Execute(); err != nil {
			t.Fatal(err)
		}
	}
	for _, s := range statements {
		if _, err := o.DB().NewQuery(s).Execute(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWhatIsChangedStraightInTheBaseIsNamed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ sql, want string }{
		"a line's text":     {"UPDATE movimientos SET observaciones = 'otra cosa' WHERE etapa = 'RECEPCION'", "fue alterada"},
		"a line's instant":  {"UPDATE movimientos SET fecha = '2026-01-01 00:00:00.000Z' WHERE etapa = 'DERIVADO'", "DERIVADO"},
		"a line taken away": {"DELETE FROM movimientos WHERE etapa = 'REGISTRADO'", "ya no está"},
		"a line put in": {"INSERT INTO movimientos (id, solicitud, etapa, fecha) SELECT 'intrusa00000000', solicitud, 'NOTA', fecha " +
			"FROM movimientos LIMIT 1", "no tienen hoja"},
		"a receipt":            {"UPDATE registro_hojas SET cargo = replace(CAST(cargo AS TEXT), '1-2026', '2-2026') WHERE n = 0", "El cargo"},
		"a leaf":               {"UPDATE registro_hojas SET hash = zeroblob(32) WHERE n = 1", "hoja 1"},
		"a node of the tree":   {"UPDATE registro_nodos SET h = zeroblob(32) WHERE i = 2", "El árbol"},
		"the end of it all":    {"DELETE FROM registro_hojas WHERE n = (SELECT MAX(n) FROM registro_hojas)", "no tienen hoja"},
		"a hash of a document": {"UPDATE documentos SET sha256 = replace(sha256, substr(sha256, 1, 1), 'g')", "cambió"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := hookstest.New(t, workday)
			o.Brought(t, mesa.Derivada)
			if fault := audited(t, o); fault != "" {
				t.Fatal(fault)
			}
			straight(t, o, c.sql)
			if fault := audited(t, o); !strings.Contains(fault, c.want) {
				t.Errorf("the audit says %q, want %q", fault, c.want)
			}
		})
	}
}

func TestARegisterThatWasBuiltAnewIsToldByAnOldHead(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	s := o.Record(t, mesa.ColSolicitudes, o.Brought(t, mesa.Derivada))
	o.Registro.Open(o.App)
	if err := o.Registro.Head(o.App); err != nil {
		t.Fatal(err)
	}
	old, _ := receipts(t, o, s.Id)
	straight(t, o, "UPDATE movimientos SET observaciones = 'otra cosa' WHERE etapa = 'RECEPCION'",
		"DELETE FROM registro_hojas", "DELETE FROM registro_nodos", "DELETE FROM registro_claves WHERE n = 0")
	if err := o.Registro.Fill(o.App); err != nil {
		t.Fatal(err)
	}
	if fault := audited(t, o); !strings.Contains(fault, "se rehízo") {
		t.Errorf("the audit says %q", fault)
	}
	found := cargo.Verify(old[0], claves(t, o))
	if err := o.Registro.Check(o.App, &found); err != nil || found.Veredicto != cargo.Restaurado {
		t.Errorf("the citizen's receipt: %+v, %v", found.Veredicto, err)
	}
}

func TestAFileChangedOnDiskIsNamed(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	s := o.Filed(t, nil)
	docs, err := mesa.DocumentsOf(o.App, s.Id)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(o.DataDir(), "storage", docs[0].BaseFilesPath(), docs[0].GetString("archivo"))
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if fault := audited(t, o); !strings.Contains(fault, "no es el que se recibió") {
		t.Errorf("the audit says %q", fault)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if fault := audited(t, o); !strings.Contains(fault, "Falta el archivo") {
		t.Errorf("the audit says %q", fault)
	}
}

func TestABaseOfBeforeGetsItsLeavesAndReceiptsOnDemand(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	s := o.Record(t, mesa.ColSolicitudes, o.Brought(t, mesa.Derivada))
	straight(t, o, "DELETE FROM registro_hojas", "DELETE FROM registro_nodos")
	for range 2 { // a second start adds nothing
		if err := o.Registro.Fill(o.App); err != nil {
			t.Fatal(err)
		}
	}
	o.Registro.Open(o.App)
	list, kinds := receipts(t, o, s.Id)
	again, _ := receipts(t, o, s.Id)
	if len(list) != 2 || !bytes.Equal(list[0], again[0]) || cargo.Verify(list[0], claves(t, o)).Veredicto != cargo.Autentico {
		t.Errorf("%v, %d", kinds, len(again))
	}
	var late int
	if err := o.DB().NewQuery("SELECT count(*) FROM registro_hojas WHERE antes = 0").Row(&late); err != nil || late != 0 {
		t.Errorf("%d leaves are not marked: %v", late, err)
	}
	if fault := audited(t, o); fault != "" {
		t.Error(fault)
	}
}

func TestTheKeyLiesOutsideTheDataAndFilingNeverWaitsForIt(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	s := o.Filed(t, nil)
	before, _ := receipts(t, o, s.Id)
	path := filepath.Join(o.Libro.Resguardo, "registro.clave")
	key, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	for name, c := range map[string]struct{ content, want string }{
		"gone": {"", mesa.TextClaveFalta}, "unreadable": {"{", "No se puede usar el archivo"},
		"of another office": {`{"semillas":["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="],"registros":[]}`, mesa.TextClaveAjena},
	} {
		if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		if c.content != "" {
			if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		o.Registro.Open(o.App)
		if state, text := o.Registro.Salud(context.Background(), o.App); state != mesa.Atencion || !strings.Contains(text, c.want) {
			t.Errorf("%s: %v %s", name, state, text)
		}
		other := o.Filed(t, nil) // nobody waits
		all, err := o.Registro.Cargos(o.App, other.Id)
		if err != nil || len(all) != 1 {
			t.Fatal(all, err)
		}
		if _, err := o.Registro.PDF(o.App, all[0].Codigo); !errors.Is(err, registro.ErrNoKey) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := errors.Join(os.RemoveAll(path), os.Mkdir(path, 0o700)); err != nil {
		t.Fatal(err)
	}
	o.Registro.Open(o.App)
	state, text := o.Registro.Salud(context.Background(), o.App)
	if state != mesa.Atencion || !strings.Contains(text, "No se puede usar el archivo") {
		t.Errorf("a folder: %v %s", state, text)
	}
	if err := errors.Join(os.Remove(path), os.WriteFile(path, key, 0o600)); err != nil {
		t.Fatal(err)
	}
	after, _ := receipts(t, o, s.Id) // the key is back, without a restart
	if !bytes.Equal(before[0], after[0]) {
		t.Error("another receipt")
	}
}

func TestTheKeyComesBackFromItsWords(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.Filed(t, nil)
	o.Registro.Open(o.App)
	path := filepath.Join(o.Libro.Resguardo, "registro.clave")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var ring struct{ Semillas [][]byte }
	if err := json.Unmarshal(data, &ring); err != nil {
		t.Fatal(err)
	}
	words := registro.Words(ring.Semillas[0])
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	wrong := registro.Words(bytes.Repeat([]byte{7}, 32))
	for _, said := range []string{"", "babab", strings.Replace(words, words[:5], "babab", 1), wrong, words + " " + words} {
		if err := o.Registro.Restore(o.App, said); err == nil {
			t.Errorf("%q is taken", said)
		}
	}
	if err := o.Registro.Restore(o.App, "  "+strings.ToUpper(words)+" "); err != nil {
		t.Fatal(err)
	}
	if state, text := o.Registro.Salud(context.Background(), o.App); state != mesa.Bien {
		t.Error(text)
	}
}

func TestARotatedKeyLeavesOldReceiptsGood(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	s := o.Filed(t, nil)
	before, _ := receipts(t, o, s.Id)
	if err := o.Registro.Rotate(o.App); err != nil {
		t.Fatal(err)
	}
	if err := o.Registro.Rotate(o.App); err == nil {
		t.Error("a key that signed nothing was replaced")
	}
	other := o.Filed(t, nil)
	after, _ := receipts(t, o, other.Id)
	keys := claves(t, o)
	if len(keys.Registros) != 2 || keys.Registros[0].Hasta != 1 || keys.Registros[1].Desde != 1 {
		t.Errorf("%+v", keys.Registros)
	}
	for _, pdf := range [][]byte{before[0], after[0]} {
		if got := cargo.Verify(pdf, keys); got.Veredicto != cargo.Autentico {
			t.Errorf("%+v", got)
		}
	}
}

func TestAReceiptSaysWhyAnotherDayCountsAndWhereToVerifyIt(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, "2026-03-29T09:00:00-05:00") // a Sunday
	o.Store().Set(oficina.FallbackURL, "http://127.0.0.1:9999")
	list, _ := receipts(t, o, o.Filed(t, nil).Id)
	found := cargo.Verify(list[0], claves(t, o))
	if found.Cargo == nil || found.Cargo.Cuenta != "2026-03-30" || found.Cargo.Motivo != "el 29 de marzo fue domingo" {
		t.Errorf("%+v", found.Cargo)
	}
	if origen := found.Registro.Origen; origen != "127.0.0.1:9999/registro/1" {
		t.Errorf("the register is %s", origen)
	}
	o.Deliver(t)
	if mail := o.Mailer.Mailbox.All()[0]; !strings.Contains(mail.Texto, "http://127.0.0.1:9999/cargo/"+found.Cargo.Codigo+".pdf") {
		t.Errorf("the mail leads to\n%s", mail.Texto)
	}
}

func TestNoLeafNamesAPerson(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	s := o.Filed(t, nil)
	var rows []dbx.NullStringMap
	if err := o.DB().NewQuery("SELECT movimiento, sal, hex(hash) h, CAST(cargo AS TEXT) c FROM registro_hojas").All(&rows); err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		for _, value := range row {
			if strings.Contains(value.String, s.GetString("numero_documento")) {
				t.Errorf("%s names the document", value.String)
			}
		}
	}
}

// The audit and the doctor read a file that went to its shelf.
func TestAFileOnItsShelfIsAudited(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	doc := o.Documents(t, o.Filed(t, nil).Id)[0]
	o.Shelve(t)
	diagnosed := func() string {
		t.Helper()
		faults, _, err := registro.DiagnoseFiles(t.Context(), o.App, 5, quiet)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(faults, " ")
	}
	if fault := audited(t, o) + diagnosed(); fault != "" {
		t.Error(fault)
	}
	path := hookstest.OnShelf(o, doc, "archivo")
	if err := os.WriteFile(path, hookstest.PDF(7), 0o600); err != nil {
		t.Fatal(err)
	}
	if fault := audited(t, o); !strings.Contains(fault, "no es el que se recibió") {
		t.Errorf("the audit says %q", fault)
	}
	if fault := diagnosed(); !strings.Contains(fault, "no es el que se recibió") {
		t.Errorf("the doctor says %q", fault)
	}
}
