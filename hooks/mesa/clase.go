package mesa

// Classes of a document.
const (
	ClasePrincipal = "principal"
	ClaseAnexo1    = "anexo1"
	ClaseAnexo2    = "anexo2"
	ClaseRespuesta = "respuesta"
)

// ClasesCiudadano are the documents a citizen attaches, in the form's order.
func ClasesCiudadano() []string { return []string{ClasePrincipal, ClaseAnexo1, ClaseAnexo2} }

// NombreClase is a class as the screens and mails write it.
func NombreClase(clase string) string {
	switch clase {
	case ClasePrincipal:
		return "Documento principal"
	case ClaseAnexo1:
		return "Anexo 1"
	case ClaseAnexo2:
		return "Anexo 2"
	case ClaseRespuesta:
		return "Respuesta"
	}
	return ""
}
