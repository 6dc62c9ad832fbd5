//go:build !linux

package reloj

// systemSynced is never known here: another machine or a person confirms the hour.
func systemSynced() bool { return false }
