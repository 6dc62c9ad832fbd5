// Package hookstest sets a whole front desk up for a test: a real database in a
// temporary folder with the migrations, every rule bound, a clock the test
// moves, PDFs made on the spot and a small real mail server. Only tests import it.
package hookstest
