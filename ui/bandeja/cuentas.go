package bandeja

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

const countsPath = "/bandeja/cuentas"

// counts answers with the numbers of the tabs, and how many filings came to the list since
// it was read: the page asks for them each minute.
func (b *Bandeja) counts(e *core.RequestEvent) error {
	f := readFilter(e.Request.URL.Query(), actor(e))
	tabs, _, err := b.tabs(e, f)
	if err != nil {
		return err
	}
	if e.Request.Header.Get("HX-Request") != "" {
		since, _ := strconv.Atoi(e.Request.URL.Query().Get("hasta")) // nonsense: none is new
		v := &listView{Frame: Frame{Tabs: tabs, Hasta: since, Guardadas: savedViews(e.Auth, f)}, Filter: f}
		if v.Nuevas, err = b.arrived(e, f, since); err != nil {
			return err
		}
		return b.Screen.Fragment(e, listPage, "pestanas", v)
	}
	numbers := map[string]int{}
	for _, t := range tabs {
		if t.Counted {
			numbers[t.Clave] = t.N
		}
	}
	return e.JSON(http.StatusOK, numbers)
}

// arrived counts the filings of a tab that moved after a line of the trail.
func (b *Bandeja) arrived(e *core.RequestEvent, f filter, since int) (n int, err error) {
	if since <= 0 || f.Tab == "todas" {
		return 0, nil
	}
	who := actor(e)
	where := append(tabWhere(f.Tab, who), "m.rowid > {:since}", "m.etapa NOT IN ('NOTA', 'CEDULA')")
	err = e.App.DB().NewQuery("SELECT count(DISTINCT s.id) FROM movimientos m CROSS JOIN solicitudes s ON s.id = m.solicitud WHERE " +
		strings.Join(where, " AND ")).
		Bind(dbx.Params{"me": e.Auth.Id, "area": who.Area, "today": today(b.Now()), "since": since}).WithContext(e.Request.Context()).Row(&n)
	return n, err
}
