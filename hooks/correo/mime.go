package correo

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"fmt"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"path"
	"slices"
	"strings"
	"time"

	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/tools/mailer"
)

// compose writes a mail as it travels (RFC 5322, 2045): PocketBase's own writer dates it
// by the machine's clock and tells nothing of a calendar file but its sniffed type.
func compose(msg *mailer.Message, now time.Time) ([]byte, error) {
	var b bytes.Buffer
	header := func(name, value string) { fmt.Fprintf(&b, "%s: %s\r\n", name, value) }
	header("From", msg.From.String())
	header("To", addresses(msg.To))
	if len(msg.Cc) > 0 {
		header("Cc", addresses(msg.Cc))
	}
	header("Subject", encodedSubject(msg.Subject))
	header("Date", now.In(plazos.Lima).Format(time.RFC1123Z))
	for _, name := range slices.Sorted(maps.Keys(msg.Headers)) {
		header(name, strings.Join(strings.Fields(msg.Headers[name]), " "))
	}
	header("MIME-Version", "1.0")
	kind, body, err := versions(msg)
	if err != nil {
		return nil, err
	}
	if len(msg.Attachments) > 0 {
		if kind, body, err = withFiles(kind, body, msg.Attachments); err != nil {
			return nil, err
		}
	}
	header("Content-Type", kind)
	b.WriteString("\r\n")
	b.Write(body)
	return b.Bytes(), nil
}

func addresses(list []mail.Address) string {
	all := make([]string, len(list))
	for i, a := range list {
		all[i] = a.String()
	}
	return strings.Join(all, ",\r\n ")
}

// encodedSubject breaks a long subject between its encoded words: a line has at most
// 998 octets (RFC 5322, 2.1.1).
func encodedSubject(s string) string {
	return strings.ReplaceAll(mime.QEncoding.Encode("UTF-8", s), "?= =?", "?=\r\n =?")
}

// versions writes the text and the HTML, of which a reader shows one.
func versions(msg *mailer.Message) (kind string, body []byte, err error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, v := range []struct{ kind, content string }{{"text/plain", msg.Text}, {"text/html", msg.HTML}} {
		if v.content == "" {
			continue
		}
		part, err := w.CreatePart(textproto.MIMEHeader{
			"Content-Type": {v.kind + "; charset=UTF-8"}, "Content-Transfer-Encoding": {"quoted-printable"},
		})
		if err != nil {
			return "", nil, err
		}
		qp := quotedprintable.NewWriter(part)
		if _, err := io.WriteString(qp, v.content); err != nil {
			return "", nil, err
		}
		if err := qp.Close(); err != nil {
			return "", nil, err
		}
	}
	err = w.Close()
	return "multipart/alternative; boundary=" + w.Boundary(), b.Bytes(), err
}

// withFiles puts the files after the body.
func withFiles(kind string, body []byte, files map[string]io.Reader) (string, []byte, error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreatePart(textproto.MIMEHeader{"Content-Type": {kind}})
	if err != nil {
		return "", nil, err
	}
	if _, err := part.Write(body); err != nil {
		return "", nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		part, err := w.CreatePart(textproto.MIMEHeader{
			"Content-Type":              {typeOf(name)},
			"Content-Disposition":       {mime.FormatMediaType("attachment", map[string]string{"filename": name})},
			"Content-Transfer-Encoding": {"base64"},
		})
		if err != nil {
			return "", nil, err
		}
		if err := inBase64(part, files[name]); err != nil {
			return "", nil, err
		}
	}
	err = w.Close()
	return "multipart/mixed; boundary=" + w.Boundary(), b.Bytes(), err
}

// typeOf is the type of a file that the office sends.
func typeOf(name string) string {
	types := map[string]string{
		".pdf": "application/pdf",
		".ics": "text/calendar; charset=utf-8; method=PUBLISH", // RFC 5545, 8.1: without a charset it would be ASCII
	}
	return cmp.Or(types[strings.ToLower(path.Ext(name))], "application/octet-stream")
}

// inBase64 writes a file in lines of 76 letters.
func inBase64(w io.Writer, file io.Reader) error {
	data, err := io.ReadAll(file)
	if err != nil {
		return err
	}
	for line := range slices.Chunk([]byte(base64.StdEncoding.EncodeToString(data)), 76) {
		if _, err := w.Write(append(line, "\r\n"...)); err != nil {
			return err
		}
	}
	return nil
}
