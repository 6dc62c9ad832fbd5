package mesa

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// The texts about the book of acts: for the citizen who must wait, for the
// administrator, and for the trail.
const (
	TextLibroEspera      = "En este momento no podemos registrar su envío. Lo que ya avanzó está guardado: vuelva a intentarlo más tarde."
	TextLibroNoEscribe   = "No pudimos guardar la constancia de su envío. Lo que ya avanzó está guardado: vuelva a intentarlo en unos minutos."
	TextLibroAjeno       = "El libro de actos es de otra oficina. Revise qué carpeta de datos y qué carpeta de resguardo usa el programa."
	TextLibroFalta       = "Al libro de actos le falta lo último que registró la base de datos, o la base es de otra carpeta de datos."
	TextResguardoDentro  = "La carpeta de resguardo no puede estar dentro de la carpeta de datos: se restauraría junto con ella."
	TextCorreoRecuperado = "Se recuperó del libro de actos y no consta si llegó. Notifique por cédula o póngalo en pendiente " +
		"para enviarlo otra vez."
	TextRecuperada = "La solicitud se recuperó del libro de actos al restaurar una copia anterior. Conserva su número, " +
		"sus fechas y sus documentos."
	TextRestaurarNoLee = "No se pudo ver qué le falta a la copia."
)

// TextLibroNoCompara says that base and book could not be compared.
func TextLibroNoCompara(detalle string) string {
	return "No se pudo comparar la base de datos con el libro de actos: " + strings.TrimSuffix(detalle, ".") + "."
}

// TextMuchosHuerfanos is the alarm of the quarantine.
func TextMuchosHuerfanos(n int) string {
	return fmt.Sprintf("más de %d carpetas de archivos no figuran en ningún registro: %d pasaron a «cuarentena» y nada se borró. "+
		"Compruebe si se repuso una base de datos más antigua", n, n)
}

// TextLibroDanado is what staff read when the nightly look finds damage that the base
// does not need now.
func TextLibroDanado(fault string) string {
	return fault + " La base de datos está completa. Haga hoy una copia de seguridad: si se repone una base anterior, ese acto no " +
		"podrá recuperarse."
}

// TextCabezaRota says that a head can't be read, and what to do.
func TextCabezaRota(file string) string {
	return fmt.Sprintf("El archivo %s está dañado. Detenga el programa, mueva ese archivo a otra carpeta y vuelva a iniciar. "+
		"El archivo se crea de nuevo a partir de la base de datos y del libro de actos.", file)
}

// TextResguardoFalta says that the head of the book outside the data folder is gone.
func TextResguardoFalta(carpeta string) string {
	return fmt.Sprintf("La carpeta de resguardo %s estaba vacía y se creó de nuevo. Si la movió o no está montada, detenga el "+
		"programa y vuelva a ponerla. Sin ella no se nota que se repuso una carpeta de datos más antigua.", carpeta)
}

// TextResguardoNoEscribe says that the head of the book can't be written.
func TextResguardoNoEscribe(carpeta string) string {
	return fmt.Sprintf("No se puede escribir en la carpeta de resguardo %s. No se numera hasta que se pueda: "+
		"revise el espacio y los permisos.", carpeta)
}

// TextLibroTrunco says that entries at the end of the book are lost.
func TextLibroTrunco(asientos int) string {
	return fmt.Sprintf("Al libro de actos le faltan al final %s que el resguardo conoce.", plural(asientos, "asiento", "asientos"))
}

// TextLibroHueco says that an entry has no file.
func TextLibroHueco(epoca, asiento int) string {
	return fmt.Sprintf("Falta el asiento %d de la época %d del libro de actos.", asiento, epoca)
}

// TextLibroAlterado says that an entry is not as it was written.
func TextLibroAlterado(epoca, asiento int) string {
	return fmt.Sprintf("El asiento %d de la época %d del libro de actos está dañado o fue alterado.", asiento, epoca)
}

// TextLibroAparte says that an entry was not written.
func TextLibroAparte(epoca, asiento int, numero string) string {
	return fmt.Sprintf("No se escribió el asiento %d/%d: en la base de datos el número %s es de otra solicitud. El asiento y sus "+
		"archivos se conservan.", epoca, asiento, numero)
}

// Numerado is the number of a filing.
type Numerado struct{ Anio, Correlativo int }

// TextLibroFaltan says what the base lacks, and which command writes it again.
func TextLibroFaltan(numeros []Numerado, otros int) string {
	return "La base de datos es más antigua que el libro de actos: " + faltan(numeros, otros) +
		". No se numera hasta recuperarlo con «mesadepartes recuperar»."
}

// TextLibroRoto says that the book is damaged, and what is still in it.
func TextLibroRoto(falla string, numeros []Numerado, otros int) string {
	s := falla
	if len(numeros)+otros > 0 {
		s += " En la base de datos " + faltan(numeros, otros) + "; el libro sí los tiene."
	}
	return s + " Traiga la carpeta libro completa, si la conserva. Si no, ejecute «mesadepartes recuperar --reservar»: " +
		"recupera lo que se lea y sigue después del último número conocido."
}

// TextEpoca notes in the trail that the book goes on behind a damage.
func TextEpoca(epoca int) string {
	return fmt.Sprintf("El libro de actos se dañó y sigue en su época %d.", epoca)
}

// TextReservados adds which numbers are skipped, by their first and last ones; nothing
// when there are none.
func TextReservados(ranges [][2]Numerado) string {
	var parts []string
	for _, r := range ranges {
		part := FormatNumero(r[0].Correlativo, r[0].Anio)
		if r[1].Correlativo > r[0].Correlativo {
			part += " a " + FormatNumero(r[1].Correlativo, r[1].Anio)
		}
		parts = append(parts, part)
	}
	if len(parts) == 0 {
		return ""
	}
	return " Números reservados que no se vuelven a usar, porque no se sabe a quién se dieron: " + strings.Join(parts, ", ") + "."
}

// TextBorrado notes in the trail that the private part of an entry was erased.
func TextBorrado(asiento, autorizacion string) string {
	return fmt.Sprintf("El contenido privado del asiento %s se borró del libro de actos. Lo autoriza: %s.",
		asiento, strings.TrimSuffix(autorizacion, "."))
}

// TextRestaurar says what restoring a copy will do, before it is done.
func TextRestaurar(copia, pierde string) string {
	return fmt.Sprintf("Antes de restaurar %s: %s Los archivos y el libro de actos no se pierden. Después no se reciben "+
		"solicitudes ni salen correos "+
		"hasta que ejecute «mesadepartes recuperar» en el servidor. Ese comando vuelve a escribir lo que falte, con sus mismos "+
		"números y documentos. No envía otra vez ningún correo. Lo que hoy está en uso se guarda en la carpeta «anterior». "+
		"Es mejor restaurar en una carpeta nueva una copia del programa: «mesadepartes copia restaurar DESTINO --dir=CARPETA-NUEVA». "+
		"Para continuar, pida la restauración otra vez después de cinco segundos y antes de diez minutos.", copia, pierde)
}

// TextRestaurarPierde says what a copy lacks.
func TextRestaurarPierde(numeros []Numerado, otros int) string {
	if len(numeros)+otros == 0 {
		return "La copia está al día: no le falta ningún acto."
	}
	return "En la copia " + faltan(numeros, otros) + "."
}

func faltan(numeros []Numerado, otros int) string {
	var parts []string
	if len(numeros) > 0 {
		parts = append(parts, plural(len(numeros), "solicitud", "solicitudes")+", "+Numeros(numeros))
	}
	if otros > 0 {
		parts = append(parts, plural(otros, "movimiento de otras", "movimientos de otras"))
		if len(numeros) == 0 {
			parts[0] = plural(otros, "movimiento", "movimientos")
		}
	}
	verb := "faltan "
	if len(numeros) == 1 || len(numeros)+otros == 1 {
		verb = "falta "
	}
	return verb + strings.Join(parts, ", y ")
}

// Numeros writes numbers in words, year by year: 228-2026 a 343-2026.
func Numeros(list []Numerado) string {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b Numerado) int { return cmp.Or(a.Anio-b.Anio, a.Correlativo-b.Correlativo) })
	var parts []string
	for i := 0; i < len(list); {
		j := i + 1
		for j < len(list) && list[j].Anio == list[i].Anio && list[j].Correlativo <= list[j-1].Correlativo+1 {
			j++
		}
		from, to := list[i], list[j-1]
		part := FormatNumero(from.Correlativo, from.Anio)
		if to.Correlativo > from.Correlativo {
			part += " a " + FormatNumero(to.Correlativo, to.Anio)
		}
		parts = append(parts, part)
		i = j
	}
	if len(parts) > 6 {
		parts = append(parts[:5], "…", parts[len(parts)-1])
	}
	return strings.Join(parts, ", ")
}
