package correo_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
)

// guideFilters are the filters that the README gives staff for mails: on the outbox and
// on the filings.
func guideFilters(t *testing.T) []string {
	t.Helper()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, entry, found := strings.Cut(string(readme), "\nMails that did not leave")
	entry, _, ends := strings.Cut(entry, "\n\n")
	var filters []string
	for _, m := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(entry, -1) {
		filters = append(filters, m[1])
	}
	if !found || !ends || len(filters) != 2 {
		t.Fatalf("the guide gives %v", filters)
	}
	return filters
}

func TestTheFilterOfTheGuideFindsADelayedObservation(t *testing.T) {
	t.Parallel()
	filters := guideFilters(t)
	for name, m := range map[string]hookstest.Manner{
		"refused for now": {Dot: "451 vuelva luego"}, "refused": {Rcpt: "550 no existe"}, "uncertain": {Dot: hookstest.Drop}, "sent": {},
	} {
		t.Run(name, func(t *testing.T) {
			o, server, id := observed(t)
			server.Behave(m)
			o.Deliver(t)
			for i, collection := range []string{mesa.ColCorreos, mesa.ColSolicitudes} {
				rows, err := o.FindRecordsByFilter(collection, filters[i], "", 0, 0)
				if err != nil {
					t.Fatal(err)
				}
				want := []string{o.NoticeOf(t, id, "observacion").Id, id}[i : i+1]
				if name == "sent" {
					want = nil
				}
				var got []string
				for _, r := range rows {
					got = append(got, r.Id)
				}
				if !slices.Equal(got, want) {
					t.Errorf("%s finds %v, want %v", filters[i], got, want)
				}
			}
		})
	}
}
