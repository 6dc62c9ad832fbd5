package pdf

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

var (
	errTimeout = errors.New("pdf: the child took too long")
	errBreach  = errors.New("pdf: the child broke a limit")
	errKilled  = errors.New("pdf: the child was gone")
	errOutput  = errors.New("pdf: the PDF of photos cannot be written")

	errNote     = errors.New("pdf: too much to say besides the file")
	errStranger = errors.New("pdf: the child is not a pdf worker (see pdf.IsChild)")
)

// worker is one child process as the parent sees it. One goroutine at a time
// uses it.
type worker struct {
	cmd    *exec.Cmd
	line   transport // carries files to the child
	out    io.ReadCloser
	answer *bufio.Reader
	stderr *excerpt
	files  int           // inspected so far
	limit  time.Duration // for one file, if its own budget is no less
	ready  bool          // the child has sent its greeting
}

// startWorker starts a child. Only the launcher calls it.
func startWorker() (*worker, error) {
	cmd, err := childProcess()
	if err != nil {
		return nil, err
	}
	line, err := newTransport(cmd)
	if err != nil {
		return nil, fmt.Errorf("pdf: cannot talk to a child: %w", err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		line.started()
		line.close()
		return nil, fmt.Errorf("pdf: cannot talk to a child: %w", err)
	}
	w := &worker{cmd: cmd, line: line, out: out, answer: bufio.NewReader(out), stderr: &excerpt{}, limit: askTimeout}
	cmd.Stderr = w.stderr
	setProcess(cmd)
	err = cmd.Start()
	line.started()
	if err != nil {
		line.close()
		return nil, fmt.Errorf("pdf: cannot start a child: %w", err)
	}
	if err := confine(cmd.Process); err != nil {
		w.kill()
		return nil, fmt.Errorf("pdf: cannot limit a child: %w", err)
	}
	return w, nil
}

// do hands one file over and waits for the answer. After an error the process is gone.
func (w *worker) do(ctx context.Context, req request) (answer, error) {
	limit := min(w.limit, wallBudget(req.size))
	switch req.job {
	case jobJoin:
		limit = joinTimeout
	case jobStamp:
		limit = w.limit
	}
	ctx, cancel := context.WithTimeoutCause(ctx, limit, errTimeout)
	defer cancel()
	// Killing is the only way to interrupt a parser; it also unblocks both
	// the sending and the reading below.
	stop := context.AfterFunc(ctx, w.terminate)
	var ans answer
	err := w.line.send(req)
	if err == nil {
		err = w.greeted()
	}
	if err == nil {
		ans, err = w.read()
	}
	if err == nil && ans.Bytes > 0 {
		err = w.take(req.out, ans.Bytes)
	}
	if !stop() || err != nil {
		return answer{}, w.fail(ctx, err)
	}
	return ans, nil
}

// greeted makes sure, once, that the process is a pdf worker, because a program
// that doesn't call ChildMain must not refuse every file as too complex.
func (w *worker) greeted() error {
	if w.ready {
		return nil
	}
	text, err := w.readLine()
	if err != nil {
		return err
	}
	if string(text) != greeting {
		return errStranger
	}
	w.ready = true
	return nil
}

// read takes one answer.
func (w *worker) read() (ans answer, err error) {
	text, err := w.readLine()
	if err != nil {
		return ans, err
	}
	if json.Unmarshal(text, &ans) != nil {
		return ans, errStranger
	}
	return ans, nil
}

// take writes the bytes that follow an answer to a file, from its beginning.
func (w *worker) take(out *os.File, bytes int64) error {
	if out == nil || bytes > max(maxJoined, maxStamped) {
		return errStranger
	}
	_, err := out.Seek(0, io.SeekStart)
	if err = errors.Join(err, out.Truncate(0)); err != nil {
		return fmt.Errorf("%w: %w", errOutput, err)
	}
	_, err = io.CopyN(output{out}, w.answer, bytes)
	return err
}

// output marks errors of writing, for which neither the child nor the photos are to blame.
type output struct{ file *os.File }

func (o output) Write(p []byte) (int, error) {
	n, err := o.file.Write(p)
	if err != nil {
		err = fmt.Errorf("%w: %w", errOutput, err)
	}
	return n, err
}

// readLine reads one line, never more than maxAnswer of it.
func (w *worker) readLine() ([]byte, error) {
	var text []byte
	for {
		part, err := w.answer.ReadSlice('\n')
		text = append(text, part...)
		switch {
		case err == nil:
			return text, nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, err
		case len(text) > maxAnswer:
			return nil, errStranger
		}
	}
}

// fail ends the process after a failure and returns its reason: ctx's, a program
// that is no pdf worker, a child that could not start, errBreach or errKilled.
func (w *worker) fail(ctx context.Context, err error) error {
	if ctx.Err() != nil || errors.Is(err, errStranger) || errors.Is(err, errOutput) {
		w.kill()
		if cause := context.Cause(ctx); cause != nil {
			return cause
		}
		return err
	}
	w.stop() // a child that is still alive exits when its input ends
	state := w.cmd.ProcessState
	switch {
	case !w.ready && state.ExitCode() >= 0, state.ExitCode() == exitSetup:
		return fmt.Errorf("pdf: the child could not start: %s: %s", state, w.stderr)
	case brokeLimit(state):
		return errBreach
	default:
		return errKilled
	}
}

// terminate kills the process without waiting for it.
func (w *worker) terminate() {
	_ = w.cmd.Process.Kill()
}

// kill kills the process and waits for its end.
func (w *worker) kill() {
	w.terminate()
	w.stop()
}

// stop closes the child's input, which makes an idle child exit, and waits for its
// end; it kills the child after askTimeout.
func (w *worker) stop() {
	w.release()
	timer := time.AfterFunc(askTimeout, w.terminate)
	_ = w.cmd.Wait()
	timer.Stop()
}

func (w *worker) release() {
	w.line.close()
	_ = w.out.Close()
}
