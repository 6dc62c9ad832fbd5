package mesa

import "github.com/pocketbase/dbx"

// OfDraft selects the documents of a draft. Their index holds only documents
// that are in a draft, and SQLite uses it only when the query says so, too:
// without it every filing reads the whole table.
func OfDraft(id string) dbx.Expression {
	return dbx.And(dbx.HashExp{"borrador": id}, dbx.NewExp("borrador != ''"))
}

// OfToken selects the notice whose acknowledgement link has a hash; the second
// half is what lets SQLite use the partial index.
func OfToken(hash string) dbx.Expression {
	return dbx.And(dbx.HashExp{"acuse": hash}, dbx.NewExp("acuse != ''"))
}

// OfCorrection is OfDraft for a correction.
func OfCorrection(id string) dbx.Expression {
	return dbx.And(dbx.HashExp{"subsanacion": id}, dbx.NewExp("subsanacion != ''"))
}
