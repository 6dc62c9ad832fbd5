// Package rastro keeps what nobody may change: the trail of a filing, a line for each act,
// the register of who saw what, and the record of incidents with personal data. It writes
// lines and names their actors.
//
// It may not know what a move does: whoever writes a line says what the line tells.
package rastro
