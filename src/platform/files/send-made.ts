import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyReply } from 'fastify'
import { temporaryFolder } from '../temporary-folder.ts'
import { disposition } from './send.ts'

export type MadeFile = {
  /** As it is saved. */
  fileName: string
  mime: string
  /** Writes the whole file to the path; runs once, before anything is sent. */
  make(path: string): Promise<void>
}

/**
 * Answers with a file that is made for this answer and kept nowhere. It is complete before the first byte goes out:
 * what fails while it is made is told as every other error, and a slow reader holds neither database nor memory.
 */
export async function sendMade(reply: FastifyReply, { fileName, mime, make }: MadeFile): Promise<void> {
  const folder = await temporaryFolder()
  try {
    const path = join(folder.path, 'made')
    await make(path)
    const { size } = await stat(path)
    const body = createReadStream(path)
    reply.headers({
      'content-type': mime,
      'content-length': size,
      'content-disposition': disposition('attachment', fileName),
      'cache-control': 'private, no-store',
    })
    await reply.send(body)
  } finally {
    await folder.remove()
  }
}
