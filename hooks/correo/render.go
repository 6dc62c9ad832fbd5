package correo

import (
	"bytes"
	"fmt"
	htmltemplate "html/template"
	"io/fs"
	"path"
	"strings"
	texttemplate "text/template"

	"mesadepartes/hooks/mesa"
)

// templates holds for each kind of mail a text and an HTML version. Each file
// defines "asunto" (text only) and "cuerpo"; marco.* is the frame around it.
type templates struct {
	text map[mesa.TipoCorreo]*texttemplate.Template
	html map[mesa.TipoCorreo]*htmltemplate.Template
}

func parse(files fs.FS) (*templates, error) {
	t := &templates{map[mesa.TipoCorreo]*texttemplate.Template{}, map[mesa.TipoCorreo]*htmltemplate.Template{}}
	names, err := fs.Glob(files, "templates/correo/*.txt")
	if err != nil {
		return nil, err
	}
	txtFrame, err := texttemplate.ParseFS(files, "templates/correo/marco.txt")
	if err != nil {
		return nil, err
	}
	htmlFrame, err := htmltemplate.ParseFS(files, "templates/correo/marco.html")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		kind := mesa.TipoCorreo(strings.TrimSuffix(path.Base(name), ".txt"))
		if kind == "marco" {
			continue
		}
		txt, err := texttemplate.Must(txtFrame.Clone()).ParseFS(files, name)
		if err != nil {
			return nil, err
		}
		html, err := htmltemplate.Must(htmlFrame.Clone()).ParseFS(files, strings.TrimSuffix(name, ".txt")+".html")
		if err != nil {
			return nil, err
		}
		if txt.Lookup("asunto") == nil || txt.Lookup("cuerpo") == nil || html.Lookup("cuerpo") == nil {
			return nil, fmt.Errorf("%s lacks its asunto or its cuerpo", name)
		}
		t.text[kind] = txt.Option("missingkey=error")
		t.html[kind] = html.Option("missingkey=error")
	}
	return t, nil
}

// Texts are the subject and the two bodies of a mail, ready to send.
type Texts struct{ Asunto, Texto, HTML string }

// Render makes both versions of the mail of a kind.
func (m *Mailer) Render(kind mesa.TipoCorreo, data map[string]any) (Texts, error) {
	txt, ok := m.texts.text[kind]
	if !ok {
		return Texts{}, fmt.Errorf("no mail template %q", kind)
	}
	var subject, text, html bytes.Buffer
	if err := txt.ExecuteTemplate(&subject, "asunto", data); err != nil {
		return Texts{}, err
	}
	if err := txt.ExecuteTemplate(&text, "marco", data); err != nil {
		return Texts{}, err
	}
	if err := m.texts.html[kind].ExecuteTemplate(&html, "marco", data); err != nil {
		return Texts{}, err
	}
	return Texts{
		// One line whatever a person typed: a line break would start a new header.
		Asunto: strings.Join(strings.Fields(subject.String()), " "),
		Texto:  strings.TrimSpace(text.String()) + "\n",
		HTML:   html.String(),
	}, nil
}
