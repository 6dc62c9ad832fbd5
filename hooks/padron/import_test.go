package padron_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/padron"
)

var ctx = context.Background()

// sample is an invented registry in Latin-1 with what real ones hold: accents, a
// lone quote, an ampersand, hyphens for empty values.
const sample = hookstest.PadronHeader +
	"20000000001|EMPRESA FICTICIA \xd1AND\xda S.A.C.|ACTIVO|HABIDO|150101|AV.|INVENTADA|URB.|DEL EJEMPLO|123|-|-|401|-|-|\r\n" +
	"20000000010|COMERCIAL \"LA PRUEBA\" E.I.R.L.|BAJA DE OFICIO|NO HABIDO|160101|JR.|SIN NOMBRE|-|-|S/N|-|-|-|-|-|\r\n" +
	"20000000028|ASOCIACION DE PRUEBA & CIA|ACTIVO|HABIDO|080101|CAR.|LONGITUDINAL|-|-|-|-|7|-|B|12.5|\r\n" +
	"10000000006|PERSONA INVENTADA UNO|ACTIVO|HABIDO|-|-|-|-|-|-|-|-|-|-|-|\r\n" +
	"15000000008|SUCESION INVENTADA DOS|BAJA DE OFICIO|HABIDO|-|-|-|-|-|-|-|-|-|-|-|\r\n"

// large is an invented registry of n taxpayers.
func large(t testing.TB, n int) string {
	t.Helper()
	var b bytes.Buffer
	if err := hookstest.WritePadron(&b, n); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func zipped(t testing.TB, name, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = w.Write([]byte(text)); err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// put writes a file to import. Its name doesn't tell whether it is a zip or a text.
func put(t testing.TB, data string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "archivo.dat")
	if err := os.WriteFile(name, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func load(t testing.TB, dir, data string) (padron.Report, error) {
	t.Helper()
	return padron.Import(ctx, padron.Options{Src: put(t, data), Dir: dir, Now: time.Unix(1_770_000_000, 0)})
}

func mustLoad(t testing.TB, dir, data string) padron.Report {
	t.Helper()
	r, err := load(t, dir, data)
	if err != nil {
		t.Fatalf("%v: %v", err, errors.Unwrap(err))
	}
	return r
}

func wantFault(t *testing.T, err error, texto string) {
	t.Helper()
	var f *padron.Fault
	if !errors.As(err, &f) || f.Texto != texto {
		t.Fatalf("got %v (%v), want %q", err, errors.Unwrap(err), texto)
	}
}

// wantOnly checks that a folder holds the registry and no leftover.
func wantOnly(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, _ := os.ReadDir(dir)
	var got []string
	for _, e := range entries {
		if e.Name() != "padron.db.turno" {
			got = append(got, e.Name())
		}
	}
	if !slices.Equal(got, names) {
		t.Errorf("the folder holds %v, want %v", got, names)
	}
}

func TestTheSampleIsImportedAndFound(t *testing.T) {
	t.Parallel()
	for name, data := range map[string]string{
		"txt": sample, "zip": zipped(t, "padron_reducido_ruc.txt", sample), "without a break at the end": strings.TrimSuffix(sample, "\r\n"),
		"in line feeds, with an empty line": strings.ReplaceAll(sample, "\r\n", "\n") + "\n",
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "datos ñ #1?")
			if err := os.Mkdir(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			if r := mustLoad(t, dir, data); r.Filas != 5 || r.Malas != 0 || r.Repetidas != 0 {
				t.Errorf("%+v", r)
			}
			wantOnly(t, dir, "padron.db")
			reg := padron.Open(dir)
			defer reg.Close()
			for _, want := range []padron.Empresa{
				{"20000000001", "EMPRESA FICTICIA ÑANDÚ S.A.C.", "ACTIVO", "HABIDO", "150101"},
				{"20000000010", `COMERCIAL "LA PRUEBA" E.I.R.L.`, "BAJA DE OFICIO", "NO HABIDO", "160101"},
				{"20000000028", "ASOCIACION DE PRUEBA & CIA", "ACTIVO", "HABIDO", "080101"},
				{"10000000006", "PERSONA INVENTADA UNO", "ACTIVO", "HABIDO", ""},
			} {
				if got, found, err := reg.Lookup(ctx, want.RUC); err != nil || !found || got != want {
					t.Errorf("%+v %v %v", got, found, err)
				}
			}
			for _, ruc := range []string{"20538298485", "", "2000000000", "20000000001'", "-2000000001", "200000000010"} {
				if got, found, err := reg.Lookup(ctx, ruc); found || err != nil || got != (padron.Empresa{}) {
					t.Errorf("%q: %+v %v %v", ruc, got, found, err)
				}
			}
			if c, err := reg.Carga(ctx); err != nil || c.Filas != 5 || c.ImportadaEn.Unix() != 1_770_000_000 {
				t.Errorf("%+v %v", c, err)
			}
		})
	}
}

func TestWhatIsNoRegistryIsRefusedAndTheOldOneServes(t *testing.T) {
	t.Parallel()
	utf8 := strings.ToValidUTF8(strings.NewReplacer("\xd1", "Ñ", "\xda", "Ú", "\xd3", "Ó", "\xcd", "Í").Replace(sample), "?")
	whole := zipped(t, "padron.txt", large(t, 3000))
	flipped := []byte(whole)
	flipped[len(flipped)/2] ^= 0xff
	half := large(t, 1000)[:30_000]
	const annex = "20000000001|150101|AV.|UNA\r\n"
	for name, c := range map[string]struct{ data, texto string }{
		"UTF-8":                                {utf8, mesa.TextPadronUTF8},
		"UTF-8 with a mark":                    {"\xef\xbb\xbf" + sample, mesa.TextPadronUTF8},
		"UTF-8 under a broken header":          {"RUC" + strings.Repeat("|X", 14) + utf8[strings.Index(utf8, "\n"):], mesa.TextPadronUTF8},
		"a zip cut short":                      {whole[:len(whole)*2/3], mesa.TextPadronZip},
		"a zip with a wrong byte":              {string(flipped), mesa.TextPadronZip},
		"a zip of something else":              {zipped(t, "leame.pdf", "hola"), mesa.TextPadronZipOtro},
		"another table":                        {"DNI|NOMBRE\r\n11111111|UNO\r\n", mesa.TextPadronColumnas},
		"a page of the web":                    {"<!DOCTYPE html>\n<html></html>\n", mesa.TextPadronColumnas},
		"nothing":                              {"", mesa.TextPadronColumnas},
		"a header alone":                       {hookstest.PadronHeader, mesa.TextPadronVacio},
		"the annexes under a fitting header":   {hookstest.PadronHeader + strings.Repeat(annex, 3), mesa.TextPadronMalas(3, 4)},
		"one line without breaks":              {sample + strings.Repeat("x", 200_000), mesa.TextPadronMalas(1, 7)},
		"a status column that is none":         {unlikely(), mesa.TextPadronSituaciones},
		"less than half of the one before":     {large(t, 499), mesa.TextPadronMenor(499, 1000)},
		"two bad lines in a hundred":           {large(t, 980) + strings.Repeat("x\r\n", 20), mesa.TextPadronMalas(20, 1001)},
		"text that is cut in half, a txt then": {half, mesa.TextPadronMenor(strings.Count(half, "\n")-1, 1000)},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			mustLoad(t, dir, large(t, 1000))
			_, err := load(t, dir, c.data)
			wantFault(t, err, c.texto)
			wantOnly(t, dir, "padron.db")
			reg := padron.Open(dir)
			defer reg.Close()
			if got, err := reg.Carga(ctx); err != nil || got.Filas != 1000 {
				t.Errorf("the old registry: %+v %v", got, err)
			}
		})
	}
}

// unlikely is a file whose third column is no status, because no two lines agree.
func unlikely() string {
	var b strings.Builder
	b.WriteString(hookstest.PadronHeader)
	for i := range 1100 {
		fmt.Fprintf(&b, "%d|UNA|%d|HABIDO|-|-|-|-|-|-|-|-|-|-|-\n", 20_000_000_000+i, i)
	}
	return b.String()
}

func TestAFewBadLinesAreCountedAndPointedAt(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	lines := strings.SplitAfter(large(t, 1000), "\n")
	lines[6] = "hola\r\n"
	lines[8] = "X" + lines[8]
	r := mustLoad(t, dir, strings.Join(lines, ""))
	want := []padron.LineaMala{{7, mesa.TextLineaColumnas}, {9, mesa.TextLineaRUC}}
	if r.Filas != 998 || r.Malas != 2 || !slices.Equal(r.Ejemplos, want) {
		t.Errorf("%+v", r)
	}
	if d := r.Detalle(); !strings.Contains(d, "998 contribuyentes") || !strings.Contains(d, "Línea 7: No tiene 15 columnas.") {
		t.Error(d)
	}
}

func TestOfARepeatedNumberTheLastCounts(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r := mustLoad(t, dir, sample+strings.ReplaceAll("20000000001|OTRO NOMBRE|ACTIVO|HABIDO|-|-|-|-|-|-|-|-|-|-|-|\r\n", "\r", ""))
	if r.Filas != 5 || r.Repetidas != 1 {
		t.Errorf("%+v", r)
	}
	reg := padron.Open(dir)
	defer reg.Close()
	if e, _, err := reg.Lookup(ctx, "20000000001"); err != nil || e.RazonSocial != "OTRO NOMBRE" {
		t.Errorf("%+v %v", e, err)
	}
}

func TestLessThanHalfIsTakenWhenForced(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	mustLoad(t, dir, large(t, 1000))
	r, err := padron.Import(ctx, padron.Options{Src: put(t, sample), Dir: dir, Forzar: true})
	if err != nil || r.Filas != 5 || r.Anterior != 1000 {
		t.Errorf("%+v %v", r, err)
	}
}

func TestAFullDiskLeavesTheOldRegistry(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	mustLoad(t, dir, sample)
	src := put(t, large(t, 20_000))
	_, err := padron.Import(ctx, padron.Limited(padron.Options{Src: src, Dir: dir}, 512<<10))
	wantFault(t, err, mesa.TextPadronSinEspacio)
	var need int64
	_, err = padron.Import(ctx, padron.Options{Src: src, Dir: dir, Room: func(_ string, bytes, reserve int64) error {
		need = bytes
		return errors.New("no room")
	}})
	wantFault(t, err, mesa.TextPadronSinEspacio)
	if need < 500_000 {
		t.Errorf("asks for %d bytes", need)
	}
	wantOnly(t, dir, "padron.db")
}

func TestACancelledImportLeavesTheOldRegistry(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	mustLoad(t, dir, sample)
	ctx, cancel := context.WithCancel(ctx)
	_, err := padron.Import(ctx, padron.Options{Src: put(t, large(t, 20_000)), Dir: dir, Progress: func(done, total int64) {
		if done > total || done == 0 {
			t.Errorf("progress %d of %d", done, total)
		}
		cancel()
	}})
	wantFault(t, err, mesa.TextPadronCancelado)
	wantOnly(t, dir, "padron.db")
}

func TestOneImportAtATime(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	src, other := put(t, large(t, 5000)), put(t, sample)
	var once sync.Once
	r, err := padron.Import(ctx, padron.Options{Src: src, Dir: dir, Progress: func(int64, int64) {
		once.Do(func() {
			_, err := padron.Import(ctx, padron.Options{Src: other, Dir: dir})
			wantFault(t, err, mesa.TextPadronOcupado)
			if err := padron.Sweep(dir); err != nil {
				t.Error(err)
			}
		})
	}})
	if err != nil || r.Filas != 5000 {
		t.Errorf("%+v %v", r, err)
	}
}

func TestWhatCantBeReadOrWrittenSaysSo(t *testing.T) {
	t.Parallel()
	_, err := padron.Import(ctx, padron.Options{Src: filepath.Join(t.TempDir(), "nada.zip"), Dir: t.TempDir()})
	wantFault(t, err, mesa.TextPadronNoLee)
	_, err = padron.Import(ctx, padron.Options{Src: t.TempDir(), Dir: t.TempDir()})
	wantFault(t, err, mesa.TextPadronNoLee)
	_, err = padron.Import(ctx, padron.Options{Src: put(t, sample), Dir: filepath.Join(t.TempDir(), "no existe")})
	wantFault(t, err, mesa.TextPadronNoEscribe)
}

// killEnv makes the test binary an import that stands still once it is half way.
const killEnv = "MESA_PADRON_KILL"

func TestMain(m *testing.M) {
	if args := strings.Split(os.Getenv(killEnv), "\n"); len(args) == 2 {
		_, err := padron.Import(ctx, padron.Options{Src: args[0], Dir: args[1], Progress: func(done, total int64) {
			if done*2 > total {
				fmt.Println("half way")
				select {}
			}
		}})
		fmt.Println("ended", err)
		os.Exit(1)
	}
	hookstest.Main(m)
}

func TestAnImportKilledHalfWayLeavesTheOldRegistryAndNothingElse(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	mustLoad(t, dir, sample)
	src := put(t, large(t, 30_000))
	for _, clean := range []func(){
		func() { _ = padron.Sweep(dir) }, // the next start
		func() { _, _ = padron.Import(ctx, padron.Options{Src: put(t, "hola"), Dir: dir}) }, // the next import, a bad one even
	} {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), killEnv+"="+src+"\n"+dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		word := make([]byte, 8)
		if _, err := out.Read(word); err != nil || string(word) != "half way" {
			t.Fatalf("%q %v", word, err)
		}
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		wantOnly(t, dir, "padron.db", "padron.db.nuevo")
		reg := padron.Open(dir)
		if e, found, err := reg.Lookup(ctx, "20000000028"); err != nil || !found {
			t.Errorf("%+v %v %v", e, found, err)
		}
		reg.Close()
		clean()
		wantOnly(t, dir, "padron.db")
	}
	mustLoad(t, dir, large(t, 1000))
}
