package mesa_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/pdf"
)

// fixed are the texts that the manual gives and headings, which end without a full stop.
var fixed = []string{"Recepción de solicitud", mesa.TextRecepcionPapel, "Subsanación recibida"}

// texts reads every Text* constant of the package from its source.
func texts(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, name := range []string{"textos.go", "textos_pdf.go", "textos_padron.go", "textos_libro.go", "textos_reloj.go",
		"textos_salidas.go", "textos_oficina.go", "textos_datos.go", "textos_saip.go", "textos_privacidad.go", "textos_bandeja.go",
		"textos_correos.go", "textos_frases.go", "textos_mis_tramites.go", "textos_avisos.go", "textos_replica.go"} {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || !strings.HasPrefix(spec.Names[0].Name, "Text") {
				return true
			}
			value, ok := plainText(spec.Values[0])
			if !ok {
				t.Fatalf("%s is no plain text", spec.Names[0].Name)
			}
			found[spec.Names[0].Name] = value
			return true
		})
	}
	if len(found) < 60 {
		t.Fatalf("only %d texts found: the reader of the source is broken", len(found))
	}
	return found
}

// plainText reads a text that the source writes in one piece or in several.
func plainText(e ast.Expr) (string, bool) {
	switch v := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(v.Value)
		return text, err == nil
	case *ast.BinaryExpr:
		begins, ok := plainText(v.X)
		ends, too := plainText(v.Y)
		return begins + ends, ok && too && v.Op == token.ADD
	}
	return "", false
}

// allTexts adds what functions compose.
func allTexts(t *testing.T) map[string]string {
	t.Helper()
	all := texts(t)
	for _, wait := range []time.Duration{0, time.Second, 59 * time.Second, time.Minute, 61 * time.Second, time.Hour} {
		all["TextReenvioEspera "+wait.String()] = mesa.TextReenvioEspera(wait)
		all["TextReclamoEspera "+wait.String()] = mesa.TextReclamoEspera(wait)
		all["TextMuchos "+wait.String()] = mesa.TextMuchos(wait)
		all["TextBusquedaCerrada "+wait.String()] = mesa.TextBusquedaCerrada(wait)
		all["TextCodigoEspera "+wait.String()] = mesa.TextCodigoEspera(wait)
		all["TextCodigoPedido "+wait.String()] = mesa.TextCodigoPedido(wait)
		all["TextCodigoMuchos "+wait.String()] = mesa.TextCodigoMuchos(wait)
		all["TextCodigoVecindad "+wait.String()] = mesa.TextCodigoVecindad(wait)
	}
	all["TextBorradorPresentado"] = mesa.TextBorradorPresentado("6-2026")
	all["TextCorreoMudado"] = mesa.TextCorreoMudado("juan@ejemplo.pe", "ana@ejemplo.pe")
	all["TextPruebaFallida"] = mesa.TextPruebaFallida("el servidor no responde.")
	all["TextLaAbrio"] = mesa.TextLaAbrio("ANA", 3*time.Minute)
	all["TextTooLong"] = mesa.TextTooLong(200)
	all["TextNoTrajo"] = mesa.TextNoTrajo([]string{"Anexo 1", "Anexo 2"})
	all["TextFraseCampo"] = mesa.TextFraseCampo("{x}")
	all["TextCorreoParado"] = mesa.TextCorreoParado(time.Date(2026, 3, 24, 10, 0, 0, 0, time.UTC))
	for _, failure := range []string{"", "535 no", "dial tcp", "tls: x", "554 no", mesa.TextSinConfirmar, mesa.TextDireccionRechazada("550")} {
		all["PorQueNoSalio "+failure], _ = mesa.PorQueNoSalio(mesa.CorreoPendiente, failure)
	}
	all["TextPadronMalas"] = mesa.TextPadronMalas(200_000, 14_000_000)
	all["TextPadronMenor"] = mesa.TextPadronMenor(12_000, 14_000_000)
	all["TextPadronListo"] = mesa.TextPadronListo(14_000_000, 3, 2, time.Minute)
	all["TextPadronLinea"] = mesa.TextPadronLinea(7, mesa.TextLineaRUC)
	numeros := []mesa.Numerado{{Anio: 2026, Correlativo: 228}, {Anio: 2026, Correlativo: 229}, {Anio: 2026, Correlativo: 343}}
	all["TextLibroFaltan"] = mesa.TextLibroFaltan(numeros, 3)
	all["TextLibroFaltan one"] = mesa.TextLibroFaltan(numeros[:1], 0)
	all["TextLibroFaltan moves"] = mesa.TextLibroFaltan(nil, 2)
	all["TextLibroRoto"] = mesa.TextLibroRoto(mesa.TextLibroHueco(1, 7), numeros, 1)
	all["TextLibroTrunco"] = mesa.TextLibroTrunco(116)
	all["TextLibroDanado"] = mesa.TextLibroDanado(mesa.TextLibroAlterado(1, 2))
	all["TextMuchosHuerfanos"] = mesa.TextMuchosHuerfanos(100) + "."
	all["TextCabezaRota"] = mesa.TextCabezaRota("libro.cabeza")
	all["TextResguardoFalta"] = mesa.TextResguardoFalta("resguardo")
	all["TextLibroAlterado"] = mesa.TextLibroAlterado(1, 7)
	all["TextLibroNoCompara"] = mesa.TextLibroNoCompara("disk I/O error")
	all["TextResguardoNoEscribe"] = mesa.TextResguardoNoEscribe("/resguardo")
	all["TextEpoca"] = mesa.TextEpoca(2) + mesa.TextReservados([][2]mesa.Numerado{{numeros[0], numeros[2]}})
	all["TextBorrado"] = mesa.TextBorrado("1/7", "Resolución Directoral 12-2026")
	all["TextRestaurar"] = mesa.TextRestaurar("copia.zip", mesa.TextRestaurarPierde(numeros, 0))
	now := time.Date(2026, 3, 24, 10, 0, 0, 0, time.UTC)
	all["TextRelojAtrasado"] = mesa.TextRelojAtrasado(now.AddDate(-11, 0, 0), now)
	all["TextRelojSinConfirmar"] = mesa.TextRelojSinConfirmar(now, now.AddDate(0, 0, 4))
	all["TextRelojConfirmado"] = mesa.TextRelojConfirmado(now, "mesadepartes reloj confirmar")
	all["TextRelojAdelantado"] = mesa.TextRelojAdelantado(now.AddDate(-11, 0, 0), now)
	all["TextSilencioSinConfirmar"] = mesa.TextSilencioSinConfirmar("martes 24 de marzo de 2026")
	all["TextProvincia"] = mesa.TextProvincia("Tacna", []string{"Candarave", "Tacna"})
	all["TextPosibleReapertura"] = mesa.TextPosibleReapertura("martes 24 de marzo de 2026",
		"se declaró no laborable el lunes 23 de marzo de 2026")
	all["TextInterrupcionMotivo"] = "El plazo pasa al viernes: " + mesa.TextInterrupcionMotivo("martes 24 de marzo de 2026") + "."
	all["TextPlazoRetenido"] = mesa.TextPlazoRetenido("martes 24 de marzo de 2026")
	all["TextPlazoSubsanar"] = mesa.TextPlazoSubsanar(2, true) + " " + mesa.TextPlazoSubsanar(2, false)
	all["TextSinDerivar"] = mesa.TextSinDerivar("martes 24 de marzo de 2026")
	all["TextPorCedulaEn"] = mesa.TextPorCedulaEn("martes 24 de marzo de 2026", "Av. Inventada 123")
	all["TextNoPresentadaDesde"] = mesa.TextNoPresentadaDesde("martes 24 de marzo de 2026")
	for _, silencio := range []string{"positivo", "negativo", "no_aplica"} {
		all["TextVencida "+silencio] = mesa.TextVencida("martes 24 de marzo de 2026", silencio, false)
	}
	all["TextVencida information"] = mesa.TextVencida("martes 24 de marzo de 2026", "negativo", true)
	all["TextAbrioCorreccion"] = mesa.TextAbrioCorreccion("24/03/2026 10:00:00")
	all["TextCuentaDesde"] = mesa.TextCuentaDesde(mesa.TextSubsanado, "lunes 9 de noviembre de 2026", "el 7 de noviembre fue sábado")
	all["TextProrrogaVencida"] = mesa.TextProrrogaVencida("martes 24 de marzo de 2026")
	all["TextProrrogaTarde"] = mesa.TextProrrogaTarde("martes 24 de marzo de 2026")
	all["TextVenceNuevoAntes"] = mesa.TextVenceNuevoAntes("martes 24 de marzo de 2026")
	all["TextSilencioOperado"] = mesa.TextSilencioOperado("martes 24 de marzo de 2026")
	for _, n := range []int{1, 9, 12, 20} {
		all[fmt.Sprint("TextDNIDigitos ", n)] = mesa.TextDNIDigitos(n)
		all[fmt.Sprint("TextCELargo ", n)] = mesa.TextCELargo(n)
		all[fmt.Sprint("TextRUCDigitos ", n)] = mesa.TextRUCDigitos(n)
	}
	for _, m := range pdf.Motivos {
		all["TextPDF "+string(m)] = mesa.TextPDF(string(m), 100<<20)
	}
	for _, k := range pdf.Kinds {
		all["TextNoEsPDF "+string(k)] = mesa.TextNoEsPDF(string(k))
		all["TextFotos "+string(k)] = mesa.TextFotos(string(pdf.FotoNoEs), 2, string(k))
	}
	for _, m := range pdf.MotivosSello {
		all["TextSello "+string(m)] = mesa.TextSello(string(m))
	}
	for _, day := range []string{"", "jueves 26 de marzo de 2026"} {
		all["TextSigueRevision "+day] = mesa.TextSigueRevision(day)
	}
	all["TextSigueRespuesta"] = mesa.TextSigueRespuesta("martes 24 de marzo de 2026", "jueves 26 de marzo de 2026")
	all["TextSigueRegistro"] = mesa.TextSigueRegistro("30 días hábiles")
	for _, m := range pdf.MotivosFotos {
		for foto := range 2 {
			all[fmt.Sprint("TextFotos ", m, foto)] = mesa.TextFotos(string(m), foto, "")
		}
	}
	for _, e := range append(mesa.Estados(), "") {
		for _, stage := range mesa.Etapas() {
			for _, by := range actors {
				if err := filing(e).Move(stage, by); err != nil {
					p, _ := mesa.AsProblem(err)
					all["move "+string(e)+" "+string(stage)] = p.Campos["etapa"]
				}
			}
		}
	}
	return all
}

func TestEveryTextIsAFinishedSentence(t *testing.T) {
	for name, text := range allTexts(t) {
		switch {
		case strings.TrimSpace(text) == "":
			t.Errorf("%s is empty", name)
		case text != strings.TrimSpace(text) || strings.Contains(text, "  "):
			t.Errorf("%s has stray spaces: %q", name, text)
		case !strings.ContainsAny(text[len(text)-1:], ".!?") && !slices.Contains(fixed, text):
			t.Errorf("%s ends without a full stop: %q", name, text)
		}
	}
}

// abbreviation is a full stop that ends no sentence.
var abbreviation = regexp.MustCompile(`\b(art|arts|N|Nro|S|Jr|Av|pág)\.`)

var sentenceEnd = regexp.MustCompile(`[.!?](\s+|$)`)

func TestNoSentenceIsLongerThan25Words(t *testing.T) {
	for name, text := range allTexts(t) {
		for _, sentence := range sentenceEnd.Split(abbreviation.ReplaceAllString(text, "$1"), -1) {
			if n := len(strings.Fields(sentence)); n > 25 {
				t.Errorf("%s: %d words: %q", name, n, sentence)
			}
		}
	}
}

func TestNoTwoTextsSayTheSame(t *testing.T) {
	seen := map[string]string{}
	for name, text := range texts(t) {
		if other, twice := seen[text]; twice {
			t.Errorf("%s and %s are one text: %q", name, other, text)
		}
		seen[text] = name
	}
}

func TestTextsSpeakToUstedAndNameNoInternals(t *testing.T) {
	familiar := regexp.MustCompile(`(?i)\b(tú|tienes|puedes|debes|haz|sube|revisa tu|ingresa|escribe tu|tu)\b`)
	internal := regexp.MustCompile(`(?i)\b(null|sql error|json|hook|record|query|id|nil|http)\b|_`)
	for name, text := range allTexts(t) {
		if bad := familiar.FindString(text); bad != "" {
			t.Errorf("%s says %q: %q", name, bad, text)
		}
		if bad := internal.FindString(text); bad != "" {
			t.Errorf("%s names %q: %q", name, bad, text)
		}
	}
}

func TestEveryTextIsUsed(t *testing.T) {
	used := used(t, filepath.Join("..", ".."))
	for _, name := range slices.Sorted(maps.Keys(texts(t))) {
		if !used[name] {
			t.Errorf("nothing uses %s", name)
		}
	}
}

// used lists the identifiers that the program's own code and pages mention,
// tests and their scaffolds left out.
func used(t *testing.T, root string) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	word := regexp.MustCompile(`Text[A-Za-z]+`)
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		switch {
		case d.IsDir() && (strings.HasPrefix(name, ".") && name != ".." || name == "node_modules" || name == "hookstest" || name == "uitest"):
			return fs.SkipDir
		case d.IsDir() || strings.HasSuffix(name, "_test.go"):
		case strings.HasSuffix(name, ".html"):
			page, err := os.ReadFile(path)
			for _, w := range word.FindAllString(string(page), -1) {
				found[w] = true
			}
			return err
		case strings.HasSuffix(name, ".go"):
			return uses(path, found)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// uses notes every identifier of a file that does not declare a constant.
func uses(path string, found map[string]bool) error {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		return err
	}
	declared := map[*ast.Ident]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ValueSpec:
			for _, id := range n.Names {
				declared[id] = true
			}
		case *ast.Ident:
			if !declared[n] {
				found[n.Name] = true
			}
		}
		return true
	})
	return nil
}

func TestEveryVerdictOnAPDFHasItsText(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range pdf.Motivos {
		text := mesa.TextPDF(string(m), 20<<20)
		if text == "" || seen[text] {
			t.Errorf("motive %s: %q", m, text)
		}
		seen[text] = true
	}
	for _, a := range pdf.Avisos {
		text := mesa.TextAviso(string(a))
		if text == "" || seen[text] {
			t.Errorf("notice %s: %q", a, text)
		}
		seen[text] = true
	}
	if mesa.TextPDF("inventado", 1) != "" || mesa.TextAviso("inventado") != "" {
		t.Error("a code that does not exist has a text")
	}
}

func TestWhatIsNoPDFIsNamed(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range pdf.Kinds {
		text := mesa.TextNoEsPDF(string(k))
		if seen[text] || !strings.Contains(text, "no es un PDF") {
			t.Errorf("%s: %q", k, text)
		}
		seen[text] = true
		if k == pdf.Desconocido || k == pdf.Video {
			continue
		}
		for _, step := range []string{mesa.TextPasosAndroid, mesa.TextPasosIPhone, mesa.TextPasosWindows} {
			if !strings.Contains(text, step) {
				t.Errorf("%s: no %q", k, step)
			}
		}
	}
	for _, m := range pdf.MotivosFotos {
		text := mesa.TextFotos(string(m), 3, "")
		if text == "" || seen[text] {
			t.Errorf("motive %s: %q", m, text)
		}
		seen[text] = true
	}
	if mesa.TextFotos("inventado", 1, "") != "" {
		t.Error("a motive that does not exist has a text")
	}
}

func TestATooLargeFileNamesTheLimitThatWasApplied(t *testing.T) {
	for limit, want := range map[int64]string{100 << 20: "más de 100 MB", 20 << 20: "más de 20 MB"} {
		if got := mesa.TextPDF(string(pdf.Grande), limit); !strings.Contains(got, want) {
			t.Errorf("limit %d: %q", limit, got)
		}
	}
}

func TestWaitsAreSaidInWholeSecondsAndMinutes(t *testing.T) {
	for wait, want := range map[time.Duration]string{
		-time.Second: "1 segundo", 0: "1 segundo", time.Millisecond: "1 segundo", time.Second: "1 segundo",
		1500 * time.Millisecond: "2 segundos", time.Minute: "60 segundos", time.Minute + 1: "2 minutos", 2 * time.Minute: "2 minutos",
		121 * time.Second: "3 minutos", 15 * time.Minute: "15 minutos",
	} {
		if got := mesa.TextMuchos(wait); got != "Hizo demasiados intentos. Espere "+want+" y vuelva a intentarlo." {
			t.Errorf("%v: %q", wait, got)
		}
	}
}

func TestBlankPagesAreNamed(t *testing.T) {
	t.Parallel()
	for want, pages := range map[string][]int{
		"La página 3 parece estar en blanco":                        {3},
		"Las páginas 2 y 4 parecen estar en blanco":                 {2, 4},
		"Las páginas 1, 2, 3, 4 y 5 parecen estar en blanco":        {1, 2, 3, 4, 5},
		"Las páginas 1, 2, 3, 4, 5 y otras parecen estar en blanco": {1, 2, 3, 4, 5, 6},
		mesa.TextAviso("pagina_en_blanco"):                          nil,
	} {
		if got := mesa.TextBlancas(pages); got != want {
			t.Errorf("%v: %q", pages, got)
		}
	}
}
