package servidor

import (
	"context"
	"fmt"
	"log/slog"
	"regexp"
	"slices"
	"time"

	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/logger"
	"github.com/spf13/cast"
)

// flushEvery is how long a line of the log waits before it is told: PocketBase itself waits
// for three quiet seconds, which a busy day does not have.
const flushEvery = time.Second

// startJournal lets each line of the log be told on standard output too, one JSON object a
// line, for the system's journal. Under --dev PocketBase prints them itself.
func (r *Room) startJournal(e *core.ServeEvent) error {
	if e.App.IsDev() || r.Out == nil {
		return e.Next()
	}
	r.journal.Store(slog.New(slog.NewJSONHandler(r.Out, nil)))
	app := e.App
	return rule.Work(e, "journal", func(ctx context.Context) {
		tick := time.NewTicker(flushEvery)
		defer tick.Stop()
		for ctx.Err() == nil {
			select {
			case <-ctx.Done():
			case <-tick.C:
			}
			if handler, is := app.Logger().Handler().(*logger.BatchHandler); is {
				_ = handler.WriteAll(context.WithValue(context.Background(), logger.BlockKey, true)) // a full disk is told elsewhere
			}
		}
	})
}

// tellJournal writes a line before it is stored, so that a full disk hides none.
func (r *Room) tellJournal(e *core.ModelEvent) error {
	if line, is := e.Model.(*core.Log); is {
		if out := r.journal.Load(); out != nil && worthTelling(line) {
			record := slog.NewRecord(line.Created.Time(), slog.Level(line.Level), quiet(line.Message), 0)
			record.AddAttrs(attributes(line)...)
			_ = out.Handler().Handle(context.Background(), record) // who reads it is gone
		}
	}
	return e.Next()
}

// isRequest tells the lines that PocketBase writes for each request.
func isRequest(line *core.Log) bool { return line.Data["type"] == "request" }

// worthTelling leaves out requests that went well or were refused: the base keeps those.
func worthTelling(line *core.Log) bool {
	return line.Level >= int(slog.LevelInfo) && (!isRequest(line) || cast.ToInt(line.Data["status"]) >= 500)
}

// ofRequests is what a line tells of a request: nothing of who asked.
var ofRequests = []string{"method", "url", "status", "execTime", "error"}

func attributes(line *core.Log) (list []slog.Attr) {
	for key, value := range line.Data {
		if isRequest(line) && !slices.Contains(ofRequests, key) {
			continue
		}
		switch value.(type) {
		case bool, int, int64, float64:
			list = append(list, slog.Any(key, value))
		default:
			list = append(list, slog.String(key, quiet(fmt.Sprint(value))))
		}
	}
	slices.SortFunc(list, func(a, b slog.Attr) int { return slices.Compare([]byte(a.Key), []byte(b.Key)) })
	return list
}

// What an error may carry of a person, and what stands in its place. File names are those
// that citizens gave; a query may hold a key.
var hidden = []struct {
	of    *regexp.Regexp
	shows string
}{
	{regexp.MustCompile(`[^\s<>()"'«»,;:=]+@[^\s<>()"'«»,;:]+`), "[correo]"},
	{regexp.MustCompile(`\?[^\s"']+`), "?…"},
	{regexp.MustCompile(`(?i)[^\s/\\"'«»]+\.(pdf|jpe?g|png|heic|zip|docx?|xlsx?)\b`), "[archivo].$1"},
	{regexp.MustCompile(`\b\d{8,}\b`), "[número]"},
}

// quiet takes out of a text what may tell about a person.
func quiet(text string) string {
	for _, h := range hidden {
		text = h.of.ReplaceAllString(text, h.shows)
	}
	const most = 4000 // of a stack
	if len(text) > most {
		text = text[:most]
	}
	return text
}
