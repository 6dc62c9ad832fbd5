package rule

import (
	"strings"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

// On binds a rule to an event of some collections, none meaning all. The handler's
// id is the collections and the name, so that every rule can be listed and unbound.
// PocketBase replaces a handler whose id is taken: two rules of one event and
// collection need two names.
func On[T hook.Tagger](event func(tags ...string) *hook.TaggedHook[T], name string, fn func(T) error, collections ...string) {
	OnAt(0, event, name, fn, collections...)
}

// OnAt is On for a rule that must run before or after another one of the same event:
// the lower priority runs first. PocketBase's own handlers of records stand at -99 or
// before, and at 99 or after.
func OnAt[T hook.Tagger](
	priority int, event func(tags ...string) *hook.TaggedHook[T], name string, fn func(T) error, collections ...string,
) {
	id := strings.TrimSpace(strings.Join(collections, "+") + " " + name)
	event(collections...).Bind(&hook.Handler[T]{Id: idPrefix + id, Func: fn, Priority: priority})
}

// OnServer binds a rule to an event that belongs to no collection, such as the
// start of the server.
func OnServer[T hook.Resolver](event *hook.Hook[T], name string, fn func(T) error) {
	OnServerAt(0, event, name, fn)
}

// OnServerAt is OnServer for a rule that must run before or after another one.
func OnServerAt[T hook.Resolver](priority int, event *hook.Hook[T], name string, fn func(T) error) {
	event.Bind(&hook.Handler[T]{Id: idPrefix + name, Func: fn, Priority: priority})
}

// idPrefix tells our handlers from PocketBase's own.
const idPrefix = "mesa: "

// OnEnd does something as the program ends, before the base closes.
func OnEnd(app core.App, name string, fn func()) {
	OnServer(app.OnTerminate(), name, func(e *core.TerminateEvent) error {
		fn()
		return e.Next()
	})
}
