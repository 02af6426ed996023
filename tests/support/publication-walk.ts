import type { ActOnPublication } from '#features/publicity/acts/index.ts'
import type { Acted } from '#features/publicity/api.ts'
import { performBegin, performRevise } from '#features/publicity/begin.ts'
import { pageKeysOf } from '#features/publicity/content.ts'
import { performAct } from '#features/publicity/perform.ts'
import type { ActBody } from '#features/publicity/schema.ts'
import { findPublication } from '#features/publicity/store.ts'
import { newId } from '#platform/ids.ts'
import type { PersonName } from './roster.ts'
import type { SmallCounty } from './small-county.ts'

type Fields<A extends ActOnPublication> = Omit<ActBody<A>, 'commandId' | 'version'>

const HOUR = 3_600_000

/** One publication of a small county in the hands of named people, with a clock that moves an hour at each act. */
export class PublicationWalk {
  readonly county: SmallCounty
  at: Date
  acted!: Acted

  constructor(county: SmallCounty, at: string) {
    this.county = county
    this.at = new Date(at)
  }

  async begin(by: PersonName, fields: Omit<ActBody<'begin'>, 'commandId'>): Promise<this> {
    const { county } = this
    const body = { commandId: newId(), ...fields }
    this.acted = await performBegin(county.deps, await county.world(this.at), county.actor(by), body)
    this.tick()
    return this
  }

  /** A draft of the new edition; the former one stays in the walk it came from. */
  async revised(by: PersonName, reason = '数字有误'): Promise<PublicationWalk> {
    const { county } = this
    const next = new PublicationWalk(county, this.at.toISOString())
    const body = { commandId: newId(), version: this.acted.version, reason }
    const world = await county.world(this.at)
    next.acted = await performRevise(county.deps, world, county.actor(by), this.acted.id, body)
    next.tick()
    return next
  }

  async act<A extends ActOnPublication>(by: PersonName, act: A, fields: Fields<A>): Promise<void> {
    const { county } = this
    const body = { commandId: newId(), version: this.acted.version, ...fields } as unknown as ActBody<A>
    const world = await county.world(this.at)
    this.acted = await performAct(county.deps, world, county.actor(by), act, this.acted.id, body)
    this.tick()
  }

  tick(): void {
    this.at = new Date(this.at.getTime() + HOUR)
  }

  wait(days: number): this {
    this.at = new Date(this.at.getTime() + days * 24 * HOUR)
    return this
  }

  async row() {
    const { county, acted } = this
    const found = await county.deps.database.read(county.countyId, (tx) =>
      findPublication(tx, county.countyId, acted.id),
    )
    if (!found) throw new Error(`no publication ${acted.id}`)
    return found
  }

  async toMaskCheck(by: PersonName = 'townClerk'): Promise<this> {
    await this.act(by, 'submit', {})
    return this
  }

  async toSecrecyReview(by: PersonName = 'townClerk'): Promise<this> {
    await this.toMaskCheck(by)
    const { row } = await this.row()
    for (const page of pageKeysOf(row.content))
      await this.act(by, 'confirmPage', { page, marks: [], lifts: [] })
    await this.act(by, 'passMasks', {})
    return this
  }

  async toPublished(by: PersonName = 'townClerk', approver: PersonName = 'townSecretary'): Promise<this> {
    await this.toSecrecyReview(by)
    await this.act('secrecy', 'passSecrecy', { opinion: '不涉密' })
    await this.act(approver, 'approve', { opinion: '同意公示' })
    await this.act(by, 'publish', {})
    return this
  }
}
