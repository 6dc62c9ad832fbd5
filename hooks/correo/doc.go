// Package correo is the outbox. A mail is written as a record of `correos` in
// the transaction of the change it speaks of, and leaves after the commit: when
// the mail server is down nothing is lost and no filing waits for it.
package correo
