package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strconv"

	"golang.org/x/sys/unix"
)

// transport carries open files to the child: over a Unix socket, as
// descriptors. Nothing is copied and the file needs no name.
type transport struct {
	conn  *net.UnixConn
	child *os.File // the child's end; the parent closes it once the child has started
}

// newTransport makes the child's standard input one end of a socket pair.
// SEQPACKET keeps one request one message, and still says EOF when the parent
// dies.
func newTransport(cmd *exec.Cmd) (transport, error) {
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return transport{}, err
	}
	ours := os.NewFile(uintptr(fds[0]), "pdf parent")
	theirs := os.NewFile(uintptr(fds[1]), "pdf child")
	c, err := net.FileConn(ours) // duplicates
	_ = ours.Close()
	if err != nil {
		_ = theirs.Close()
		return transport{}, err
	}
	cmd.Stdin = theirs
	return transport{conn: c.(*net.UnixConn), child: theirs}, nil
}

// started closes the parent's copy of the child's end: while the parent holds it,
// neither side sees EOF.
func (t transport) started() { _ = t.child.Close() }

func (t transport) close() { _ = t.conn.Close() }

// send passes the file itself; the message is the job, the file's size and the note.
func (t transport) send(req request) error {
	raw, err := req.file.SyscallConn()
	if err != nil {
		return err
	}
	if len(req.note) > maxNote {
		return errNote
	}
	message := append(strconv.AppendInt([]byte{byte(req.job)}, req.size, 10), '\n')
	message = append(message, req.note...)
	var sendErr error
	err = raw.Control(func(fd uintptr) { // not f.Fd(), which may race with Close
		_, _, sendErr = t.conn.WriteMsgUnix(message, unix.UnixRights(int(fd)), nil)
	})
	return errors.Join(err, sendErr)
}

// receive waits for the next file. ok is false when the parent is gone.
func receive() (in input, ok bool, err error) {
	body, oob := make([]byte, 32+maxNote), make([]byte, unix.CmsgSpace(4))
	var n, oobn int
	for {
		n, oobn, _, _, err = unix.Recvmsg(0, body, oob, unix.MSG_CMSG_CLOEXEC)
		if !errors.Is(err, unix.EINTR) {
			break
		}
	}
	if err != nil || n == 0 {
		return in, false, err
	}
	size, note, _ := bytes.Cut(body[1:n], []byte{'\n'})
	in.job, in.note = task(body[0]), note
	in.size, err = strconv.ParseInt(string(size), 10, 64)
	if err != nil {
		return in, false, err
	}
	msgs, err := unix.ParseSocketControlMessage(oob[:oobn])
	if err != nil || len(msgs) != 1 {
		return in, false, fmt.Errorf("no descriptor came along: %v", err)
	}
	fds, err := unix.ParseUnixRights(&msgs[0])
	if err != nil || len(fds) != 1 {
		return in, false, fmt.Errorf("no descriptor came along: %v", err)
	}
	f := os.NewFile(uintptr(fds[0]), "upload")
	in.file, in.done = f, f.Close
	return in, true, nil
}
