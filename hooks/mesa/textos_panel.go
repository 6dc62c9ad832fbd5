package mesa

import (
	"fmt"
	"strings"
)

// What PocketBase says in English about a record of the house's collections, in Spanish:
// the dashboard shows these texts to the office's staff.

// ofTheFramework are the texts by PocketBase's code of a field's fault. %v is the bound.
var ofTheFramework = map[string]struct{ texto, bound string }{
	"validation_required":               {"Es obligatorio.", ""},
	"validation_empty":                  {"Debe quedar vacío.", ""},
	"validation_not_unique":             {"Ya existe otro registro con este valor.", ""},
	"validation_max_text_constraint":    {"Es demasiado largo: hasta %v caracteres.", "max"},
	"validation_min_text_constraint":    {"Es demasiado corto: al menos %v caracteres.", "min"},
	"validation_length_out_of_range":    {"Su largo no es el permitido.", ""},
	"validation_max_number_constraint":  {"El número es demasiado grande: hasta %v.", "max"},
	"validation_min_number_constraint":  {"El número es demasiado pequeño: desde %v.", "min"},
	"validation_not_a_number":           {"Escriba un número.", ""},
	"validation_only_int_constraint":    {"Escriba un número sin decimales.", ""},
	"validation_is_email":               {"Escriba un correo electrónico completo, como nombre@ejemplo.pe.", ""},
	"validation_is_url":                 {"Escriba una dirección web completa, que empiece con https://.", ""},
	"validation_invalid_url":            {"Escriba una dirección web completa, que empiece con https://.", ""},
	"validation_in_invalid":             {"Elija un valor de la lista.", ""},
	"validation_invalid_value":          {"Elija un valor de la lista.", ""},
	"validation_invalid_format":         {"No tiene la forma que debe tener.", ""},
	"validation_match_invalid":          {"No tiene la forma que debe tener.", ""},
	"validation_date_invalid":           {"Escriba una fecha válida.", ""},
	"validation_date_out_of_range":      {"La fecha está fuera de lo permitido.", ""},
	"validation_too_many_values":        {"Elija no más de %v.", "maxSelect"},
	"validation_not_enough_values":      {"Elija al menos %v.", "minSelect"},
	"validation_too_many_files":         {"Suba no más de %v archivos.", "maxSelect"},
	"validation_file_size_limit":        {"El archivo es demasiado grande.", ""},
	"validation_invalid_mime_type":      {"El archivo no es del tipo que se admite aquí.", ""},
	"validation_invalid_file":           {"El archivo no es válido.", ""},
	"validation_missing_rel_records":    {"Ese registro no existe.", ""},
	"validation_invalid_json":           {"No es un JSON válido.", ""},
	"validation_values_mismatch":        {"Los dos valores no son iguales.", ""},
	"validation_invalid_old_password":   {"La contraseña actual no es correcta.", ""},
	"validation_pk_invalid":             {"El identificador no es válido o ya existe.", ""},
	"validation_unsupported_value_type": {"El valor no es del tipo que debe ser.", ""},
}

// TextDelMarco says in Spanish what PocketBase found wrong with a field; "" when the code
// is not known.
func TextDelMarco(code string, params map[string]any) string {
	t := ofTheFramework[code]
	if bound, has := params[t.bound]; has && t.bound != "" {
		return fmt.Sprintf(t.texto, bound)
	}
	if t.bound != "" {
		return "No está dentro de lo permitido."
	}
	return t.texto
}

// TextDelPanel says in Spanish what PocketBase answers about a record; "" when it is not
// one of its own sentences.
func TextDelPanel(message string) string {
	switch message = strings.ToLower(message); {
	case strings.HasPrefix(message, "failed to create record"), strings.HasPrefix(message, "failed to update record"):
		return "No se guardó. Revise los campos señalados."
	case strings.HasPrefix(message, "failed to delete record"):
		return "No se borró: otros registros lo necesitan."
	case strings.HasPrefix(message, "failed to read the submitted data"):
		return "No se pudo leer lo que envió."
	case strings.HasPrefix(message, "the requested resource wasn't found"):
		return "No existe, o su cuenta no puede verlo."
	case strings.HasPrefix(message, "you are not allowed"), strings.HasPrefix(message, "only superusers"):
		return "Su cuenta no puede hacer esto."
	case strings.HasPrefix(message, "something went wrong"):
		return "No se pudo hacer. Revise lo que envió e inténtelo otra vez."
	}
	return ""
}
