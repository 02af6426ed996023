import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { PASSWORD_LENGTH } from '#features/accounts/index.ts'
import type { CommandIo } from './command.ts'
import { CannotError } from './in-county.ts'

/**
 * The first line of standard input as a password; at a terminal it is asked for and not shown.
 * @throws CannotError when it is too short or too long
 */
export async function readPassword(io: CommandIo): Promise<string> {
  const password = await readHidden(io, '请输入密码（不会显示）· password (not shown):')
  const { min, max } = PASSWORD_LENGTH
  if (password.length < min || password.length > max)
    throw new CannotError(
      `密码要 ${min} 到 ${max} 个字符，现在是 ${password.length} 个。\nA password has ${min} to ${max} characters; this one has ${password.length}.`,
    )
  return password
}

/** The first line of standard input; at a terminal it is asked for and not shown. */
export async function readHidden({ input, err }: CommandIo, question: string): Promise<string> {
  const terminal = 'isTTY' in input && input.isTTY === true
  if (terminal) err(question)
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input, output: nowhere, terminal })
  let first = ''
  for await (const line of lines) {
    first = line
    break
  }
  lines.close()
  return first
}
