package correo

// StuckNoticesSQL is the list as SQL, to see how the base reads it.
const StuckNoticesSQL = stuckSQL
