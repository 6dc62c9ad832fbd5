package mesa

import "time"

// TextCopiaFalla tells that the copy of today was not made.
func TextCopiaFalla(why string) string {
	return "La copia de seguridad no se pudo hacer: " + why + ". Revise el disco de las copias; se intenta otra vez cada hora."
}

// TextCopiaVieja tells that no copy was made lately.
func TextCopiaVieja(dest string, newest time.Time) string {
	return "La última copia de seguridad en " + dest + " es del " + FullTime(newest) + ". Revise que ese disco esté conectado."
}

// TextEnsayoFalla tells that a copy was restored to try it, and lacked something.
func TextEnsayoFalla(copia, fault string) string {
	return "El ensayo de restaurar la copia " + copia + " encontró una falla: " + fault +
		". Haga otra copia en otro disco y avise a quien administra el sistema."
}
