package hookstest

import (
	"fmt"
	"reflect"
	"sort"
	"strings"

	"github.com/pocketbase/pocketbase/core"
)

// Handlers lists what is bound to the app's events, a line each: the event, the
// handler's priority and its id, which names the collections. Lines of one event
// stand in the order in which they run; only the order of equal priorities, which
// depends on which room is bound first, is left out. PocketBase keeps its handlers
// private, hence the reflection.
func Handlers(app *core.BaseApp) []string {
	var all []string
	v := reflect.ValueOf(app).Elem()
	for i := range v.NumField() {
		hook := v.Field(i)
		if hook.Kind() != reflect.Pointer || hook.IsNil() || !strings.HasPrefix(hook.Type().Elem().Name(), "Hook[") {
			continue
		}
		handlers := hook.Elem().FieldByName("handlers")
		var lines []string
		for j := range handlers.Len() {
			h := handlers.Index(j).Elem()
			lines = append(lines,
				fmt.Sprintf("%-34s %4d  %s", v.Type().Field(i).Name, h.FieldByName("Priority").Int(), h.FieldByName("Id").String()))
		}
		sort.SliceStable(lines, func(a, b int) bool { return lines[a] < lines[b] })
		all = append(all, lines...)
	}
	return all
}
