package mesa

import "slices"

// MaxAnexos is the most annexes that an office may allow.
const MaxAnexos = 10

// MaxAnexos is how many annexes a filing of the office has at most: the manual's two until
// it says otherwise.
func (e *Entidad) MaxAnexos() int {
	if n := e.GetInt("max_anexos"); n > 0 {
		return min(n, MaxAnexos)
	}
	return 2
}

// Identidades are the identity documents by which the office knows a person (art. 113.1 of
// Ley 27444), in the order of all of them.
func (e *Entidad) Identidades() []string {
	chosen := e.GetStringSlice("documentos_identidad")
	if len(chosen) == 0 {
		return []string{DNI, CE}
	}
	return slices.DeleteFunc(TodasIdentidades(), func(tipo string) bool { return !slices.Contains(chosen, tipo) })
}

// TodasIdentidades are the identity documents that the program knows. Public information
// is open to the holder of any (art. 7 of Ley 27806).
func TodasIdentidades() []string { return []string{DNI, CE, Pasaporte, PTP, CIP} }

// NombreIdentidad is an identity document as the screens write it.
func NombreIdentidad(tipo string) string {
	switch tipo {
	case CE:
		return "Carné de Extranjería"
	case Pasaporte:
		return "Pasaporte"
	case PTP:
		return "Permiso temporal de permanencia (PTP)"
	case CIP:
		return "Carné de identidad personal (CIP)"
	}
	return tipo
}
