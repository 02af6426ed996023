import {
  forgetOpened,
  type InboxDeps,
  openInbox,
  publishBoxKey,
  queueMessages,
} from '#features/appeals/index.ts'

/** What residents sent, opened every two seconds, and at once when this process itself was handed something. */
export type Inbox = {
  deps: InboxDeps
  /** Something came in: settles when it was looked at, or after a moment. */
  sent(countyId: number): Promise<void>
  /** Looks at once, and from then on regularly. */
  start(): Promise<void>
  stop(): Promise<void>
}

const EVERY_MS = 2_000
/** Nobody waits longer for an answer than that: it is carried out all the same. */
const MOST_WAIT_MS = 1_500
const BATCH = 50

type Next = { promise: Promise<void>; done: () => void }
type Running = { ends: Promise<void>; next: Next | undefined }

/** A loop and not a job: what waits is in a table already, and the portal's role may not write to the queue of jobs. */
export function createInbox(
  deps: InboxDeps,
  counties: () => Promise<{ county_id: number }[]>,
  { works }: { works: boolean },
): Inbox {
  const running = new Map<number, Running>()
  let isStopped = false
  const published = new Set<number>()

  async function work(countyId: number): Promise<void> {
    try {
      if (!published.has(countyId)) {
        await publishBoxKey(deps.database, deps.box, countyId, deps.now())
        published.add(countyId)
      }
      while (!isStopped && (await openInbox(deps, countyId)) === BATCH) await pause()
      if (!isStopped) await queueMessages(deps, countyId)
    } catch (error) {
      if (!isStopped) deps.onError(error as Error)
    }
  }

  /** One run a county at a time; whatever comes while it runs has one more after it, together. */
  function open(countyId: number): Promise<void> {
    if (isStopped) return Promise.resolve()
    const now = running.get(countyId)
    if (!now) {
      const ends = work(countyId).finally(() => {
        const { next } = running.get(countyId) ?? {}
        running.delete(countyId)
        if (next) void open(countyId).then(next.done)
      })
      running.set(countyId, { ends, next: undefined })
      return ends
    }
    now.next ??= later()
    return now.next.promise
  }

  const tick = async () => {
    try {
      for (const { county_id } of await counties()) if (!running.has(county_id)) await open(county_id)
    } catch (error) {
      if (!isStopped) deps.onError(error as Error)
    }
  }
  let timer: NodeJS.Timeout | undefined

  return {
    deps,
    async sent(countyId) {
      if (!works || isStopped) return
      const waited = new Promise<void>((done) => setTimeout(done, MOST_WAIT_MS).unref())
      await Promise.race([open(countyId), waited])
    },
    async start() {
      timer = setInterval(tick, EVERY_MS).unref()
      await tick()
    },
    async stop() {
      isStopped = true
      clearInterval(timer)
      await Promise.all([...running.values()].map(({ ends }) => ends))
    },
  }
}

/** What was carried out a day ago is forgotten. */
export const sweepInbox = ({ deps }: Inbox, countyId: number) =>
  deps.database.writeOnce(countyId, (tx) => forgetOpened(tx, countyId, deps.now()))

/** Between batches others have their turn. */
const pause = () => new Promise<void>((done) => setImmediate(done))

function later(): Next {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { promise, done: resolve }
}
