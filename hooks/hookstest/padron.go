package hookstest

import (
	"bufio"
	"io"
	"math/rand/v2"
	"strconv"
)

// PadronHeader is the first line of SUNAT's file, in Latin-1 as it comes.
const PadronHeader = "RUC|NOMBRE O RAZ\xd3N SOCIAL|ESTADO DEL CONTRIBUYENTE|CONDICI\xd3N DE DOMICILIO|UBIGEO|" +
	"TIPO DE V\xcdA|NOMBRE DE V\xcdA|C\xd3DIGO DE ZONA|TIPO DE ZONA|N\xdaMERO|INTERIOR|LOTE|DEPARTAMENTO|MANZANA|KIL\xd3METRO|\r\n"

// padronPrefixes are the kinds of taxpayer and their share of the registry, in
// the order of their numbers. The shares are invented.
var padronPrefixes = []struct {
	prefix  uint64
	percent int
}{{10, 72}, {15, 1}, {17, 1}, {20, 26}}

// WritePadron writes an invented registry of n taxpayers in SUNAT's form: sorted
// by RUC, check digits valid, about thirty letters a name, Latin-1. The same n
// gives the same bytes.
func WritePadron(w io.Writer, n int) error {
	b := bufio.NewWriterSize(w, 1<<20)
	b.WriteString(PadronHeader)
	g := padronMaker{r: rand.New(rand.NewPCG(6, 20))}
	left := n
	for i, p := range padronPrefixes {
		rows := n * p.percent / 100
		if i == len(padronPrefixes)-1 {
			rows = left
		}
		left -= rows
		for k := range rows {
			g.line = g.line[:0]
			// Spread evenly over the eight digits between prefix and check digit.
			g.taxpayer(p.prefix, uint64(k)*100_000_000/uint64(rows))
			if _, err := b.Write(g.line); err != nil {
				return err
			}
		}
	}
	return b.Flush()
}

// PadronRUC adds the check digit to a prefix and eight digits (SUNAT's modulus 11).
func PadronRUC(prefix, middle uint64) uint64 {
	ten := prefix*100_000_000 + middle
	sum, rest := uint64(0), ten
	for _, weight := range [...]uint64{2, 3, 4, 5, 6, 7, 2, 3, 4, 5} {
		sum += rest % 10 * weight
		rest /= 10
	}
	return ten*10 + (11-sum%11)%10
}

type padronMaker struct {
	r    *rand.Rand
	line []byte
}

func (g *padronMaker) taxpayer(prefix, middle uint64) {
	g.line = append(strconv.AppendUint(g.line, PadronRUC(prefix, middle), 10), '|')
	if prefix != 20 {
		g.words(invented, 3+g.r.IntN(2))
		g.add("|", g.pick(padronStates), "|", g.pick(padronConditions), "|-|-|-|-|-|-|-|-|-|-|-|\r\n")
		return
	}
	g.words(trades, 1)
	g.add(" ")
	g.words(invented, 1+g.r.IntN(2))
	g.add(" ", g.pick(forms), "|", g.pick(padronStates), "|", g.pick(padronConditions), "|")
	g.line = append(g.line, strconv.Itoa(1_010_101 + g.r.IntN(25)*10_000 + g.r.IntN(9))[1:]...)
	g.add("|", g.pick(padronRoads), "|")
	g.words(invented, 1+g.r.IntN(2))
	g.add("|URB.|")
	g.words(invented, 1)
	g.add("|")
	g.line = strconv.AppendInt(g.line, int64(g.r.IntN(2000)), 10)
	g.add("|-|-|-|-|-|\r\n")
}

func (g *padronMaker) add(parts ...string) {
	for _, p := range parts {
		g.line = append(g.line, p...)
	}
}

func (g *padronMaker) words(from []string, n int) {
	for i := range n {
		if i > 0 {
			g.line = append(g.line, ' ')
		}
		g.add(g.pick(from))
	}
}

// pick takes the first of a short list most often, as values lie in the registry.
func (g *padronMaker) pick(from []string) string {
	if len(from) < 6 && g.r.IntN(4) > 0 {
		return from[0]
	}
	return from[g.r.IntN(len(from))]
}

var (
	padronStates     = []string{"ACTIVO", "BAJA DE OFICIO", "BAJA PROVISIONAL", "BAJA DEFINITIVA", "SUSPENSION TEMPORAL"}
	padronConditions = []string{"HABIDO", "NO HABIDO", "NO HALLADO", "PENDIENTE"}
	padronRoads      = []string{"AV.", "JR.", "CAL.", "CAR.", "PJ."}
	forms            = []string{"S.A.C.", "E.I.R.L.", "S.R.L.", "S.A.", "SOCIEDAD CIVIL"}
	trades           = []string{
		"COMERCIAL", "INVERSIONES", "SERVICIOS GENERALES", "TRANSPORTES", "CONSTRUCTORA", "IMPORTACIONES", "CONSULTOR\xcdA Y GESTI\xd3N",
		"DISTRIBUIDORA", "ASOCIACION", "FERRETER\xcdA", "BOTICA \"LA PRUEBA\"", "TALLER & REPUESTOS", "AGROINDUSTRIAS", "EMPRESA",
	}
	invented = []string{
		"\xd1AND\xda", "INVENTADA", "FICTICIO", "EJEMPLAR", "ZZ\xc1RATE", "PRUEBAS", "QUIMERA", "NINGUNA", "IMAGINARIO", "UT\xd3PICO",
		"SINNOMBRE",
		"MU\xd1OZTEST", "LABORAL", "PEREZTEST", "AURORA", "VALLEVERDE", "SOLTEST", "DEL SUR", "HUARITEST", "QUISPETEST", "MAMANITEST",
		"FLORESTEST", "CIELO", "RIOBLANCO", "LUNATEST", "TEST\xcdN", "PI\xd1ATEST", "ACME",
	}
)
