package cargo_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"os"
	"strings"
	"testing"

	"mesadepartes/hooks/cargo"

	"golang.org/x/mod/sumdb/tlog"
)

// register is a register of an office with some leaves, and its key.
type register struct {
	key    *cargo.Llave
	hashes []tlog.Hash
	size   int64
}

func newRegister(t *testing.T, origen string, seed byte) *register {
	t.Helper()
	k, err := cargo.NewLlave(origen, bytes.Repeat([]byte{seed}, 32))
	if err != nil {
		t.Fatal(err)
	}
	return &register{key: k}
}

func (r *register) read(indexes []int64) ([]tlog.Hash, error) {
	var list []tlog.Hash
	for _, i := range indexes {
		list = append(list, r.hashes[i])
	}
	return list, nil
}

func (r *register) add(t *testing.T, leaf tlog.Hash) int64 {
	t.Helper()
	more, err := tlog.StoredHashesForRecordHash(r.size, leaf, tlog.HashReaderFunc(r.read))
	if err != nil {
		t.Fatal(err)
	}
	r.hashes = append(r.hashes, more...)
	r.size++
	return r.size - 1
}

func (r *register) claves() *cargo.Claves {
	return &cargo.Claves{Version: 1, Registros: []cargo.Registro{{Origen: r.key.Origen, Clave: r.key.Publica()}}}
}

func sum(text string) string {
	h := sha256.Sum256([]byte(text))
	return hex.EncodeToString(h[:])
}

// example is a receipt of a filing with three files.
func example() *cargo.Cargo {
	return &cargo.Cargo{
		Version: 1, Tipo: cargo.Presentacion, Codigo: "ABCDEFGHIJKLMNOP",
		Entidad: cargo.Entidad{Nombre: "Municipalidad Distrital de Ejemplo", RUC: "20000000001"}, Numero: "321-2026",
		Recibida: "2026-03-29T09:05:07-05:00", Cuenta: "2026-03-30", Motivo: "el domingo 29 de marzo no es día hábil", Canal: "Digital",
		Tramite: "Acceso a la información pública", Asunto: "Pido copia del plano de la Av. Ñahuincopa, con sus anexos",
		Administrado: cargo.Administrado{
			Nombre: "MARÍA ROSA ÑAHUI QUISPE", Documento: "DNI " + cargo.Masked("11111111"), Huella: cargo.Huella("aa", "11111111"),
			RazonSocial: "EJEMPLO S.A.C.", RUC: "20000000002",
		},
		Documentos: []cargo.Documento{
			{
				Clase: "principal", Nombre: "Carta de solicitud firmada por la representante.pdf", Numero: "CARTA 045-2026", Folios: 3,
				Bytes: 81234, SHA256: sum("uno"),
			},
			{Clase: "anexo1", Nombre: "poder.pdf", Folios: 12, Bytes: 1, SHA256: sum("dos")},
			{Clase: "anexo2", Nombre: "plano.pdf", Folios: 1, Bytes: 1, SHA256: sum("tres")},
		},
		Folios: 16, Linea: sum("línea"), Sal: "aa",
	}
}

// drawn gives the PDF of a receipt that stands in a register.
func drawn(t *testing.T, r *register, c *cargo.Cargo) []byte {
	t.Helper()
	data, err := c.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	n := r.add(t, cargo.Hoja(data))
	proof, err := cargo.Prueba(r.key, n, tlog.HashReaderFunc(r.read))
	if err != nil {
		t.Fatal(err)
	}
	pdf, err := cargo.Draw(r.key, data, proof, "https://mesa.ejemplo.pe", cargo.NoFirma)
	if err != nil {
		t.Fatal(err)
	}
	return pdf
}

func grown(t *testing.T, origen string, seed byte, leaves int) *register {
	r := newRegister(t, origen, seed)
	for i := range leaves {
		r.add(t, tlog.RecordHash([]byte{byte(i)}))
	}
	return r
}

func TestAReceiptIsProvedWithTheKeysAlone(t *testing.T) {
	t.Parallel()
	r := grown(t, "mesa.ejemplo.pe/registro/1", 1, 1000)
	pdf := drawn(t, r, example())
	if path := os.Getenv("MESA_CARGO"); path != "" {
		_ = os.WriteFile(path, pdf, 0o600)
	}
	if len(pdf) > cargo.Medida {
		t.Errorf("the receipt weighs %d bytes", len(pdf))
	}
	got := cargo.Verify(pdf, r.claves())
	if got.Veredicto != cargo.Autentico || got.Cargo.Numero != "321-2026" || got.Lugar != 1000 {
		t.Errorf("%+v", got)
	}
	for text, want := range map[string]string{"dos": "anexo1", "otro": ""} {
		got.Compare("x.pdf", sum(text))
		found := got.Archivos[len(got.Archivos)-1].Documento
		if (found == nil) != (want == "") || found != nil && found.Clase != want {
			t.Errorf("%s is %v", text, found)
		}
	}
	if got.Whole() {
		t.Error("a file that is none of the receipt's was overlooked")
	}
}

func TestTheSameReceiptIsTheSameBytes(t *testing.T) {
	t.Parallel()
	a := drawn(t, grown(t, "mesa.ejemplo.pe/registro/1", 1, 7), example())
	b := drawn(t, grown(t, "mesa.ejemplo.pe/registro/1", 1, 7), example())
	if !bytes.Equal(a, b) {
		t.Error("two drawings differ")
	}
}

func TestOneChangedByteIsNoticedWhereverItIs(t *testing.T) {
	t.Parallel()
	r := grown(t, "mesa.ejemplo.pe/registro/1", 1, 9)
	pdf, claves := drawn(t, r, example()), r.claves()
	for at := 0; at < len(pdf); at += 13 {
		was := pdf[at]
		pdf[at] ^= 1
		if got := cargo.Verify(pdf, claves); got.Veredicto.Genuine() || got.Cargo != nil {
			t.Fatalf("byte %d: %+v", at, got)
		}
		pdf[at] = was
	}
	for name, changed := range map[string][]byte{
		"cut": pdf[:len(pdf)-1], "longer": append(bytes.Clone(pdf), '\n'), "empty": nil, "twice": append(bytes.Clone(pdf), pdf...),
	} {
		if got := cargo.Verify(changed, claves); got.Veredicto.Genuine() {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestAReceiptOfAnotherOfficeIsNamedSo(t *testing.T) {
	t.Parallel()
	ours, theirs := grown(t, "mesa.ejemplo.pe/registro/1", 1, 3), grown(t, "otra.ejemplo.pe/registro/1", 2, 3)
	if got := cargo.Verify(drawn(t, theirs, example()), ours.claves()); got.Veredicto != cargo.OtraEntidad {
		t.Errorf("%+v", got)
	}
	// The same name with another key is another office too.
	forged := grown(t, "mesa.ejemplo.pe/registro/1", 3, 3)
	if got := cargo.Verify(drawn(t, forged, example()), ours.claves()); got.Veredicto != cargo.OtraEntidad {
		t.Errorf("%+v", got)
	}
}

func TestARetiredKeySignsNothingNew(t *testing.T) {
	t.Parallel()
	r := grown(t, "mesa.ejemplo.pe/registro/1", 1, 4)
	before, after := drawn(t, r, example()), drawn(t, r, example())
	claves := r.claves()
	claves.Registros[0].Hasta = 5
	if got := cargo.Verify(before, claves); got.Veredicto != cargo.Autentico {
		t.Errorf("signed while the key was good: %+v", got)
	}
	if got := cargo.Verify(after, claves); got.Veredicto != cargo.Alterado {
		t.Errorf("signed after it ended: %+v", got)
	}
}

func TestAReceiptOfTheLostHoursIsGenuineAndSaidToBeLost(t *testing.T) {
	t.Parallel()
	r := grown(t, "mesa.ejemplo.pe/registro/1", 1, 4)
	pdf, claves := drawn(t, r, example()), r.claves()
	kept := int64(4)
	claves.Registros[0].Quedan = &kept
	if got := cargo.Verify(pdf, claves); got.Veredicto != cargo.Restaurado || !got.Veredicto.Genuine() {
		t.Errorf("%+v", got)
	}
	kept = 5
	if got := cargo.Verify(pdf, claves); got.Veredicto != cargo.Autentico {
		t.Errorf("%+v", got)
	}
}

func TestAPictureOfTheQRIsEnough(t *testing.T) {
	t.Parallel()
	r, c := newRegister(t, "mesa.ejemplo.pe/registro/1", 1), example()
	data, _ := c.Bytes()
	fragment := cargo.Fragment(r.key, c, data)
	if e, ok := cargo.ReadFragment(r.claves(), c.Codigo, fragment); !ok || e.Numero != "321-2026" || e.Recibida != c.Recibida {
		t.Errorf("%v %v", e, ok)
	}
	for _, forged := range []string{"", "~~~", strings.Replace(fragment, "321", "322", 1), fragment[:len(fragment)-2]} {
		if _, ok := cargo.ReadFragment(r.claves(), c.Codigo, forged); ok {
			t.Errorf("%q is believed", forged)
		}
	}
	if _, ok := cargo.ReadFragment(r.claves(), "ABCDEFGHIJKLMNOQ", fragment); ok {
		t.Error("the code of another receipt")
	}
}

func TestCodesAreReadAsPeopleTypeThem(t *testing.T) {
	t.Parallel()
	code := cargo.NewCode()
	for typed, want := range map[string]string{
		cargo.InFours(code): code, strings.ToLower(code): code, " abcd efgh-ijkl mn0p ": "ABCDEFGHIJKLMNOP", "": "", "ABCD": "",
		"ABCDEFGHIJKLMNO8": "",
	} {
		if got := cargo.CleanCode(typed); got != want {
			t.Errorf("%q: %q", typed, got)
		}
	}
	if code == cargo.NewCode() || len(code) != 16 {
		t.Error(code)
	}
}

func TestKeysArePublishedInTheFormOfSignedNotes(t *testing.T) {
	t.Parallel()
	r := newRegister(t, "mesa.ejemplo.pe/registro/1", 1)
	parts := strings.Split(r.key.Publica(), "+")
	raw, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || parts[0] != "mesa.ejemplo.pe/registro/1" || len(raw) != 33 || raw[0] != 1 {
		t.Error(r.key.Publica())
	}
	for _, bad := range []string{
		"", "{}", `{"registros":[{"origen":"x","clave":"x"}]}`,
		`{"registros":[{"origen":"otro","clave":"` + r.key.Publica() + `"}]}`,
	} {
		if _, err := cargo.ReadClaves([]byte(bad)); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
}
