package web

import (
	"html/template"
	"strings"
)

// paragraphs shows a plain text that the office wrote: an empty line ends a
// paragraph, "## " begins a heading and "- " an item. Everything is escaped.
func paragraphs(s string) template.HTML {
	var b strings.Builder
	for _, block := range strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n\n") {
		block = strings.TrimSpace(block)
		switch {
		case block == "":
		case strings.HasPrefix(block, "## "):
			b.WriteString("<h2>" + escape(block[3:]) + "</h2>\n")
		case strings.HasPrefix(block, "- "):
			b.WriteString("<ul>\n")
			for _, item := range strings.Split(block, "\n") {
				b.WriteString("<li>" + escape(strings.TrimPrefix(item, "- ")) + "</li>\n")
			}
			b.WriteString("</ul>\n")
		default:
			b.WriteString("<p>" + strings.ReplaceAll(escape(block), "\n", "<br>") + "</p>\n")
		}
	}
	return template.HTML(b.String()) //nolint:gosec // every piece went through escape
}

func escape(s string) string { return template.HTMLEscapeString(strings.TrimSpace(s)) }
