import { createServer, type OutgoingHttpHeaders } from 'node:http'

/** Sends the bytes it was given and does nothing else: what Node's own HTTP server can do on this machine. */
export type BarePage = { path: string; headers: OutgoingHttpHeaders; body: string }

process.once('message', (pages: BarePage[]) => {
  const known = new Map(pages.map(({ path, headers, body }) => [path, { headers, body: Buffer.from(body) }]))
  const server = createServer((request, response) => {
    const page = known.get(request.url ?? '')
    if (!page) return response.writeHead(404).end()
    return response.writeHead(200, page.headers).end(page.body)
  })
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as { port: number }).port))
})
