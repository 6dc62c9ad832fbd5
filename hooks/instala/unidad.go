package instala

import (
	"fmt"
	"path/filepath"
	"strings"
)

// unit is the service as systemd reads it. ExecStartPre carries an update out, or ends one that
// was broken off, while nothing serves; it runs as root because the program belongs to root.
//
// Two protections are left out. ProtectClock forbids asking the kernel whether the hour is
// synchronised, which the legal clock does; setting it needs a capability that is not given.
// With PrivateUsers a program can't bind port 443, so it stands only behind a proxy.
func unit(l places, r Answers) string {
	command := []string{l.Programa, "serve"}
	capability, users := "", "yes"
	if r.Domain() != "" {
		command = append(command, strings.Fields(r.Domain())...)
		capability, users = "CAP_NET_BIND_SERVICE", "no"
	} else {
		command = append(command, "--http="+r.Listen())
	}
	command = append(command, "--dir="+l.Datos)
	writes := ""
	for _, dir := range []string{l.Copias, l.Resguardo} {
		if dir != "" {
			writes += "ReadWritePaths=-" + dir + "\n" // "-": a disk that is gone keeps nobody from filing
		}
	}
	return fmt.Sprintf(unitText, l.Entorno, l.Programa, strings.Join(command, " "), l.Datos,
		filepath.Base(l.Datos), writes, capability, capability, users)
}

// The readers of PDFs limit themselves, so @resources stays allowed.
const unitText = `# Escrito por «mesadepartes instalar», que lo vuelve a escribir.
[Unit]
StartLimitIntervalSec=0
Description=Mesa de Partes Digital
After=network-online.target time-sync.target
Wants=network-online.target

[Service]
User=mesadepartes
Group=mesadepartes
EnvironmentFile=%s
ExecStartPre=+%s actualizar --paso
ExecStart=%s
WorkingDirectory=%s
Restart=always
RestartSec=2
TimeoutStartSec=30min
TimeoutStopSec=60
LimitNOFILE=65536
UMask=0077
StateDirectory=%s
StateDirectoryMode=0700
%sAmbientCapabilities=%s
CapabilityBoundingSet=%s
PrivateUsers=%s
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
PrivateMounts=yes
DevicePolicy=closed
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectProc=invisible
ProcSubset=pid
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RemoveIPC=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged
SystemCallFilter=adjtimex
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
`
