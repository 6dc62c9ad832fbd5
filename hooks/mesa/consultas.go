package mesa

import "github.com/pocketbase/dbx"

// OfDraft selects the documents of a draft. The index on `borrador` holds only
// documents that are in a draft, and SQLite uses such a partial index only for a
// query with its condition; without the index every filing would read the whole
// table.
func OfDraft(id string) dbx.Expression {
	return dbx.And(dbx.HashExp{"borrador": id}, dbx.NewExp("borrador != ''"))
}

// OfToken selects the notice whose acknowledgement link has a hash. The second
// condition lets SQLite use the partial index on `acuse`.
func OfToken(hash string) dbx.Expression {
	return dbx.And(dbx.HashExp{"acuse": hash}, dbx.NewExp("acuse != ''"))
}

// OfCorrection selects the documents of a correction, with the condition of the
// partial index on `subsanacion`.
func OfCorrection(id string) dbx.Expression {
	return dbx.And(dbx.HashExp{"subsanacion": id}, dbx.NewExp("subsanacion != ''"))
}
