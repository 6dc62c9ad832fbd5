package correo

// StuckNoticesSQL is the list as SQL, to see how the base reads it.
const StuckNoticesSQL = stuckSQL

// UnsentSQL is the list of what did not leave.
const UnsentSQL = unsentSQL

// DueSQL is the list of what may leave.
const DueSQL = dueSQL

// LightenSQL is how old mails are found.
const LightenSQL = lightenSQL
