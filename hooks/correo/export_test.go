package correo

// StuckNoticesSQL is the list as SQL, to see how the base reads it.
const StuckNoticesSQL = stuckSQL

// DueSQL is the list of what may leave.
const DueSQL = dueSQL
