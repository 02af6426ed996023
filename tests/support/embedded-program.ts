/** The smallest program with an embedded database, for tests that end it in every way: `node … DATA_FOLDER`. */
import { startEmbedded } from '#platform/database/embedded/index.ts'

let stop: (() => Promise<void>) | undefined
const end = async () => {
  await stop?.()
  process.exit(0)
}
process.on('SIGTERM', end)
process.on('SIGINT', end)

try {
  const database = await startEmbedded({ dataDir: process.argv[2]!, log: (line) => console.log(line) })
  stop = database.stop
  console.log(`ready ${database.ownerUrl}`)
  setInterval(() => undefined, 1_000)
} catch (error) {
  console.log((error as Error).message)
  process.exit(1)
}
