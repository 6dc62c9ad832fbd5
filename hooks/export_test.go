package hooks

// What the daily digest reads, for the tests outside the package.
var (
	NeedsCedula  = needsCedula
	StuckNotices = stuckNotices
)
