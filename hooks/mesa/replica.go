package mesa

import "time"

// Replica is how the second machine's copy of the office stands.
type Replica struct {
	Activa bool          // this process replicates
	Epoca  int           // the turn that it has
	AlDia  time.Time     // when all was at the destination last; zero before the first time
	Atraso time.Duration // since then, or since the start
	Salud  Salud
	Aviso  string // what is wrong, in words
}
