//go:build !windows

package instala

import "github.com/spf13/cobra"

// serviceCommands are what the system itself calls; systemd calls `serve`.
func serviceCommands() []*cobra.Command { return nil }
