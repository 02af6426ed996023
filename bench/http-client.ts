import { connect, type Socket } from 'node:net'

/**
 * A keep-alive HTTP/1.1 connection that costs almost nothing: the client shares the machine with what it measures.
 * One request at a time; understands only answers with a Content-Length. Without a token nobody is named.
 */
export class Connection {
  readonly #socket: Socket
  #buffer = ''
  #waiting: { done: (answer: { status: number; body: string }) => void; fail: (e: Error) => void } | undefined

  static open(port: number): Promise<Connection> {
    return new Promise((done, fail) => {
      const socket = connect(port, '127.0.0.1', () => done(new Connection(socket)))
      socket.once('error', fail)
      socket.setNoDelay(true)
      socket.setEncoding('latin1')
    })
  }

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk: string) => this.#read(chunk))
    socket.on('close', () => this.#waiting?.fail(new Error('connection closed')))
  }

  send(
    method: string,
    path: string,
    token: string,
    body?: object,
  ): Promise<{ status: number; body: string }> {
    const isForm = body instanceof URLSearchParams
    const text = body === undefined ? '' : isForm ? body.toString() : JSON.stringify(body)
    const rights = token === '' ? '' : `authorization: Bearer ${token}\r\n`
    const head = `${method} ${path} HTTP/1.1\r\nhost: localhost\r\n${rights}`
    const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json'
    const length =
      body === undefined ? '' : `content-type: ${type}\r\ncontent-length: ${Buffer.byteLength(text)}\r\n`
    return new Promise((done, fail) => {
      this.#waiting = { done, fail }
      this.#socket.write(`${head}${length}\r\n${text}`)
    })
  }

  close(): void {
    this.#waiting = undefined
    this.#socket.destroy()
  }

  #read(chunk: string): void {
    this.#buffer += chunk
    const end = this.#buffer.indexOf('\r\n\r\n')
    if (end < 0) return
    const length = Number(/content-length: (\d+)/i.exec(this.#buffer.slice(0, end))?.[1] ?? 0)
    if (this.#buffer.length < end + 4 + length) return
    const status = Number(this.#buffer.slice(9, 12))
    const body = this.#buffer.slice(end + 4, end + 4 + length)
    this.#buffer = ''
    this.#waiting?.done({ status, body: Buffer.from(body, 'latin1').toString() })
  }
}
