package reloj

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

const (
	hourVariable = "MESA_HORA_URL"
	maxApart     = 60 * time.Second // between this clock and another machine's
)

// otherMachine names a machine that the office chose and that shows the same hour,
// "" when there is none.
func (r *Room) otherMachine(app core.App) string {
	for _, address := range hourAddresses(app) {
		host, err := r.agrees(address)
		if err == nil {
			return host
		}
		app.Logger().Warn("clock not confirmed by another machine", "error", err)
	}
	return ""
}

// hourAddresses are the machines the office chose: the one of MESA_HORA_URL, and the
// platform whose registers it asks. No other is ever asked.
func hourAddresses(app core.App) (list []string) {
	if v := os.Getenv(hourVariable); v != "" {
		list = append(list, v)
	}
	settings, err := app.FindFirstRecordByFilter(mesa.ColConsultasAjustes, "id != ''")
	if err == nil && settings.GetString("pide_url") != "" {
		list = append(list, settings.GetString("pide_url"))
	}
	return list
}

// agrees asks for nothing but the Date that comes with any answer. A redirect is an
// answer too and is not followed, for it could lead to a machine nobody chose.
func (r *Room) agrees(address string) (host string, err error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	client := http.Client{
		Timeout:       5 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	res, err := client.Head(address)
	if err != nil {
		return "", err
	}
	_ = res.Body.Close()
	theirs, err := http.ParseTime(res.Header.Get("Date"))
	if err != nil {
		return "", fmt.Errorf("%s: %w", u.Host, err)
	}
	if apart := r.Now().Sub(theirs).Abs(); apart > maxApart {
		return "", fmt.Errorf("%s shows %s, %s apart", u.Host, theirs.Format(time.RFC3339), apart.Round(time.Second))
	}
	return u.Host, nil
}
