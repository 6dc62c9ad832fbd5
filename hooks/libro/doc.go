// Package libro is the book of acknowledged acts: one small immutable entry for each
// line of the trail, written and synced before the commit that acknowledges the line,
// beside the files and outside the base. From it the base is written again when an
// older copy was restored, so that no number is given twice and no paper that was
// acknowledged is lost (law four of the house).
//
// An entry has a public part, which names no person and is what a later receipt signs,
// and a private part, which can be erased alone: the chain of hashes runs over the
// salted hash of the private part. The head of the book, outside the data folder,
// moves after each commit and before its answer, and so tells a commit from a
// roll-back that a crash left undecided. A second head lies beside the book: it tells of
// an older base and an older head that were put back together.
//
// The room may not know what a move means: it copies rows, and writes them back.
package libro
