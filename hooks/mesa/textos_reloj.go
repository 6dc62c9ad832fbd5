package mesa

import "time"

// TextRelojBien says that the clock came back to an hour that can be right.
const TextRelojBien = "El reloj del servidor ya no está atrasado: otra vez se dan números y se registran movimientos."

// TextRelojAtrasado refuses a number or a move while the machine's clock shows an
// instant before what is stored.
func TextRelojAtrasado(now, newest time.Time) string {
	return "El reloj del servidor marca " + FullTime(now) + ", pero lo último que guardamos es del " + FullTime(newest) + ". " +
		"Hasta que se corrija la hora no damos números ni registramos movimientos. " +
		"Lo que usted avanzó está guardado: vuelva a intentarlo en unos minutos."
}

// TextRelojSinConfirmar tells staff what waits after the clock went forward by days.
func TextRelojSinConfirmar(latido, now time.Time) string {
	return "El reloj del servidor pasó del " + FullTime(latido) + " al " + FullTime(now) + ", y nadie confirmó esa hora. " +
		"Se reciben solicitudes, pero ninguna se cierra ni se da por aprobada por silencio. " +
		"Si la hora es la correcta, ejecute en el servidor: mesadepartes reloj confirmar --dir=CARPETA."
}

// TextRelojConfirmado says that the hour is trusted again, and by what.
func TextRelojConfirmado(now time.Time, por string) string {
	return "La hora del servidor quedó confirmada: " + FullTime(now) + ", por " + por + "."
}

// TextRelojAdelantado refuses to confirm an hour before what is stored.
func TextRelojAdelantado(now, newest time.Time) string {
	return "No se confirmó: el reloj marca " + FullTime(now) + " y lo último guardado es del " + FullTime(newest) + ". " +
		"Si el reloj está atrasado, corríjalo. Si antes estuvo adelantado y ahora está bien, agregue --estuvo-adelantado."
}

// TextSilencioSinConfirmar is the alert of a filing that silence approved if the
// clock is right.
func TextSilencioSinConfirmar(day string) string {
	return "SILENCIO POSITIVO: vencía el " + day + "; falta confirmar la hora del servidor."
}
