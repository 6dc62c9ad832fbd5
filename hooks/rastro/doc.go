// Package rastro keeps what nobody takes back: the trail of a filing, a line an act,
// and the register of who saw what. It writes lines and names their actors.
//
// It may not know what a move does: whoever writes a line says what the line tells.
package rastro
