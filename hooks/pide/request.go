package pide

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
)

// postPIDE builds a POST with the question inside {"PIDE": …}, as the gateway wants.
func postPIDE(u *url.URL, question map[string]string) (*http.Request, error) {
	body, err := json.Marshal(map[string]any{"PIDE": question})
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequest(http.MethodPost, u.String(), bytes.NewReader(body))
	if err == nil {
		req.Header.Set("Content-Type", "application/json; charset=UTF-8")
	}
	return req, err
}

// get builds a GET whose query adds the question to that of the address.
func get(u *url.URL, question map[string]string) (*http.Request, error) {
	query := u.Query()
	for name, value := range question {
		query.Set(name, value)
	}
	u.RawQuery = query.Encode()
	return http.NewRequest(http.MethodGet, u.String(), nil)
}
