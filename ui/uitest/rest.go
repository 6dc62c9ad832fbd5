package uitest

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"testing"

	"mesadepartes/hooks/hookstest"
)

// REST is the API as a superuser (or, with no token, a guest) sees it.
type REST struct {
	*Browser
	Token string // of an account, "" for a guest
}

// NewREST serves an office and gives an administrator's and a guest's API.
func NewREST(t testing.TB, o *hookstest.Office) (admin, guest REST) {
	t.Helper()
	site := Serve(t, o)
	return REST{NewBrowser(t, site), Superuser(t, o)}, REST{NewBrowser(t, site), ""}
}

// Call sends a request with a body of JSON, or without one.
func (r REST) Call(method, path string, body any) Page {
	data := ""
	if body != nil {
		raw, _ := json.Marshal(body)
		data = string(raw)
	}
	return r.Do(r.Request(method, path, data, "Content-Type", "application/json", "Authorization", r.Token))
}

// SQL asks the dashboard's console.
func (r REST) SQL(query string) Page {
	return r.Call("POST", "/api/sql", map[string]any{"query": query})
}

// Upload posts a form with one file, in the field archivo.
func (r REST) Upload(path, name string, data []byte, fields map[string]string) Page {
	return r.UploadAs(path, "archivo", name, data, fields)
}

// UploadAs posts a form with one file, in a field.
func (r REST) UploadAs(path, field, name string, data []byte, fields map[string]string) Page {
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for k, v := range fields {
		_ = form.WriteField(k, v)
	}
	w, _ := form.CreateFormFile(field, name)
	_, _ = w.Write(data)
	_ = form.Close()
	return r.Do(r.Request("POST", path, b.String(), "Content-Type", form.FormDataContentType(), "Authorization", r.Token))
}
