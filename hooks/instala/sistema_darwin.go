package instala

import (
	"errors"
	"os"
	"os/exec"
)

const account = "mesadepartes"

var errSystem = errors.New("«instalar» conoce Linux y Windows. En macOS inicie el programa con: mesadepartes serve")

func placesOf(string) (places, error) { return places{}, errSystem }
func usual() places                   { return places{} }

func (i *installation) makeAccount() error                 { return errSystem }
func (i *installation) writeService() error                { return errSystem }
func (i *installation) startService() (bool, error)        { return false, errSystem }
func (i *installation) removeService() error               { return errSystem }
func (i *installation) link() error                        { return errSystem }
func (i *installation) unlink() error                      { return errSystem }
func (l places) ownFolder(string) error                    { return errSystem }
func (l places) asService(*exec.Cmd)                       {}
func (l places) restartService(func() error) (bool, error) { return false, errSystem }
func stopChild(p *os.Process)                              { _ = p.Kill() }
