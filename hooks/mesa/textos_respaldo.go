package mesa

import "time"

// TextSinCopias tells that somebody switched the copies off.
const TextSinCopias = "No se hacen copias de seguridad, porque MESA_COPIA dice «no». Si este disco falla, se pierde todo. " +
	"Ponga en MESA_COPIA una carpeta de otro disco."

// TextCopiaFalla tells that the copy of today was not made.
func TextCopiaFalla(why string) string {
	return "La copia de seguridad no se pudo hacer: " + why + ". Revise el lugar de las copias; se intenta otra vez cada hora."
}

// TextCopiaVieja tells that no copy was made lately.
func TextCopiaVieja(dest string, newest time.Time) string {
	if newest.IsZero() {
		return "Todavía no hay ninguna copia de seguridad en " + dest + ". Revise que ese lugar esté conectado."
	}
	return "La última copia de seguridad en " + dest + " es del " + FullTime(newest) + ". Revise que ese disco esté conectado."
}

// TextCopiaJunto tells that the copies lie beside what they are to save.
func TextCopiaJunto(dest string) string {
	return "Las copias de seguridad están en el mismo disco que los datos (" + dest + "). Si ese disco falla, se pierden también. " +
		"Ponga en MESA_COPIA una carpeta de otro disco, o s3://BUCKET/CARPETA."
}

// TextEnsayoFalla tells that a copy was restored to try it, and lacked something.
func TextEnsayoFalla(copia, fault string) string {
	return "El ensayo de restaurar la copia " + copia + " encontró una falla: " + fault +
		". Haga otra copia en otro disco y avise a quien administra el sistema."
}

// TextEnsayoBien tells how the last rehearsal went when nothing was wrong.
func TextEnsayoBien(e EnsayoCopia) string {
	if e.Sellada {
		return "La copia " + e.Copia + " se leyó entera y no le falta nada. Está cifrada: ensaye usted una restauración con su llave privada."
	}
	return "La copia " + e.Copia + " se restauró como ensayo y no le falta nada."
}
