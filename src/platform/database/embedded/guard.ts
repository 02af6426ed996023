import { type ChildProcess, spawn } from 'node:child_process'
import { type HostUser, ids } from './host-user.ts'
import { guardName } from './processes.ts'

/**
 * A shell that starts PostgreSQL and holds the reading end of a pipe from us. However we end, the pipe closes and
 * the shell asks PostgreSQL for a fast shutdown (SIGINT), then removes the emptied socket folder. `read` is a builtin: it leaves no process behind.
 */
const script = `exec 3<&0 </dev/null
socket=$1; shift
"$@" 3<&- &
server=$!
{ read -r _ <&3; kill -INT "$server"; } 2>/dev/null &
watch=$!
exec 3<&-
wait "$server"
status=$?
kill "$watch" 2>/dev/null
wait "$watch" 2>/dev/null
rmdir "$socket" 2>/dev/null
exit "$status"`

/** A guarded server: `exited` settles with the exit code when PostgreSQL is gone; `stop` asks and waits for that. */
export type Guarded = { exited: Promise<number | null>; stop(): Promise<void> }

/**
 * Starts `command` under the guard, as `user`, with its output going to the file descriptor `output`.
 * Detached into a session of its own, so that Ctrl-C in the terminal reaches only us.
 */
export function startGuarded(
  command: string[],
  socket: string,
  user: HostUser | undefined,
  output: number,
): Guarded {
  const child: ChildProcess = spawn('/bin/sh', ['-c', script, guardName, socket, ...command], {
    ...ids(user),
    cwd: '/',
    detached: true,
    stdio: ['pipe', output, output],
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
  })
  child.stdin?.on('error', () => undefined)
  const exited = new Promise<number | null>((done, failed) => {
    child.once('exit', (code) => done(code))
    child.once('error', failed)
  })
  exited.catch(() => undefined)
  // The server's life must not keep a finished program alive; `stop` refs it again while waiting.
  child.unref()
  unrefPipe(child)
  return {
    exited,
    async stop() {
      child.ref()
      child.stdin?.destroy()
      await exited
    },
  }
}

function unrefPipe(child: ChildProcess): void {
  const pipe = child.stdin as (NodeJS.WritableStream & { unref?(): void }) | null
  pipe?.unref?.()
}
