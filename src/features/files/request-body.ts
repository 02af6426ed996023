import type { IncomingMessage } from 'node:http'

/**
 * A request's body as a web stream that reads only when asked and leaves the connection alone when it is given up,
 * unlike `Readable.toWeb`: a refusal can then still be answered while the sender is sending.
 */
export function bodyOf(request: IncomingMessage): ReadableStream<Uint8Array> {
  let chunks: AsyncIterator<Uint8Array> | undefined
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        chunks ??= request.iterator({ destroyOnReturn: false })[Symbol.asyncIterator]()
        const { done, value } = await chunks.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      async cancel() {
        await chunks?.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}
