// Package portal is the citizens' site: one action a file. Handlers read a
// form, save records and choose a page; every rule they may break lives in the
// record events of package hooks.
package portal
