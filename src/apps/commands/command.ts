import type { Readable } from 'node:stream'

/** What a command may touch of the terminal it runs in. */
export type CommandIo = {
  /** Results, for pipes. */
  out(line: string): void
  /** Everything else: progress, what is wrong and what to do. */
  err(line: string): void
  env: Record<string, string | undefined>
  /** Standard input; read only by a command that was told to. */
  input: Readable
}

/** One word of `bihuan`, e.g. `bihuan user`. */
export type Command = {
  name: string
  /** One line in Chinese and English. */
  usage: string
  /** Resolves to the exit code: 0 done, 1 refused or failed, 2 written wrongly. */
  run(args: string[], io: CommandIo): Promise<number>
}
