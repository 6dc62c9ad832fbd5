// Package respaldo copies an office to another place, proves the copies, and restores them.
//
// A copy is a snapshot of the base and the names of all files that belonged to it; the
// files themselves stand once, by their SHA-256, whatever number of copies names them. So
// a second copy writes only what is new, and nothing extra on the disk of the data.
//
// The book of acts goes into each copy. A restore takes the newest book that the
// destination holds, whatever copy is chosen: an older base is then behind its book, the
// program says so at its start, and `recuperar` writes the rest again (law four).
//
// A copy goes to a folder or to an S3 bucket (almacen). A place is known by the mark that the
// first copy leaves there: where it is missing, a disk is not mounted, and nothing is written.
// Copies may be sealed to a public key; what lies at the place then tells neither papers nor
// their hashes, and is proved all the same (sello.go).
//
// Where the office keeps its files on S3, the book is there too: a copy then holds the base
// and what the papers must be, and reads some of them.
//
// The key of the receipts is never copied: a copy that is lost must not sign for the
// office. Its recovery words bring it back.
//
// The doctor looks at a whole installation and says what to do. It opens the base to read
// alone and writes nothing, so it runs beside the server and after it.
package respaldo
