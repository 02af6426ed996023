import { readSettings, SettingsError } from '#platform/settings.ts'
import { run } from './run.ts'
import { untilTold } from './until-told.ts'

/** `npm start`: the program with the demo county in a database of its own. */
const say = (line: string) => process.stdout.write(`${line}\n`)

try {
  const settings = readSettings()
  const { fillWithDemo, demoWelcome } = await import('./demo/index.ts')
  await untilTold(async () => {
    const running = await run({ settings, say, fill: (program) => fillWithDemo(program, say) })
    say(await demoWelcome(running.program, running.address))
    return running
  }, say)
} catch (error) {
  if (!(error instanceof SettingsError)) throw error
  say(error.message)
  process.exit(2)
}
