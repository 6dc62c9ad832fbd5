package pdf

import (
	"bytes"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

const (
	// briefContent is how many stored bytes the content of a page has at most that is read at
	// all: a page on which nothing is drawn says little, and the others cost nothing.
	briefContent = 512
	// mostBlanks is how many blank pages are named.
	mostBlanks = 6
)

// blank tells whether nothing seems to be drawn on a page. In doubt it does not: content that
// is long, encrypted or can't be read, and any annotation, count as drawn.
func (t *pageTree) blank(page types.Dict) bool {
	if len(t.blanks) == mostBlanks || t.m != nil || t.x.Encrypt != nil {
		return false
	}
	if annots, err := resolve(t.x, page["Annots"]); err != nil || annots != nil {
		return false
	}
	content, ok := t.content(page["Contents"], briefContent)
	return ok && !draws(content)
}

// content decodes the streams of a page while they are no longer than most together.
func (t *pageTree) content(o types.Object, most int) (content []byte, ok bool) {
	o, err := resolve(t.x, o)
	if err != nil {
		return nil, false
	}
	switch o := o.(type) {
	case nil:
		return nil, true
	case types.StreamDict:
		if len(o.Raw) > most || o.StreamLength == nil || *o.StreamLength != int64(len(o.Raw)) {
			return nil, false
		}
		content, err = o.DecodeLengthWithLimit(-1, 1<<16)
		return content, err == nil
	case types.Array:
		if len(o) > 16 {
			return nil, false
		}
		for _, part := range o {
			if _, nested := part.(types.Array); nested {
				return nil, false
			}
			more, ok := t.content(part, most)
			if !ok {
				return nil, false
			}
			content = append(append(content, more...), '\n')
		}
		return content, true
	}
	return nil, false
}

// painting are the operators that leave something on the page, text apart.
var painting = map[string]bool{
	"f": true, "F": true, "f*": true, "B": true, "B*": true, "b": true, "b*": true, "S": true, "s": true,
	"Do": true, "sh": true, "BI": true,
}

// spaces are the strings of text in which a word processor ends an empty line.
var spaces = map[string]bool{"": true, "( )": true, "<20>": true, "<0003>": true, "<0020>": true}

// draws tells whether a content stream leaves anything on the page: a painted path, an image,
// or letters other than a space.
func draws(content []byte) bool {
	for len(content) > 0 {
		var token []byte
		token, content = nextToken(content)
		switch {
		case len(token) == 0:
		case token[0] == '(' || token[0] == '<' && !bytes.HasPrefix(token, []byte("<<")):
			if !spaces[string(token)] {
				return true
			}
		case painting[string(token)]:
			return true
		}
	}
	return false
}

// nextToken cuts the first string or word off a content stream; "" for what lies between.
func nextToken(content []byte) (token, rest []byte) {
	const between, ends = " \t\r\n\f\x00[]{}>", " \t\r\n\f\x00[]{}()<>/%"
	switch c := content[0]; {
	case bytes.IndexByte([]byte(between), c) >= 0:
		return nil, content[1:]
	case c == '%':
		if end := bytes.IndexAny(content, "\r\n"); end >= 0 {
			return nil, content[end:]
		}
		return nil, nil
	case bytes.HasPrefix(content, []byte("<<")):
		return content[:2], content[2:]
	case c == '<':
		end := bytes.IndexByte(content, '>')
		if end < 0 {
			return content, nil
		}
		return content[:end+1], content[end+1:]
	case c == '(':
		return literal(content)
	}
	end := bytes.IndexAny(content[1:], ends)
	if end < 0 {
		return content, nil
	}
	return content[:end+1], content[end+1:]
}

// literal cuts a string in parentheses off, which may hold others.
func literal(content []byte) (token, rest []byte) {
	depth := 0
	for i := 0; i < len(content); i++ {
		switch content[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return content[:i+1], content[i+1:]
			}
		}
	}
	return content, nil
}
