// Package mesa is the kernel of the domain: states and the moves between them,
// typed views of the records, the checks of what people type, and every text
// in which the program refuses something.
//
// It opens no database and has no clock: callers hand it records, instants and, for the
// queries of consultas.go, the app. Rules that need either live in the record events of
// the rooms above.
package mesa
