//go:build !linux

package pdf

import "os"

// inherited are the variables, of those named, that the program has.
func inherited(names ...string) []string {
	var env []string
	for _, name := range names {
		if v, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+v)
		}
	}
	return env
}
