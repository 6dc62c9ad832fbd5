package reloj

// What the daily digest reads, for the tests outside the package.
var NeedsCedula = needsCedula

// The same lists as SQL, to see how the base reads them.
const (
	NeedsCedulaSQL = unconfirmedSQL
	ToMarkSQL      = unconfirmedSQL + unmarked
	StateSQL       = stateSQL
)
