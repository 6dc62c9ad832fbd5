package pide

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Config is what the office sets up. Each service works by itself: one whose
// fields are empty is never asked.
type Config struct {
	// BaseURL is PIDE's address, such as https://ws2.pide.gob.pe (MESA_PIDE_URL).
	// Alone it is enough for SUNAT, which admits offices by their IP.
	BaseURL string
	// DNIUsuario, RUCUsuario and Clave are RENIEC's credentials: an official's
	// DNI, the office's RUC and the password.
	DNIUsuario, RUCUsuario, Clave string
	Migraciones                   Migraciones
	Paths                         Paths
	Privada                       Privada

	// DailyQuota is how many requests each service may get in a Lima day; 0 is
	// without limit.
	DailyQuota int
	// Timeout bounds each service's answer, body and second try included; 0 is 3 s.
	Timeout time.Duration
	// Transport carries the requests; nil is http.DefaultTransport, which checks
	// certificates and follows the machine's proxy settings.
	Transport http.RoundTripper
	// Now is the clock. It is needed.
	Now func() time.Time
	// Alert, if any, is told once when a service refuses the credentials, and
	// again only after they were accepted or configured anew. cause is ErrExpired
	// or another ErrCredentials. It must not block.
	Alert func(service string, cause error)
}

// Migraciones are the credentials for the carné de extranjería. Offices have
// one of two kinds: Usuario and Clave (the service in use), or Institucion, MAC
// and IP (the one before it).
type Migraciones struct {
	Usuario, Clave   string
	Institucion, MAC string
	IP               string
}

// Paths are the services' addresses, relative to BaseURL or, as PIDE spreads
// them over ws2, ws3 and ws5, absolute. Empty means PIDE's usual path.
type Paths struct {
	RENIEC, SUNAT, Migraciones string
}

// Privada is a paid service of a company. Each question tells it a citizen's
// number, so it is off while URL or Token is empty, and asked last.
type Privada struct {
	URL   string // such as https://api.decolecta.com/v1
	Token string
}

// Usual paths. `out=json` keeps PIDE from answering in SOAP.
const (
	pathRENIEC          = "Rest/RENIEC/Consultar?out=json"
	pathSUNAT           = "Rest/Sunat/DatosPrincipales?out=json"
	pathMigraciones     = "Rest/MIGRACIONES/CEE?out=json"
	pathMigracionesOnce = "Rest/Migraciones/CarnetExtranjeria?out=json"
)

// address resolves a service's path. Its error names neither, for a mistyped
// address may carry a password.
func address(base, path, usual string) (*url.URL, error) {
	if path == "" {
		path = usual
	}
	u, err := url.Parse(strings.TrimRight(base, "/") + "/")
	if err == nil {
		u, err = u.Parse(path)
	}
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		return nil, errors.New("pide: an address must begin with https:// or http://")
	}
	return u, nil
}

// services makes the ways to ask for each kind of document, in the order in
// which they are tried.
func (cfg Config) services() (map[string][]*service, error) {
	kinds := map[string][]*service{}
	var faults []error
	add := func(kind, base, path, usual string, s service) {
		u, err := address(base, path, usual)
		if err != nil {
			faults = append(faults, fmt.Errorf("%w (%s)", err, s.name))
			return
		}
		s.url = u
		kinds[kind] = append(kinds[kind], &s)
	}
	if cfg.BaseURL != "" && cfg.DNIUsuario != "" && cfg.RUCUsuario != "" && cfg.Clave != "" {
		add(kindDNI, cfg.BaseURL, cfg.Paths.RENIEC, pathRENIEC, service{name: "RENIEC", request: cfg.requestRENIEC, read: readRENIEC})
	}
	if cfg.BaseURL != "" && cfg.Migraciones.Usuario != "" {
		add(kindCE, cfg.BaseURL, cfg.Paths.Migraciones, pathMigraciones,
			service{name: "Migraciones", request: cfg.requestMigraciones, read: readMigraciones})
	} else if cfg.BaseURL != "" && cfg.Migraciones.Institucion != "" {
		add(kindCE, cfg.BaseURL, cfg.Paths.Migraciones, pathMigracionesOnce,
			service{name: "Migraciones", request: cfg.requestMigracionesOnce, read: readMigraciones})
	}
	if cfg.BaseURL != "" {
		add(kindRUC, cfg.BaseURL, cfg.Paths.SUNAT, pathSUNAT, service{name: "SUNAT", request: requestSUNAT, read: readSUNAT})
	}
	if cfg.Privada.URL != "" && cfg.Privada.Token != "" {
		private := service{name: "privada", request: cfg.Privada.request, private: true}
		private.read = readPrivadaDNI
		add(kindDNI, cfg.Privada.URL, "", "reniec/dni", private)
		private.read = readPrivadaRUC
		add(kindRUC, cfg.Privada.URL, "", "sunat/ruc", private)
	}
	return kinds, errors.Join(faults...)
}
