package pdf

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestContentThatLeavesNothingOnThePage(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]bool{
		"":                   false,
		" \n\t":              false,
		"q Q":                false,
		"0 0 595 842 re W n": false,
		"/P <</MCID 0>> BDC q BT /F1 11 Tf ( ) Tj ET Q EMC": false,
		"BT [<0003>] TJ [( )] TJ ET":                        false,
		"% (letters) f\nq Q":                                false,
		"% f":                                               false,
		"BT (a) Tj ET":                                      true,
		"BT (\\)a) Tj ET":                                   true,
		"BT <0041> Tj ET":                                   true,
		"BT (open":                                          true,
		"0 0 m 9 9 l S":                                     true,
		"0 0 9 9 re f*":                                     true,
		"/Im0 Do":                                           true,
		"BI /W 1 /H 1 ID x EI":                              true,
		"/S0 sh":                                            true,
		"/f gs /S cs":                                       false,
		"<":                                                 true,
	} {
		if got := draws([]byte(content)); got != want {
			t.Errorf("%q draws: %t", content, got)
		}
	}
}

// pagesOf is a PDF of pages with these contents; "-" is a page without any.
func pagesOf(contents ...string) []byte {
	kids, objects := "", []string{}
	for i, content := range contents {
		kids += fmt.Sprintf("%d 0 R ", 3+2*i)
		page, stream := "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>", "null"
		if content != "-" {
			page = fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R >>", 4+2*i)
			stream = fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(content), content)
		}
		objects = append(objects, page, stream)
	}
	head := []string{"<< /Type /Catalog /Pages 2 0 R >>", fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", kids, len(contents))}
	return rawFile{objects: append(head, objects...)}.bytes()
}

func TestBlankPagesAreNoticedAndNamed(t *testing.T) {
	t.Parallel()
	i := NewInspector()
	defer i.Close()
	for _, c := range []struct {
		pages []string
		want  []int
	}{
		{[]string{"BT (Solicito) Tj ET"}, nil},
		{[]string{"-", "BT (Solicito) Tj ET", "q Q", "BT ( ) Tj ET"}, []int{1, 3, 4}},
		{[]string{"-", "-", "-", "-", "-", "-", "-", "-"}, []int{1, 2, 3, 4, 5, 6}},
	} {
		name := filepath.Join(t.TempDir(), "a.pdf")
		if err := os.WriteFile(name, pagesOf(c.pages...), 0o600); err != nil {
			t.Fatal(err)
		}
		v := inspectFile(t, i, name)
		if !v.Admitido || !slices.Equal(v.Blancas, c.want) || slices.Contains(v.Avisos, PaginaEnBlanco) != (c.want != nil) {
			t.Errorf("%q: %+v", c.pages, v)
		}
	}
}
