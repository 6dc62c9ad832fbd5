//go:build !unix

package disco

// Umask has nothing to set: a new file takes the rights of its folder.
func Umask() {}
