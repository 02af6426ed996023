import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'

/** A page, or a list as data, as it is sent, in both of its encodings. */
export type Kept = {
  status: number
  plain: Buffer
  gzip: Buffer
  etag: string
  headers: Record<string, string>
}

export type Made = {
  status: number
  page: string | Buffer
  /** What makes it another one, where its bytes differ each time that it is written. */
  version?: string | undefined
  headers?: Record<string, string>
}

export type PageCache = {
  /**
   * The page that is kept under `key`, or what `make` makes, which is kept unless it answers with an error. Who asks
   * while it is being made waits for the same one.
   */
  of(countyId: number, key: string, make: () => Promise<Made>): Promise<Kept>
}

export type PageCacheOptions = {
  /** Tells whether anything was published or withdrawn: another answer, and nothing kept of the county is shown. */
  stamp(countyId: number): Promise<string>
  now?: () => number
}

/** How long nobody looks whether anything changed. */
const STAMP_MS = 1_000
/** The longest that a page is shown anew without being made anew; comments and figures change without a stamp. */
const PAGE_MS = 15_000
/** Kept of one county; the oldest go first. */
const MOST = 3_000
const MOST_BYTES = 48 * 1_024 * 1_024

type Shelf = {
  stamp: string
  looked: number
  looking: Promise<void> | undefined
  pages: Map<string, Entry>
  bytes: number
}
type Entry = { until: number; kept: Promise<Kept>; value: Kept | undefined }

/** Rendered pages in memory, so that a page that everybody reads is made a few times a minute. */
export function createPageCache({ stamp, now = () => performance.now() }: PageCacheOptions): PageCache {
  const shelves = new Map<number, Shelf>()

  const shelfOf = (countyId: number): Shelf => {
    let shelf = shelves.get(countyId)
    if (!shelf) {
      shelf = { stamp: '', looked: Number.NEGATIVE_INFINITY, looking: undefined, pages: new Map(), bytes: 0 }
      shelves.set(countyId, shelf)
    }
    return shelf
  }

  const look = async (countyId: number, shelf: Shelf): Promise<void> => {
    const seen = await stamp(countyId)
    if (seen !== shelf.stamp) {
      shelf.pages.clear()
      shelf.bytes = 0
      shelf.stamp = seen
    }
    shelf.looked = now()
  }

  return {
    async of(countyId, key, make) {
      const shelf = shelfOf(countyId)
      if (now() - shelf.looked > STAMP_MS) {
        shelf.looking ??= look(countyId, shelf).finally(() => {
          shelf.looking = undefined
        })
        await shelf.looking
      }
      const known = shelf.pages.get(key)
      if (known && known.until > now()) return known.value ?? known.kept
      take(shelf, key)
      const entry: Entry = { until: now() + PAGE_MS, kept: make().then(keep), value: undefined }
      shelf.pages.set(key, entry)
      if (shelf.pages.size > MOST) takeOldest(shelf)
      const forget = () => {
        if (shelf.pages.get(key) === entry) take(shelf, key)
      }
      try {
        const value = await entry.kept
        if (value.status !== 200) forget()
        else if (shelf.pages.get(key) === entry) {
          entry.value = value
          shelf.bytes += sizeOf(entry)
          while (shelf.bytes > MOST_BYTES && shelf.pages.size > 1) takeOldest(shelf)
        }
        return value
      } catch (error) {
        forget()
        throw error
      }
    },
  }
}

const sizeOf = ({ value }: Entry): number => (value ? value.plain.length + value.gzip.length : 0)

function take(shelf: Shelf, key: string): void {
  const entry = shelf.pages.get(key)
  if (entry) shelf.bytes -= sizeOf(entry)
  shelf.pages.delete(key)
}

const takeOldest = (shelf: Shelf): void => take(shelf, shelf.pages.keys().next().value as string)

export function keep({ status, page, version, headers = {} }: Made): Kept {
  const plain = typeof page === 'string' ? Buffer.from(page) : page
  const digest = createHash('sha256').update(version ?? plain)
  const etag = `W/"${digest.digest('base64url').slice(0, 22)}"`
  return { status, plain, gzip: gzipSync(plain), etag, headers }
}
