package servidor

import (
	"slices"
	"strings"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
)

// doors are what the API must answer to somebody who has not signed in yet:
// health checks, and the sign-in of the dashboard.
var doors = []string{
	"/api/health",
	"/api/collections/_superusers/auth-methods",
	"/api/collections/_superusers/auth-with-password",
	"/api/collections/_superusers/auth-with-otp",
	"/api/collections/_superusers/request-otp",
	"/api/collections/_superusers/request-password-reset",
	"/api/collections/_superusers/confirm-password-reset",
}

// staffDoor is where an account of the staff signs in to the API.
const staffDoor = "/api/collections/" + mesa.ColPersonal + "/auth-with-password"

// signIn lets a guest try a password; whatever PocketBase finds wrong has one answer.
func signIn(e *core.RequestEvent) error {
	err := apis.BodyLimit(mostOfAGuest).Func(e) // PocketBase reads the body twice, which a reader of net/http does not give
	if p, ours := mesa.AsProblem(err); err != nil && (!ours || p.Texto != mesa.TextIngresePorBandeja && p.Status != 429) {
		return e.UnauthorizedError(mesa.TextClaveMala, nil)
	}
	return err
}

// mostOfAGuest bounds what is read into memory of somebody who has not signed in, in bytes.
const mostOfAGuest = 1 << 20

// guestWall refuses guests everything else under /api/, lists included. The rules of a
// collection alone would answer a guest's list with an empty 200, and leave the codes of
// `ciudadanos` open to everybody.
func guestWall(e *core.ServeEvent) error {
	e.Router.BindFunc(func(e *core.RequestEvent) error {
		path := e.Request.URL.Path
		if e.Auth == nil && path == staffDoor {
			return signIn(e)
		}
		if !strings.HasPrefix(path, "/api/") || e.Auth != nil || slices.Contains(doors, path) || isPublicFile(e) || opensRealtime(e) {
			if e.Auth == nil && strings.HasPrefix(path, "/api/") {
				return apis.BodyLimit(mostOfAGuest).Func(e)
			}
			return e.Next()
		}
		return e.UnauthorizedError(mesa.TextSoloPersonal, nil)
	})
	return e.Next()
}

// isPublicFile lets through the office's logo, and downloads (of backups too) that
// bring a good file token; PocketBase then checks what it may open.
func isPublicFile(e *core.RequestEvent) bool {
	path := e.Request.URL.Path
	if name, ok := strings.CutPrefix(path, "/api/files/"); ok {
		name, _, _ = strings.Cut(name, "/") // the dashboard asks for its thumbnail by the collection's id
		if c, err := e.App.FindCachedCollectionByNameOrId(name); err == nil && c.Name == mesa.ColEntidad {
			return true
		}
	}
	if e.Request.Method != "GET" || !strings.HasPrefix(path, "/api/files/") && !strings.HasPrefix(path, "/api/backups/") {
		return false
	}
	_, err := e.App.FindAuthRecordByToken(e.Request.URL.Query().Get("token"), core.TokenTypeFile)
	return err == nil
}

// opensRealtime lets the dashboard open its event stream, which can't carry a session.
// What the stream tells is asked for by a POST, which carries one.
func opensRealtime(e *core.RequestEvent) bool {
	return e.Request.Method == "GET" && e.Request.URL.Path == "/api/realtime"
}

// forgeNoCitizen closes the API where a record would speak for a citizen: only the
// public form files, so the trail never names a citizen for what staff did.
func forgeNoCitizen(app core.App) {
	refuse := rule.RefuseRequest(403, mesa.TextSoloCiudadano)
	for _, c := range []string{
		mesa.ColBorradores, mesa.ColSubsanacion, mesa.ColDocumentos, mesa.ColSolicitudes, mesa.ColCiudadanos, mesa.ColCodigos,
		mesa.ColConsultas, core.CollectionNameOTPs,
	} {
		rule.On(app.OnRecordCreateRequest, "only citizens", refuse, c)
	}
	for _, c := range []string{mesa.ColBorradores, mesa.ColSubsanacion, mesa.ColCiudadanos, mesa.ColCodigos, core.CollectionNameOTPs} {
		rule.On(app.OnRecordUpdateRequest, "only citizens", refuse, c)
	}
}
