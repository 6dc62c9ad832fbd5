package oficina

import "github.com/pocketbase/pocketbase/core"

// FallbackURL is the key in the app's store for the address the program listens
// on, which links carry until the office says its public one.
const FallbackURL = "mesaFallbackURL"

// unsetURL is what PocketBase's settings say before anybody changed them.
const unsetURL = "http://localhost:8090"

// URL is the address people reach the office at.
func URL(app core.App) string {
	if url := app.Settings().Meta.AppURL; url != unsetURL {
		return url
	}
	if url, ok := app.Store().Get(FallbackURL).(string); ok {
		return url
	}
	return unsetURL
}
