package hookstest

import (
	"bytes"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

// EncryptedPDF is a document that asks for a password before it opens.
func EncryptedPDF() []byte {
	api.DisableConfigDir()
	var out bytes.Buffer
	if err := api.Encrypt(bytes.NewReader(PDF(2)), &out, model.NewAESConfiguration("abre", "amo", 256)); err != nil {
		panic(err)
	}
	return out.Bytes()
}
