import { createHash } from 'node:crypto'

export type KeptAnswer = { body: string; etag: string }

/**
 * One answer a county, kept as it is sent: the tree is some 60 KB that everybody asks for and that changes a few
 * times a year. Changes made in another process show when the moment is over.
 */
export class KeptAnswers {
  readonly #kept = new Map<number, { until: number; answer: Promise<KeptAnswer> }>()
  readonly #keepMs: number
  readonly #most: number

  constructor(keepMs = 10_000, most = 500) {
    this.#keepMs = keepMs
    this.#most = most
  }

  of(countyId: number, at: number, make: () => Promise<unknown>): Promise<KeptAnswer> {
    const known = this.#kept.get(countyId)
    if (known && known.until > at) return known.answer
    const answer = make().then(keep)
    const kept = { until: at + this.#keepMs, answer }
    this.#kept.delete(countyId)
    this.#kept.set(countyId, kept)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > this.#most && oldest !== undefined) this.#kept.delete(oldest)
    answer.catch(() => this.#kept.get(countyId) === kept && this.#kept.delete(countyId))
    return answer
  }

  forget(countyId: number): void {
    this.#kept.delete(countyId)
  }
}

function keep(answer: unknown): KeptAnswer {
  const body = JSON.stringify(answer)
  return { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` }
}
