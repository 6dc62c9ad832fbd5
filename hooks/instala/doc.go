// Package instala puts the program on a machine as a service, takes it off again, and changes it
// for a newer one: the user, the unit, the settings, the first administrator, the first copy.
// Each step looks at what is there already, so that a second run goes on where one was broken off.
//
// The installer opens no base: what belongs to the data is done by the installed program, as the
// user of the service, in a process of its own.
package instala
