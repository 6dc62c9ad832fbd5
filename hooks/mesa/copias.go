package mesa

import "time"

// Copias is how the copies of an office stand, as the last round of the program found them.
type Copias struct {
	Donde  string    // where they go; "" while the program makes none by itself
	No     bool      // somebody switched them off
	Visto  bool      // a round has looked since the program began
	Junto  bool      // they lie on the disk of the data, which they don't survive
	Falla  string    // why the last one was not made, in words
	Ultima time.Time // when the newest was made; zero without one
	Ensayo EnsayoCopia
}

// EnsayoCopia is how the last rehearsal of a restore ended. Of sealed copies (Sellada) only what is
// sealed was proved: the program has no key to open them.
type EnsayoCopia struct {
	Hecho   time.Time `json:"hecho"`
	Copia   string    `json:"copia"`
	Fallas  []string  `json:"fallas"`
	Sellada bool      `json:"sellada,omitempty"`
}

// CopiaTarde is how old the newest copy may be before staff must know.
const CopiaTarde = 36 * time.Hour

// Aviso says in words what is wrong with the copies, "" when nothing is; grave tells whether
// there may be no copy to restore.
func (c Copias) Aviso(now time.Time) (text string, grave bool) {
	switch {
	case c.No:
		return TextSinCopias, true
	case c.Donde == "", !c.Visto:
		return "", false
	case c.Falla != "":
		return TextCopiaFalla(c.Falla), true
	case now.Sub(c.Ultima) > CopiaTarde:
		return TextCopiaVieja(c.Donde, c.Ultima), true
	case len(c.Ensayo.Fallas) > 0:
		return TextEnsayoFalla(c.Ensayo.Copia, c.Ensayo.Fallas[0]), true
	case c.Junto:
		return TextCopiaJunto(c.Donde), false
	}
	return "", false
}
