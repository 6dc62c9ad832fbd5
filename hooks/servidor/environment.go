package servidor

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/oficina"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// loopbackOnlyDev refuses a development server that other machines could reach, because
// a development server prints codes and shows everybody's mail.
func loopbackOnlyDev(e *core.ServeEvent) error {
	if !e.App.IsDev() {
		return e.Next()
	}
	host, _, err := net.SplitHostPort(e.Server.Addr)
	if err != nil {
		host = e.Server.Addr
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("--dev only serves on a loopback address, not on %q", e.Server.Addr)
	}
	return e.Next()
}

// applyEnvironment copies the MESA_ variables that are set into PocketBase's
// settings; what the dashboard set stays where a variable is absent. Settings that
// did not change are not written, so that a full disk doesn't keep the program from
// starting.
func (r *Room) applyEnvironment(e *core.ServeEvent) error {
	s := e.App.Settings()
	before := s.String()
	if err := setMail(s); err != nil {
		return err
	}
	set(&s.Meta.AppURL, "MESA_URL")
	if v := os.Getenv("MESA_PROXY_HEADER"); v != "" {
		s.TrustedProxy.Headers = strings.Split(strings.ReplaceAll(v, " ", ""), ",")
	}
	if err := nameOffice(e.App, s); err != nil {
		return err
	}
	limitSignIn(s)
	open, err := storedOpen(e.App)
	if err != nil {
		return err
	}
	if open || s.String() != before {
		if err := e.App.Save(s); err != nil {
			return fmt.Errorf("settings from the environment: %w", err)
		}
	}
	e.App.Store().Set(oficina.FallbackURL, listeningURL(e.Server.Addr))
	if err := r.firstSuperuser(e); err != nil {
		return err
	}
	return e.Next()
}

// MailFromEnvironment takes the mail server of the environment for this process alone.
func MailFromEnvironment(app core.App) error { return setMail(app.Settings()) }

func setMail(s *core.Settings) error {
	set(&s.SMTP.Host, "MESA_SMTP_HOST")
	set(&s.SMTP.Username, "MESA_SMTP_USER")
	set(&s.SMTP.Password, smtpVariable)
	set(&s.Meta.SenderAddress, "MESA_SMTP_FROM")
	if os.Getenv("MESA_SMTP_HOST") != "" {
		s.SMTP.Enabled = true
	}
	if v := os.Getenv("MESA_SMTP_PORT"); v != "" {
		port, err := strconv.Atoi(v)
		if err != nil {
			return fmt.Errorf("MESA_SMTP_PORT: %w", err)
		}
		s.SMTP.Port = port
	}
	if v := os.Getenv("MESA_SMTP_TLS"); v != "" {
		tls, err := strconv.ParseBool(v)
		if err != nil {
			return fmt.Errorf("MESA_SMTP_TLS: %w", err)
		}
		s.SMTP.TLS = tls
	}
	return nil
}

// What PocketBase's settings say before anybody changed them.
const (
	defaultName   = "Acme"
	defaultSender = "Support"
)

func set(field *string, variable string) { *field = cmp.Or(os.Getenv(variable), *field) }

// nameOffice puts the office's name on the dashboard and the mails, once.
func nameOffice(app core.App, s *core.Settings) error {
	entidad, err := mesa.FindEntidad(app)
	if err != nil {
		return err
	}
	siglas := cmp.Or(entidad.GetString("siglas"), entidad.GetString("nombre"))
	if s.Meta.AppName == defaultName {
		s.Meta.AppName = "Mesa de Partes - " + siglas
	}
	if s.Meta.SenderName == defaultSender {
		s.Meta.SenderName = "Mesa de Partes - " + siglas
	}
	return nil
}

// limitSignIn switches PocketBase's own limiter on for sign-ins, against guessing of
// passwords, unless the administrator already chose other rules.
func limitSignIn(s *core.Settings) {
	const untouched = 4 // rules that PocketBase begins with, all of them off
	if s.RateLimits.Enabled || len(s.RateLimits.Rules) != untouched {
		return
	}
	s.RateLimits.Enabled = true
	s.RateLimits.Rules = []core.RateLimitRule{{Label: "*:auth", MaxRequests: 30, Duration: 60}}
}

// listeningURL is the address that people open, of the one that a server listens on.
func listeningURL(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return "http://" + addr
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// firstSuperuser makes the account named by the environment when there is none at
// all: one that was removed in the dashboard stays removed. PocketBase would print a
// link that makes one, which stays in the system's journal for half an hour; the
// command takes its place.
func (r *Room) firstSuperuser(e *core.ServeEvent) error {
	e.InstallerFunc = nil
	address, clave := os.Getenv("MESA_SUPERUSER_EMAIL"), os.Getenv("MESA_SUPERUSER_PASSWORD")
	if (address == "") != (clave == "") {
		return errors.New("MESA_SUPERUSER_EMAIL and MESA_SUPERUSER_PASSWORD go together")
	}
	n, err := e.App.CountRecords(core.CollectionNameSuperusers, dbx.Not(dbx.HashExp{"email": core.DefaultInstallerEmail}))
	if err != nil || n > 0 {
		return err
	}
	if address == "" {
		fmt.Fprintf(r.Out, "Aún no hay administrador. Créelo con: mesadepartes superuser upsert CORREO CLAVE --dir=%s\n", e.App.DataDir())
		return nil
	}
	c, err := e.App.FindCachedCollectionByNameOrId(core.CollectionNameSuperusers)
	if err != nil {
		return err
	}
	account := core.NewRecord(c)
	account.SetEmail(address)
	account.SetPassword(clave)
	if err := e.App.Save(account); err != nil {
		return fmt.Errorf("first superuser: %w", err)
	}
	return nil
}
