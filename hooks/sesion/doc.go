// Package sesion opens the inbox to the accounts of the staff and to superusers: password,
// second factor, and sessions that can be listed and ended. A session holds only as long as
// its account is active and keeps its powers.
//
// It may not know what an account may do with a filing: that is a rule of the moves.
package sesion
