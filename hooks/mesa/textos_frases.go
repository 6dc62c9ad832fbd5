package mesa

import "strings"

// What a phrase of the office is refused with.
const (
	TextFraseSinClave  = "Escriba una palabra corta con la que se encuentre la frase."
	TextFraseClaveRep  = "Ya hay una frase con esa palabra. Escriba otra."
	TextFraseSinTipo   = "Elija dónde se ofrece la frase."
	TextFraseSinTexto  = "Escriba el texto de la frase."
	TextFraseTramite   = "Ese trámite ya no existe. Elija otro o déjelo para todos."
	TextFraseArea      = "Esa área ya no existe. Elija otra o deje la frase para todas."
	TextFraseAjena     = "Su cuenta escribe solo las frases de su área."
	TextFrasesLlenas   = "Ya hay 200 frases. Elimine una que no se use."
	TextSoloJefatura   = "Esta página es de la jefatura y de quien administra el sistema."
	TextClaveActual    = "La contraseña actual no es correcta."
	TextClaveCorta     = "Escriba una contraseña de 12 signos o más. Sirve una frase que recuerde."
	TextClaveLarga     = "Escriba una contraseña de 70 signos como máximo."
	TextClaveIgual     = "Escriba una contraseña distinta de la actual."
	TextClaveDistintas = "Las dos veces no coinciden. Escriba la contraseña nueva otra vez."
)

// TextFraseCampo refuses a word between braces that no filing has.
func TextFraseCampo(found string) string {
	return "Ninguna solicitud tiene " + found + ". Puede usar {" + strings.Join(camposFrase, "}, {") + "}."
}

// MinClave and MaxClave bound the password of an account: its signs, and the bytes that
// bcrypt reads.
const (
	MinClave = 12
	MaxClave = 70
)

// FallaClave says what is wrong with a new password, "" when nothing is.
func FallaClave(clave string) string {
	switch {
	case len([]rune(clave)) < MinClave:
		return TextClaveCorta
	case len(clave) > MaxClave:
		return TextClaveLarga
	}
	return ""
}
