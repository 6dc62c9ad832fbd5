package cargo

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
)

// Veredicto is what is said of a receipt.
type Veredicto string

// The verdicts.
const (
	Autentico   Veredicto = "autentico"
	Alterado    Veredicto = "alterado"     // it bears a seal that is not of these bytes
	OtraEntidad Veredicto = "otra_entidad" // sealed, by a key that is none of this office
	Desconocido Veredicto = "desconocido"  // no receipt of such a system
	// Restaurado is genuine; the base was restored since without the act.
	Restaurado Veredicto = "restaurado"
)

// Genuine tells whether the office gave this receipt.
func (v Veredicto) Genuine() bool { return v == Autentico || v == Restaurado }

// Resultado is what Verify found.
type Resultado struct {
	Veredicto Veredicto
	Detalle   string            // why, for who looks closer; in Spanish
	Cargo     *Cargo            // what the receipt says, nil unless it is genuine
	Registro  Registro          // that signed it
	Lugar     int64             // of the leaf in the register, from zero
	Hoja      [sha256.Size]byte // its hash
	Archivos  []Archivo
}

// Archivo is a file that was compared with those of the receipt.
type Archivo struct {
	Nombre    string
	SHA256    string
	Documento *Documento // nil: none of them
}

// Verify tells whether a file is a receipt that the holder of the keys gave, byte for byte.
func Verify(pdf []byte, claves *Claves) Resultado {
	s, ok := readSeal(pdf)
	if !ok {
		return Resultado{
			Veredicto: Desconocido, Detalle: "El archivo no lleva el sello de una mesa de partes, o se guardó de nuevo con otro programa.",
		}
	}
	r, ours := claves.of(s.clave)
	switch {
	case !s.whole:
		return Resultado{Veredicto: Alterado, Detalle: "El archivo cambió después de que la entidad lo selló."}
	case !ours:
		return Resultado{Veredicto: OtraEntidad, Detalle: "Lo selló una clave que no es de esta entidad."}
	}
	return VerifyCargo(s.cargo, s.prueba, r)
}

// VerifyCargo checks the bytes of a receipt and their proof against the register that
// signed them.
func VerifyCargo(bytes, prueba []byte, r Registro) Resultado {
	leaf := Hoja(bytes)
	n, size, err := proved(r, leaf, prueba)
	if err != nil {
		return Resultado{Veredicto: Alterado, Detalle: "La prueba del registro público no corresponde a este cargo."}
	}
	if r.Hasta > 0 && size > r.Hasta {
		return Resultado{Veredicto: Alterado, Detalle: "Lo firmó una clave que la entidad ya había retirado."}
	}
	c, err := Read(bytes)
	if err != nil {
		return Resultado{Veredicto: Desconocido, Detalle: "El sello es de la entidad, pero este programa no lee su contenido."}
	}
	found := Resultado{Veredicto: Autentico, Cargo: c, Registro: r, Lugar: n, Hoja: leaf}
	if r.Quedan != nil && n >= *r.Quedan {
		found.Veredicto = Restaurado
	}
	return found
}

// SumOf is the SHA-256 of a file, in hex, and its size in bytes.
func SumOf(file io.Reader) (sum string, n int64, err error) {
	h := sha256.New()
	n, err = io.Copy(h, file)
	return hex.EncodeToString(h.Sum(nil)), n, err
}

// Compare looks a file up among those of the receipt, by its hash.
func (r *Resultado) Compare(nombre, sum string) {
	a := Archivo{Nombre: nombre, SHA256: sum}
	if r.Cargo != nil {
		for i := range r.Cargo.Documentos {
			if r.Cargo.Documentos[i].SHA256 == sum {
				a.Documento = &r.Cargo.Documentos[i]
			}
		}
	}
	r.Archivos = append(r.Archivos, a)
}

// Whole tells whether each file that was compared is one of the receipt.
func (r *Resultado) Whole() bool {
	for _, a := range r.Archivos {
		if a.Documento == nil {
			return false
		}
	}
	return true
}
