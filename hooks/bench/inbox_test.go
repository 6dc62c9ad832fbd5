//go:build linux

package bench

import (
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

const (
	inboxFilings = 200_000
	inboxCalls   = 60
	inboxActs    = 40
	inboxMail    = "mesa@ejemplo.pe"
	inboxChief   = "jefa@ejemplo.pe"
)

// worked are copies of a year, each with its trail: most are answered, one of twenty waits
// for reception and one of twenty for its area. The newest came in ten days ago, so that no
// line of a trail is of tomorrow.
func worked(area, account string, n int) []copied {
	at := func(days int) string {
		return fmt.Sprintf("strftime('%%Y-%%m-%%d %%H:%%M:%%fZ', 'now', '-' || ((%d - k.n) * 31536000 / %d) || ' seconds', '%d days')",
			n, n, days-10)
	}
	line := func(etapa, who, area string, days int) copied {
		return copied{mesa.ColMovimientos, "m.solicitud = {:s} AND m.etapa = 'RECEPCION'", 1, map[string]string{
			"id": randomID, "solicitud": "k.s", "etapa": "'" + etapa + "'", "fecha": at(days), "actor": "'" + who + "'", "area": "'" + area + "'",
		}}
	}
	names := func(list ...string) string {
		sql := "CASE k.n % " + strconv.Itoa(len(list))
		for i, name := range list {
			sql += fmt.Sprintf(" WHEN %d THEN '%s'", i, name)
		}
		return sql + " END"
	}
	all := plain()
	all[2] = line(string(mesa.EtapaRecepcion), "", "", 0)
	for column, value := range map[string]string{
		"recibida_en": at(0), "presentada_el": at(0), "vence_legal": at(42), "area": "CASE WHEN k.n % 20 = 0 THEN '' ELSE '" + area + "' END",
		"estado": "CASE WHEN k.n % 20 = 0 THEN 'recibida' WHEN k.n % 20 = 1 THEN 'derivada' WHEN k.n % 20 < 12 THEN 'atendida' " +
			"ELSE 'archivada' END",
		"nombres": names("MARÍA ROSA", "JUAN", "LUZ", "PEDRO", "ANA", "CARLOS", "ROSA"), "version": "4",
		"apellidos": names("QUISPE MAMANI", "FLORES", "ÑAHUI HUAMÁN", "ROJAS", "DÍAZ", "CÁRDENAS", "SOTO", "VEGA", "PAZ", "RÍOS", "LEÓN"),
		"correo":    "'p' || (k.n % 8000) || '@ejemplo.pe'", // 25 filings each, a whole page of Mis trámites
		"asunto":    "'Pido copia del CONTRATO ' || printf('%03d', k.n % 500)",
	} {
		all[0].set[column] = value
	}
	return append(all, line(string(mesa.EtapaRegistrado), account, "", 1), line(string(mesa.EtapaDerivado), account, area, 1),
		line(string(mesa.EtapaAtendido), account, "", 9))
}

// officer is a browser of an account of the staff.
type officer struct {
	*bench
	http http.Client
	url  string
}

func (b *bench) officer(s *served, correo string) *officer {
	jar, _ := cookiejar.New(nil)
	o := &officer{bench: b, url: s.url, http: http.Client{
		Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	o.ask(http.MethodPost, "/bandeja/ingresar", 303, "correo", correo, "clave", stockKey)
	return o
}

// ask makes a request, wants a status, and tells how long the answer took and its size.
func (o *officer) ask(method, path string, want int, pairs ...string) (text string, took time.Duration) {
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	req, err := http.NewRequest(method, o.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		o.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	began := time.Now()
	res, err := o.http.Do(req)
	if err != nil {
		o.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	took = time.Since(began)
	if res.StatusCode != want || err != nil {
		o.Fatalf("%s %s: %d %v %.300s", method, path, res.StatusCode, err, body)
	}
	return string(body), took
}

// p95 is the 95th of a hundred of many calls, in milliseconds, and the size of the answer in kB.
func (o *officer) p95(paths ...string) (ms, kB float64) {
	var all []float64
	for i := range inboxCalls {
		body, took := o.ask(http.MethodGet, paths[i%len(paths)], 200)
		all = append(all, 1000*took.Seconds())
		kB = max(kB, float64(len(body))/1000)
	}
	slices.Sort(all)
	return all[len(all)*95/100], kB
}

// inbox is the staff's screens at 200,000 filings of a year, beside the page of the same
// filings from PocketBase's own API in the same server.
func (b *bench) inbox() {
	office := hookstest.NewProduction(b, time.Now().Format(time.RFC3339))
	area := office.Area(b).Id
	for correo, rol := range map[string]mesa.Rol{inboxMail: mesa.RolMesa, inboxChief: mesa.RolJefatura} {
		office.Must(b, mesa.ColPersonal, map[string]any{
			"email": correo, "password": stockKey, "nombre": "CUENTA " + string(rol), "rol": string(rol), "activo": true,
		})
	}
	who, err := office.FindAuthRecordByEmail(mesa.ColPersonal, inboxMail)
	if err != nil {
		b.Fatal(err)
	}
	admin := office.Must(b, core.CollectionNameSuperusers, map[string]any{"email": stockMail, "password": stockKey})
	token, err := admin.NewAuthToken()
	if err != nil {
		b.Fatal(err)
	}
	s := office.Filed(b, nil)
	account := mesa.AccountName(who)
	dir := leave(office)
	began := time.Now()
	bytes := fillWith(b, dir, s.Id, inboxFilings, worked(area, account, inboxFilings))
	b.note("%d filings of a year seeded in %.0f s: data.db %.0f MB", inboxFilings, time.Since(began).Seconds(), float64(bytes)/1e6)
	house := serveHouse(b, dir, b.smtp)
	defer house.Kill()
	settle()
	quiet([]*served{house})
	b.inboxRows(house, token)
}

func (b *bench) inboxRows(house *served, token string) {
	o, chief := b.officer(house, inboxMail), b.officer(house, inboxChief)
	api := b.apiPage(house, token)
	page, kB := o.p95("/bandeja")
	b.row("GET /bandeja at 200,000, p95 / the API's page of the same filings", fmt.Sprintf("%.0f ms", page), fmt.Sprintf("%.0f ms", api),
		page/api, "≤ 2.00", 2)
	b.atMost("  the same / 50 ms", 1, "ms", page, 50)
	b.atMost("  its size / 40 kB", 1, "kB", kB, 40)
	for _, q := range []string{"maria quispe", "ñahui", "CONTRATO 045", "150000-" + time.Now().Format("2006")} {
		found, _ := o.p95("/bandeja?q=" + url.QueryEscape(q))
		b.atMost("  search of "+q+", p95 / 50 ms", 1, "ms", found, 50)
	}
	counts, _ := o.p95("/bandeja/cuentas")
	b.row("  the numbers of the tabs, p95 / the API's page", fmt.Sprintf("%.1f ms", counts), fmt.Sprintf("%.0f ms", api),
		counts/api, "≤ 1.00", 1)
	// Ten officers ask once a minute each.
	b.atMost("  ten officers who poll / 2 % of a core", 2, "%", b.polling(house, o), 2)
	numbers := openNumbers(o)
	var reviews []string
	for _, n := range numbers[:20] {
		reviews = append(reviews, "/bandeja/"+n)
	}
	review, _ := o.p95(reviews...)
	b.atMost("  review before its PDF, p95 / 60 ms", 1, "ms", review, 60)
	var acts []float64
	for _, n := range numbers[:inboxActs] {
		_, took := o.ask(http.MethodPost, "/bandeja/"+n+"/registrar", 303, "version", "")
		acts = append(acts, 1000*took.Seconds())
	}
	slices.Sort(acts)
	b.atMost("  an act, p95 / 80 ms", 1, "ms", acts[len(acts)*95/100], 80)
	b.deskRows(house)
	b.reportRows(house, chief)
}

// deskRows are the screens of a citizen who has 25 filings among all.
func (b *bench) deskRows(house *served) {
	const correo = "p777@ejemplo.pe"
	jar, _ := cookiejar.New(nil)
	c := &officer{bench: b, url: house.url, http: http.Client{
		Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	c.ask(http.MethodPost, "/mis-tramites/codigo", 200, "correo", correo)
	c.ask(http.MethodPost, "/mis-tramites/validar", 303, "correo", correo, "codigo", b.letters.Code())
	list, _ := c.p95("/mis-tramites")
	b.atMost("  Mis trámites, 25 filings of an address, p95 / 50 ms", 1, "ms", list, 50)
	body, _ := c.ask(http.MethodGet, "/mis-tramites", 200)
	links := regexp.MustCompile(`href="(/mis-tramites/\d+-\d{4})"`).FindAllStringSubmatch(body, -1)
	if len(links) != 25 {
		b.Fatalf("%d filings are listed", len(links))
	}
	var pages []string
	for _, link := range links[:10] {
		pages = append(pages, link[1])
	}
	one, _ := c.p95(pages...)
	b.atMost("  a filing of Mis trámites, p95 / 50 ms", 1, "ms", one, 50)
}

// reportRows are the reports of a month and of a year, and the files.
func (b *bench) reportRows(house *served, chief *officer) {
	year := "?desde=" + time.Now().AddDate(-1, 0, 1).Format("2006-01-02")
	for _, c := range []struct {
		name, path string
		seconds    float64
	}{
		{"report of 30 days / 1.5 s", "/bandeja/reportes", 1.5}, {"report of a year of 200,000 / 4 s", "/bandeja/reportes" + year, 4},
		{"register of a day / 1.5 s", "/bandeja/reportes?registro=diario", 1.5},
	} {
		var took []float64
		for range benchRounds {
			_, d := chief.ask(http.MethodGet, c.path, 200)
			took = append(took, d.Seconds())
		}
		b.row("  "+c.name, fmt.Sprintf("%.2f s", median(took)), "", median(took)/c.seconds, "≤ 1.00", 1)
	}
	before := house.peak()
	text, csv := chief.ask(http.MethodGet, "/bandeja/reportes.csv"+year, 200)
	afterCSV := house.peak()
	book, xlsx := chief.ask(http.MethodGet, "/bandeja/reportes.xlsx"+year, 200)
	b.note("all 200,000 as a file: .csv %.1f s and %.0f MB of %d rows, peak memory %.0f → %.0f MB; .xlsx %.1f s and %.0f MB, peak %.0f MB",
		csv.Seconds(), float64(len(text))/1e6, strings.Count(text, "\r\n")-1, before, afterCSV, xlsx.Seconds(), float64(len(book))/1e6,
		house.peak())
	b.row("  200,000 rows as .xlsx / as .csv", fmt.Sprintf("%.1f s", xlsx.Seconds()), fmt.Sprintf("%.1f s", csv.Seconds()),
		xlsx.Seconds()/csv.Seconds(), "", 0)
	b.atMost("  peak memory of both files / 256 MB", 0, "MB", house.peak(), 256)
}

// polling is the part of a core that ten officers cost who ask for the numbers of the tabs
// once a minute, in percent.
func (b *bench) polling(house *served, o *officer) float64 {
	before := house.cpu()
	for range 10 * inboxCalls {
		o.ask(http.MethodGet, "/bandeja/cuentas", 200)
	}
	each := (house.cpu() - before).Seconds() / (10 * inboxCalls)
	return 100 * 10 * each / 60
}

var aReview = regexp.MustCompile(`href="/bandeja/(\d+-\d{4})`)

// openNumbers are filings that wait for reception, from the pages of the inbox.
func openNumbers(o *officer) (numbers []string) {
	next := "/bandeja"
	for len(numbers) < inboxActs {
		body, _ := o.ask(http.MethodGet, next, 200)
		for _, m := range aReview.FindAllStringSubmatch(body, -1) {
			if !slices.Contains(numbers, m[1]) { // a row may link twice
				numbers = append(numbers, m[1])
			}
		}
		more := regexp.MustCompile(`href="([^"]+)" hx-get=`).FindStringSubmatch(body)
		if more == nil {
			o.Fatal("the inbox ends early")
		}
		next = strings.ReplaceAll(more[1], "&amp;", "&")
	}
	return numbers
}

// apiPage is the p95 of a page of the same filings from PocketBase's own list, without its
// total.
func (b *bench) apiPage(house *served, token string) float64 {
	path := "/api/collections/solicitudes/records?perPage=25&skipTotal=1&expand=tramite,area,responsable&sort=vence_legal&filter=" +
		url.QueryEscape("estado='recibida'")
	var all []float64
	for range inboxCalls {
		req, err := http.NewRequest(http.MethodGet, house.url+path, nil)
		if err != nil {
			b.Fatal(err)
		}
		req.Header.Set("Authorization", token)
		began := time.Now()
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			b.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, res.Body)
		_ = res.Body.Close()
		if res.StatusCode != 200 {
			b.Fatal("the API's list: ", res.StatusCode)
		}
		all = append(all, 1000*time.Since(began).Seconds())
	}
	slices.Sort(all)
	return all[len(all)*95/100]
}
