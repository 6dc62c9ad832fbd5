// Package cargas takes files over bad lines: resumable uploads by the tus 1.0
// protocol, kept in a folder of their own until they are whole. Whom an upload
// belongs to and what becomes of a whole one is told by the caller.
package cargas
