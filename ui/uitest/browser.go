package uitest

import (
	"bytes"
	"html"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// Browser visits a site, keeps its cookies and follows no redirect by itself.
type Browser struct {
	t    testing.TB
	base string
	http http.Client
	from string // the address a proxy tells, see Behind
}

// ProxyHeader is the header in which Behind tells the visitor's address.
const ProxyHeader = "X-Visitor"

// Behind makes the browser come from an address of the network, for an office that
// trusts ProxyHeader.
func (b *Browser) Behind(ip string) *Browser {
	b.from = ip
	return b
}

// NewBrowser opens a browser with an empty cookie jar.
func NewBrowser(t testing.TB, site *httptest.Server) *Browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &Browser{t: t, base: site.URL, http: http.Client{
		Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Page is an answer.
type Page struct {
	Status   int
	Location string // where a redirect goes, without its fragment
	Header   http.Header
	Body     string
}

// Get opens an address.
func (b *Browser) Get(path string) Page {
	b.t.Helper()
	req, err := http.NewRequest(http.MethodGet, b.base+path, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.Do(req)
}

// Post sends a form of alternating names and values.
func (b *Browser) Post(path string, pairs ...string) Page {
	b.t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	req, err := http.NewRequest(http.MethodPost, b.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.Do(req)
}

// Upload sends a file as `archivo`, with the number beside it.
func (b *Browser) Upload(path, filename string, data []byte, numero string) Page {
	b.t.Helper()
	return b.UploadAll(path, []string{filename}, [][]byte{data}, numero)
}

// UploadAll sends several files as `archivo`, as an input that takes many does.
func (b *Browser) UploadAll(path string, names []string, files [][]byte, numero string) Page {
	b.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for i, name := range names {
		part, err := w.CreateFormFile("archivo", name)
		if err != nil {
			b.t.Fatal(err)
		}
		_, _ = part.Write(files[i])
	}
	_ = w.WriteField("numero", numero)
	_ = w.Close()
	req, err := http.NewRequest(http.MethodPost, b.base+path, &body)
	if err != nil {
		b.t.Fatal(err)
	}
	req.Header.Set("Content-Type", w.FormDataContentType())
	return b.Do(req)
}

// Do sends any request with the browser's cookies.
func (b *Browser) Do(req *http.Request) Page {
	b.t.Helper()
	p, err := b.Try(req)
	if err != nil {
		b.t.Fatal(err)
	}
	return p
}

// Try is Do for a server that may be gone.
func (b *Browser) Try(req *http.Request) (Page, error) {
	if b.from != "" {
		req.Header.Set(ProxyHeader, b.from)
	}
	res, err := b.http.Do(req)
	if err != nil {
		return Page{}, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return Page{}, err
	}
	location, _, _ := strings.Cut(res.Header.Get("Location"), "#")
	return Page{res.StatusCode, location, res.Header, string(body)}, nil
}

// Request makes a request for Do.
func (b *Browser) Request(method, path, body string, headers ...string) *http.Request {
	b.t.Helper()
	req, err := http.NewRequest(method, b.base+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	return req
}

// Has tells whether the page shows a text, whatever its markup.
func (p Page) Has(text string) bool {
	return strings.Contains(html.UnescapeString(p.Body), text)
}

// Field is the value of the first input or text area of that name.
func (p Page) Field(name string) string {
	named := `[^>]*name="` + regexp.QuoteMeta(name) + `"[^>]*>`
	if area := regexp.MustCompile(`(?s)<textarea` + named + `(.*?)</textarea>`).FindStringSubmatch(p.Body); area != nil {
		return html.UnescapeString(area[1])
	}
	m := regexp.MustCompile(`<input` + named).FindString(p.Body)
	v := regexp.MustCompile(`value="([^"]*)"`).FindStringSubmatch(m)
	if v == nil {
		return ""
	}
	return html.UnescapeString(v[1])
}

// Cookies are what the browser would send to an address.
func (b *Browser) Cookies(u *url.URL) []*http.Cookie { return b.http.Jar.Cookies(u) }

// Keep puts a cookie into the browser.
func (b *Browser) Keep(name, value string) {
	b.t.Helper()
	u, err := url.Parse(b.base)
	if err != nil {
		b.t.Fatal(err)
	}
	b.http.Jar.SetCookies(u, []*http.Cookie{{Name: name, Value: value, Path: "/"}})
}
