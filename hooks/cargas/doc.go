// Package cargas takes files over bad connections: resumable uploads by the tus
// 1.0 protocol, kept in a folder of their own until they are whole. The caller's
// Rules decide to whom an upload belongs and where a whole one goes.
package cargas
