import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Taken = { path: string; headers: IncomingHttpHeaders; body: string }
export type Answering = { status: number; headers?: Record<string, string>; body?: string }

/** Another system's end of a webhook, or a robot's: what came, and what it is answered with. */
export type Receiver = {
  url: string
  host: string
  taken: Taken[]
  answer: (taken: Taken) => Answering | Promise<Answering>
  close(): Promise<void>
}

export async function startReceiver(): Promise<Receiver> {
  const receiver: Receiver = {
    ...{ url: '', host: '', taken: [], answer: () => ({ status: 200 }) },
    close: () => new Promise((done) => server.close(() => done())),
  }
  const server = createServer(async (request, reply) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const taken = {
      ...{ path: request.url ?? '', headers: request.headers },
      body: Buffer.concat(parts).toString('utf8'),
    }
    receiver.taken.push(taken)
    const { status, headers, body } = await receiver.answer(taken)
    reply.writeHead(status, headers).end(body)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', () => ready()))
  receiver.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  receiver.url = `http://${receiver.host}`
  return receiver
}
