package mesa

// Salud is how well a part of the program is.
type Salud int

// The states of health, the worse the higher.
const (
	Bien     Salud = iota
	Atencion       // somebody should look
	Mal            // filings can't be taken, or what was taken is in danger
)

// String is the word that everybody reads at /salud.
func (s Salud) String() string { return [...]string{"bien", "atención", "mal"}[s] }
