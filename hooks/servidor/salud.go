package servidor

import (
	"fmt"
	"io"
	"net/http"
	"time"
)

// Salud asks a running server on this machine whether it is well; args may name
// its address. It is the health check of the container, which has no shell.
func Salud(args []string, errw io.Writer) int {
	address := "127.0.0.1:8090"
	if len(args) > 0 {
		address = args[0]
	}
	client := http.Client{Timeout: 4 * time.Second}
	res, err := client.Get("http://" + address + "/api/health")
	if err != nil {
		fmt.Fprintln(errw, err)
		return 1
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		fmt.Fprintln(errw, res.Status)
		return 1
	}
	return 0
}
