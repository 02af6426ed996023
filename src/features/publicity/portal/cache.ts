import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'

/** A page as it is sent, in both of its encodings. */
export type Kept = { status: number; plain: Buffer; gzip: Buffer; etag: string }

export type PageCache = {
  /**
   * The page that is kept under `key`, or what `make` makes, which is kept unless it answers with an error. Who asks
   * while it is being made waits for the same one.
   */
  of(countyId: number, key: string, make: () => Promise<{ status: number; page: string }>): Promise<Kept>
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
/** Pages kept of one county; the oldest go first. */
const MOST = 3_000

type Shelf = { stamp: string; looked: number; looking: Promise<void> | undefined; pages: Map<string, Entry> }
type Entry = { until: number; kept: Promise<Kept>; value: Kept | undefined }

/** Rendered pages in memory, so that a page that everybody reads is made a few times a minute. */
export function createPageCache({ stamp, now = () => performance.now() }: PageCacheOptions): PageCache {
  const shelves = new Map<number, Shelf>()

  const shelfOf = (countyId: number): Shelf => {
    let shelf = shelves.get(countyId)
    if (!shelf) {
      shelf = { stamp: '', looked: Number.NEGATIVE_INFINITY, looking: undefined, pages: new Map() }
      shelves.set(countyId, shelf)
    }
    return shelf
  }

  const look = async (countyId: number, shelf: Shelf): Promise<void> => {
    const seen = await stamp(countyId)
    if (seen !== shelf.stamp) {
      shelf.pages.clear()
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
      shelf.pages.delete(key)
      const entry: Entry = { until: now() + PAGE_MS, kept: make().then(keep), value: undefined }
      shelf.pages.set(key, entry)
      if (shelf.pages.size > MOST) shelf.pages.delete(shelf.pages.keys().next().value as string)
      const forget = () => {
        if (shelf.pages.get(key) === entry) shelf.pages.delete(key)
      }
      try {
        entry.value = await entry.kept
        if (entry.value.status !== 200) forget()
        return entry.value
      } catch (error) {
        forget()
        throw error
      }
    },
  }
}

export function keep({ status, page }: { status: number; page: string }): Kept {
  const plain = Buffer.from(page)
  const etag = `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`
  return { status, plain, gzip: gzipSync(plain), etag }
}
