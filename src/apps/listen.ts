import { createServer, type Server } from 'node:http'
import type { Settings } from '#platform/settings.ts'

/** The port is taken: usually a second copy. */
export class PortTakenError extends Error {}

/** Takes the port and answers 503 until the program takes the server over. */
export function listen({ host, port }: Pick<Settings, 'host' | 'port'>): Promise<Server> {
  const server = createServer((_request, response) => {
    response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '2' })
    response.end('正在启动，请稍候。 Starting, please wait.\n')
  })
  return new Promise((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      fail(
        error.code === 'EADDRINUSE'
          ? new PortTakenError(
              `端口 ${port} 已被占用：可能已有一个在运行；或者换一个端口，例如 PORT=${port + 1}。\n` +
                `Port ${port} is taken: a copy may be running already; or choose another, e.g. PORT=${port + 1}.`,
            )
          : error,
      ),
    )
    server.listen(port, host, () => done(server))
  })
}

export function addressOf(server: Server): string {
  const at = server.address()
  if (at === null || typeof at === 'string') return ''
  const host = at.family === 'IPv6' ? `[${at.address}]` : at.address
  return `http://${host}:${at.port}`
}
