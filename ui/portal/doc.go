// Package portal is the citizens' site: one action a file. Handlers read a form, save
// records and choose a page; the events of those records apply every rule.
package portal
