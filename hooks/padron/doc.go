// Package padron is SUNAT's "padrón reducido del RUC" on this machine: some 14
// million taxpayers in a SQLite file of their own, padron.db in the data folder.
// Import makes that file anew from what SUNAT publishes and puts it in place
// whole or not at all; a Registry looks taxpayers up in it, also while an import
// runs. Only number, name, status, condition and ubigeo are kept. The program
// works without the file.
package padron
