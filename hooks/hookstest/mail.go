package hookstest

import (
	"encoding/base64"
	"io"
	"mime/quotedprintable"
	"strings"
)

// MailHas looks for a text in a raw mail, in its plain, quoted-printable
// and base64 parts.
func MailHas(mail, text string) bool {
	if strings.Contains(mail, text) {
		return true
	}
	qp, _ := io.ReadAll(quotedprintable.NewReader(strings.NewReader(mail)))
	if strings.Contains(string(qp), text) {
		return true
	}
	for _, block := range strings.Split(mail, "\r\n\r\n") {
		raw, _ := base64.StdEncoding.DecodeString(strings.ReplaceAll(strings.SplitN(block, "\r\n--", 2)[0], "\r\n", ""))
		if strings.Contains(string(raw), text) {
			return true
		}
	}
	return false
}
