import { EmbeddedDatabaseError } from '#platform/database/embedded/index.ts'
import { DatabaseUnavailableError } from '#platform/database/open.ts'
import { SettingsError } from '#platform/settings.ts'
import type { Command, CommandIo } from './commands/command.ts'

/** `bihuan WORD …`: each word is one file, loaded when it is called. */
const commands: Record<string, () => Promise<{ command: Command }>> = {
  serve: () => import('./commands/serve.ts'),
  migrate: () => import('./commands/migrate.ts'),
  county: () => import('./commands/county.ts'),
  template: () => import('./commands/template.ts'),
  import: () => import('./commands/import.ts'),
  figures: () => import('./commands/figures.ts'),
  verify: () => import('./commands/verify.ts'),
  checkpoint: () => import('./commands/checkpoint.ts'),
  backup: () => import('./commands/backup.ts'),
  restore: () => import('./commands/restore.ts'),
  user: () => import('./commands/user.ts'),
  organization: () => import('./commands/organization.ts'),
  keys: () => import('./commands/keys.ts'),
  rule: () => import('./commands/rule.ts'),
  token: () => import('./commands/token.ts'),
  contacts: () => import('./commands/contacts.ts'),
  appeals: () => import('./commands/appeals.ts'),
  mask: () => import('./commands/mask.ts'),
}

const io: CommandIo = {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
  env: process.env,
  input: process.stdin,
}

async function main([word, ...args]: string[]): Promise<number> {
  const load = word ? commands[word] : undefined
  if (!load) {
    if (word !== undefined && word !== 'help' && word !== '--help')
      io.err(`没有「${word}」这个命令。There is no command “${word}”.\n`)
    await help()
    return word === undefined || word === 'help' || word === '--help' ? 0 : 2
  }
  try {
    return await (await load()).command.run(args, io)
  } catch (error) {
    if (
      error instanceof SettingsError ||
      error instanceof DatabaseUnavailableError ||
      error instanceof EmbeddedDatabaseError
    ) {
      io.err(error.message)
      return 1
    }
    throw error
  }
}

async function help(): Promise<void> {
  io.err('用法 usage: bihuan <命令 command> …')
  for (const [word, load] of Object.entries(commands)) {
    const { command } = await load()
    io.err(`  ${word.padEnd(13)}${command.usage}`)
  }
}

// Whoever reads the results may have seen enough (`| head`): no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

process.exitCode = await main(process.argv.slice(2))
