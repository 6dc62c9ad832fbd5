package servidor

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const defaultAddress = "127.0.0.1:8090" // PocketBase's own

// Salud is `mesadepartes salud [ADDRESS] [--dir=DATA]`: it asks a running server how
// it is and writes the answer, mal and no answer to errs. It ends with 0 for bien and
// atención, with 1 for the others. It is the health check of the container, which has no shell. Without
// an address the lock of the data folder names the server; who can read the folder
// also reads the reasons. It opens no base and may run beside the server.
func Salud(args []string, out, errs io.Writer) int {
	address, dir := saludArgs(args)
	holder, _ := whoHolds(dir) // without it nothing but the reasons is missing
	held := reachable(holder.Direccion)
	if address == "" {
		if address = held; address == "" {
			address = defaultAddress
		}
	}
	where := address
	if !strings.Contains(where, "://") {
		where = "http://" + where
	}
	req, err := http.NewRequest(http.MethodGet, strings.TrimSuffix(where, "/")+"/salud", nil)
	if err != nil {
		fmt.Fprintln(errs, err)
		return 1
	}
	if address == held {
		req.Header.Set(keyHeader, holder.Clave)
	}
	return askSalud(req, out, errs)
}

func askSalud(req *http.Request, out, errs io.Writer) int {
	res, err := (&http.Client{Timeout: 4 * time.Second}).Do(req)
	if err != nil {
		fmt.Fprintln(errs, err)
		return 1
	}
	defer res.Body.Close()
	text, err := io.ReadAll(io.LimitReader(res.Body, 64<<10))
	if err != nil {
		fmt.Fprintln(errs, err)
		return 1
	}
	if kind := res.Header.Get("Content-Type"); !strings.HasPrefix(kind, "text/plain") {
		fmt.Fprintf(errs, "%s no es una mesa de partes: %s\n", req.URL.Host, res.Status)
		return 1
	}
	if res.StatusCode != http.StatusOK {
		_, _ = errs.Write(text)
		return 1
	}
	_, _ = out.Write(text)
	return 0
}

// saludArgs takes the arguments apart. PocketBase's own folder stands beside the
// program.
func saludArgs(args []string) (address, dir string) {
	dir = filepath.Join(filepath.Dir(os.Args[0]), "pb_data")
	for i := 0; i < len(args); i++ {
		value, named := strings.CutPrefix(args[i], "--dir=")
		switch {
		case named:
			dir = value
		case args[i] == "--dir" && i+1 < len(args):
			i++
			dir = args[i]
		default:
			address = args[i]
		}
	}
	return address, dir
}

// reachable is where a server that listens on every address answers this machine.
func reachable(address string) string {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return address
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		return net.JoinHostPort("127.0.0.1", port)
	}
	return address
}
