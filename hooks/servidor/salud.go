package servidor

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"
)

const defaultAddress = "127.0.0.1:8090" // PocketBase's own

// SaludCommand is `mesadepartes salud [DIRECCIÓN] [--dir=DATA]`, which may run beside the
// server. The exit code goes to exit.
func SaludCommand(app core.App, exit *int) *cobra.Command {
	return &cobra.Command{
		Use: "salud [DIRECCIÓN]", Args: cobra.MaximumNArgs(1), SilenceUsage: true,
		Short: "Pregunta a la mesa de partes que está en marcha cómo se encuentra",
		Long: "Pregunta a la mesa de partes que está en marcha cómo se encuentra: bien, atención o mal, y en su propia máquina por qué.\n" +
			"Termina con 0 si está bien o en atención, y con 1 si está mal o no responde.",
		Run: func(_ *cobra.Command, args []string) {
			*exit = Salud(strings.Join(args, ""), app.DataDir(), os.Stdout, os.Stderr)
		},
	}
}

// Salud asks a running server how it is and writes the answer, mal and no answer to errs.
// It gives 0 for bien and atención, 1 for the others. It is the health check of the
// container, which has no shell. Without an address the lock of the data folder names the
// server; who can read the folder also reads the reasons.
func Salud(address, dir string, out, errs io.Writer) int {
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
		fmt.Fprintln(errs, "La mesa de partes no responde:", err)
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

// heard gives the lines that a server of this folder answers, which is asked with its key.
func heard(address, key string) ([]string, error) {
	req, err := http.NewRequest(http.MethodGet, "http://"+address+"/salud", nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set(keyHeader, key) // for nobody to whom the server may point
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	res, err := (&http.Client{Timeout: 4 * time.Second, CheckRedirect: stay}).Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(io.LimitReader(res.Body, 64<<10))
	if err == nil && !strings.HasPrefix(res.Header.Get("Content-Type"), "text/plain") {
		err = fmt.Errorf("%s is not this program", address)
	}
	return strings.Split(strings.TrimSpace(string(text)), "\n"), err
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
