import type { Duplex } from 'node:stream'
import type { ClientBase, Connection, Submittable } from 'pg'

/** Rows of a table in COPY text form; ends with a row. */
export type CopyPart = { bytes: Buffer; rows: number }

/** What pg's connection offers for COPY and its types leave out. */
type CopyConnection = Connection & {
  stream: Duplex
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(reason: string): void
}

/** pg hands a running statement's messages to it; COPY needs only a few. */
abstract class Statement implements Submittable {
  readonly #sql: string
  protected connection!: CopyConnection
  constructor(sql: string) {
    this.#sql = sql
  }
  submit(connection: Connection): void {
    this.connection = connection as CopyConnection
    connection.query(this.#sql)
  }
  abstract handleError(error: Error): void
  abstract handleReadyForQuery(): void
  handleCommandComplete(_message: { text: string }): void {}
  handleCopyData(_message: { chunk: Buffer }): void {}
  handleCopyInResponse(_connection: Connection): void {}
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
}

class CopyOut extends Statement {
  readonly #partSize: number
  #part: Buffer
  #used = 0
  #rows = 0
  readonly #ready: CopyPart[] = []
  #over = false
  #error: Error | undefined
  #wake: () => void = () => undefined
  #abandoned = false

  constructor(sql: string, partSize: number) {
    super(sql)
    this.#partSize = partSize
    this.#part = Buffer.allocUnsafe(partSize)
  }

  /** The chunk is a view on a buffer that pg uses again, so it is copied at once. */
  override handleCopyData({ chunk }: { chunk: Buffer }): void {
    if (this.#abandoned) return
    const room = this.#part.length - this.#used
    if (chunk.length > room) {
      this.#finishPart()
      this.#part = Buffer.allocUnsafe(Math.max(this.#partSize, chunk.length))
    }
    chunk.copy(this.#part, this.#used)
    this.#used += chunk.length
    this.#rows++ // PostgreSQL sends one row a message.
  }

  handleError(error: Error): void {
    this.#error ??= error
    this.#end()
  }

  handleReadyForQuery(): void {
    this.#finishPart()
    this.#end()
  }

  async *parts(): AsyncIterable<CopyPart> {
    try {
      for (;;) {
        const part = this.#ready.shift()
        if (part) {
          this.connection.stream.resume()
          yield part
        } else if (this.#error) throw this.#error
        else if (this.#over) return
        else
          await new Promise<void>((wake) => {
            this.#wake = wake
          })
      }
    } finally {
      // Whoever stops listening must not block the connection for the next statement.
      this.#abandoned = true
      this.connection?.stream.resume()
    }
  }

  #finishPart(): void {
    if (this.#used === 0) return
    this.#ready.push({ bytes: this.#part.subarray(0, this.#used), rows: this.#rows })
    this.#part = Buffer.alloc(0)
    this.#used = 0
    this.#rows = 0
    if (this.#ready.length > 1 && !this.#abandoned) this.connection.stream.pause()
    this.#wake()
  }

  #end(): void {
    this.#over = true
    this.#wake()
  }
}

/** Runs `COPY … TO STDOUT` and gives the rows in parts of about `partSize` bytes; the server waits for a slow reader. */
export function copyOut(client: ClientBase, sql: string, partSize = 4 << 20): AsyncIterable<CopyPart> {
  return client.query(new CopyOut(sql, partSize)).parts()
}

class CopyIn extends Statement {
  readonly #parts: AsyncIterable<Buffer>
  readonly done: Promise<number>
  #resolve!: (rows: number) => void
  #reject!: (error: unknown) => void
  #rows = 0
  #over = false
  #release: () => void = () => undefined
  #reason: unknown

  constructor(sql: string, parts: AsyncIterable<Buffer>) {
    super(sql)
    this.#parts = parts
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }

  override handleCopyInResponse(): void {
    void this.#send()
  }

  async #send(): Promise<void> {
    try {
      for await (const part of this.#parts) {
        if (this.#over) return
        this.connection.sendCopyFromChunk(part)
        if (this.connection.stream.writableNeedDrain) await this.#drained()
      }
      if (!this.#over) this.connection.endCopyFrom()
    } catch (error) {
      this.#reason = error
      if (!this.#over) this.connection.sendCopyFail('the source failed')
    }
  }

  /** Room in the socket again, or the statement failed meanwhile. */
  #drained(): Promise<void> {
    return new Promise((resolve) => {
      this.#release = resolve
      this.connection.stream.once('drain', resolve)
    })
  }

  override handleCommandComplete({ text }: { text: string }): void {
    this.#rows = Number(/\d+$/.exec(text)?.[0] ?? 0)
  }

  handleError(error: Error): void {
    this.#over = true
    this.#release()
    this.#reject(this.#reason ?? error)
  }

  handleReadyForQuery(): void {
    this.#over = true
    this.#resolve(this.#rows)
  }
}

/** Runs `COPY … FROM STDIN` with these bytes. @returns the number of rows that PostgreSQL took */
export function copyIn(client: ClientBase, sql: string, parts: AsyncIterable<Buffer>): Promise<number> {
  return client.query(new CopyIn(sql, parts)).done
}

/** The fields of one line of COPY text; null is `\N`. */
export function copyFields(line: string): (string | null)[] {
  return line.split('\t').map((field) => {
    if (!field.includes('\\')) return field
    return field === '\\N'
      ? null
      : field.replaceAll(/\\(.)/gs, (_, letter: string) => escapes[letter] ?? letter)
  })
}

const escapes: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }
