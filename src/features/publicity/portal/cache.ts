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
  of(countyId: number, on: ShelfName, key: string, make: () => Promise<Made>): Promise<Kept>
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
const MEGABYTE = 1_024 * 1_024
/**
 * Kept of one county; the oldest go first. Data stands apart: whoever takes every list in every shape throws out nobody's
 * pages.
 */
const shelves = {
  pages: { most: 3_000, bytes: 48 * MEGABYTE },
  data: { most: 200, bytes: 16 * MEGABYTE },
} as const
type ShelfName = keyof typeof shelves

type Shelf = { entries: Map<string, Entry>; bytes: number }
type County = {
  stamp: string
  looked: number
  looking: Promise<void> | undefined
  shelves: Record<ShelfName, Shelf>
}
type Entry = { until: number; kept: Promise<Kept>; value: Kept | undefined }

/** Rendered pages in memory, so that a page that everybody reads is made a few times a minute. */
export function createPageCache({ stamp, now = () => performance.now() }: PageCacheOptions): PageCache {
  const counties = new Map<number, County>()

  const countyOf = (countyId: number): County => {
    let county = counties.get(countyId)
    if (!county) {
      county = {
        ...{ stamp: '', looked: Number.NEGATIVE_INFINITY, looking: undefined },
        shelves: emptyShelves(),
      }
      counties.set(countyId, county)
    }
    return county
  }

  const look = async (countyId: number, county: County): Promise<void> => {
    const seen = await stamp(countyId)
    if (seen !== county.stamp) {
      county.shelves = emptyShelves()
      county.stamp = seen
    }
    county.looked = now()
  }

  return {
    async of(countyId, on, key, make) {
      const county = countyOf(countyId)
      if (now() - county.looked > STAMP_MS) {
        county.looking ??= look(countyId, county).finally(() => {
          county.looking = undefined
        })
        await county.looking
      }
      const shelf = county.shelves[on]
      const known = shelf.entries.get(key)
      if (known && known.until > now()) return known.value ?? known.kept
      take(shelf, key)
      const entry: Entry = { until: now() + PAGE_MS, kept: make().then(keep), value: undefined }
      shelf.entries.set(key, entry)
      if (shelf.entries.size > shelves[on].most) takeOldest(shelf)
      const forget = () => {
        if (shelf.entries.get(key) === entry) take(shelf, key)
      }
      try {
        const value = await entry.kept
        if (value.status !== 200) forget()
        else if (shelf.entries.get(key) === entry) {
          entry.value = value
          shelf.bytes += sizeOf(entry)
          while (shelf.bytes > shelves[on].bytes && shelf.entries.size > 1) takeOldest(shelf)
        }
        return value
      } catch (error) {
        forget()
        throw error
      }
    },
  }
}

const emptyShelves = (): County['shelves'] => ({ pages: emptyShelf(), data: emptyShelf() })
const emptyShelf = (): Shelf => ({ entries: new Map(), bytes: 0 })

const sizeOf = ({ value }: Entry): number => (value ? value.plain.length + value.gzip.length : 0)

function take(shelf: Shelf, key: string): void {
  const entry = shelf.entries.get(key)
  if (entry) shelf.bytes -= sizeOf(entry)
  shelf.entries.delete(key)
}

const takeOldest = (shelf: Shelf): void => take(shelf, shelf.entries.keys().next().value as string)

export function keep({ status, page, version, headers = {} }: Made): Kept {
  const plain = typeof page === 'string' ? Buffer.from(page) : page
  const digest = createHash('sha256').update(version ?? plain)
  const etag = `W/"${digest.digest('base64url').slice(0, 22)}"`
  return { status, plain, gzip: gzipSync(plain), etag, headers }
}
