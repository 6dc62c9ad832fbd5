package mesa

import "time"

// The texts about the register of proofs and its key: for the administrator.
const (
	TextClaveFalta = "Falta la llave que firma los cargos. Se recibe como siempre, pero no se entregan cargos. " +
		"Repóngala con «mesadepartes clave recuperar», o cree otra con «mesadepartes clave rotar»."
	TextClaveAjena = "La llave que firma los cargos es de otra oficina. No se entregan cargos. " +
		"Revise qué carpeta de resguardo usa el programa."
	TextCargoSinClave = "En este momento no podemos entregar el cargo. Su solicitud está registrada y conserva su número. " +
		"Vuelva a intentarlo más tarde."
	TextCertificadoNoLee     = "No se puede leer el archivo del certificado (MESA_FIRMA_P12). " + sinFirma
	TextCertificadoSinClave  = "No se puede leer el archivo con la contraseña del certificado. " + sinFirma
	TextCertificadoClaveMala = "La contraseña no abre el archivo del certificado. Corríjala en la configuración y reinicie. " + sinFirma
	TextCertificadoNoSirve   = "El archivo del certificado está dañado o su llave no sirve para firmar: use una RSA o ECDSA. " + sinFirma

	sinFirma = "Los cargos se entregan sin firma digital."

	TextCargoNoCoincide = "Este cargo ya no coincide con el registro público de la entidad, y no se entrega. Avise a mesa de partes."

	TextCodigoCargo  = "Escriba el código del cargo: 16 letras y números, como figura debajo del QR."
	TextCargoNoHay   = "No tenemos un cargo con ese código. Revise el código, o suba el PDF del cargo: se comprueba sin él."
	TextSinCargo     = "Suba el PDF del cargo o escriba su código."
	TextCargoPesado  = "Ese archivo no es un cargo: un cargo pesa menos de 1 MB. Suba el PDF del cargo tal como lo recibió."
	TextMuchoArchivo = "Los archivos pesan demasiado para compararlos aquí. Use el verificador que funciona sin conexión."
)

// TextClaveNoLee says that the file of the key can't be read or written.
func TextClaveNoLee(detalle string) string {
	return "No se puede usar el archivo de la llave que firma los cargos: " + detalle + ". Se recibe como siempre, sin entregar cargos."
}

// TextCodigosCerrados says when codes of receipts may be tried again.
func TextCodigosCerrados(wait time.Duration) string {
	return "Desde su conexión se probaron demasiados códigos. Suba el PDF del cargo, que se comprueba sin él, o espere " + inWords(wait) + "."
}

// TextCargoPerdido tells the holder of a genuine receipt that its filing is gone. dia is the
// day of the restore, 2026-03-25, "" when it is not known.
func TextCargoPerdido(dia string) string {
	when := ""
	if t, err := time.Parse(time.DateOnly, dia); err == nil {
		when = " del " + t.Format("02/01/2006")
	}
	return "Su trámite se perdió en la restauración" + when + ". Acérquese o escriba a mesa de partes con este cargo: " +
		"prueba cuándo lo presentó."
}

// TextCertificadoVencido says that a certificate is not in force.
func TextCertificadoVencido(desde, hasta time.Time) string {
	return "El certificado vale del " + FullTime(desde) + " al " + FullTime(hasta) + ". Instale uno vigente. " + sinFirma
}

// TextSelloEspera says that receipts wait for the time stamp since an instant.
func TextSelloEspera(desde time.Time) string {
	return "Hay cargos que esperan su firma y sello de tiempo desde el " + FullTime(desde) + ". Revise MESA_TSA_URL."
}
