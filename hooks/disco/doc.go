// Package disco is what the program asks of a disk, alike on every system: files and
// folders brought to stable storage, bytes that are free, one holder of a folder, and
// files that only their owner reads.
//
// It knows no office and no database: what a file means is the caller's.
package disco
