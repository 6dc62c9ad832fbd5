// Package demo holds data: the first office, which every new installation
// starts with, and the invented people and filings of `mesadepartes demo`.
package demo
