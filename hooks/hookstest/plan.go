package hookstest

import (
	"fmt"
	"strings"
	"testing"
)

// ReadsIndexes fails the test unless a query about mails is answered from the named
// indexes, without reading any table from end to end.
func (o *Office) ReadsIndexes(t testing.TB, sql string, indexes ...string) {
	t.Helper()
	var plan []struct {
		Detail string `db:"detail"`
	}
	params := map[string]any{
		"before": "2026-03-24 05:00:00.000Z", "stale": "x", "now": "2026-03-24 05:00:00.000Z", "since": "", "id": "", "estado": "",
		"all": true, "area": "", "limit": 51,
	}
	if err := o.DB().NewQuery("EXPLAIN QUERY PLAN " + sql).Bind(params).All(&plan); err != nil {
		t.Fatal(err)
	}
	whole := fmt.Sprint(plan)
	for _, index := range indexes {
		if !strings.Contains(whole, index) {
			t.Errorf("%s does not use %s: %s", sql, index, whole)
		}
	}
	for _, step := range plan {
		if strings.HasPrefix(step.Detail, "SCAN ") && !strings.Contains(step.Detail, "INDEX idx_correos") {
			t.Errorf("%s reads a whole table: %s", sql, step.Detail)
		}
	}
}
