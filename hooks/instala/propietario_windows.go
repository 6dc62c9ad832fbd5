package instala

// become leaves an administrator what it is: files belong to the folder's rules there.
func become(string) (string, error) { return "", nil }
