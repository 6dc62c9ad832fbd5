package mesa

// Camino is a refusal that says where the person goes on: what its page is called, and its
// one button.
type Camino struct {
	Refusal             error
	Titulo, Boton, Ruta string
}

// Error is the text of the refusal.
func (c Camino) Error() string { return c.Refusal.Error() }

// Unwrap is the refusal.
func (c Camino) Unwrap() error { return c.Refusal }
