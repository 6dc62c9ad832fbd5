// Package rule is the grammar of a record rule: how it is bound under a name, how
// it shares one transaction with the write that it guards, how it refuses, and how
// it writes what no person may write.
//
// It knows no domain noun: no collection, no column, no text that a person reads.
package rule
