// Package correo is the outbox and every mail the office writes: one mail, one
// file. A mail is written as a record of `correos` in the transaction of the change
// it speaks of, and leaves after the commit: when the mail server is down nothing
// is lost and no filing waits for it.
//
// It knows its own kinds: their texts, whether a delayed one still holds, what each
// encloses. It may not move a filing: whoever moves hands the facts over (Aviso), and
// nobody is called back.
package correo
