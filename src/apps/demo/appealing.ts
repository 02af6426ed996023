import { timer } from '#features/accounts/index.ts'
import type { ActOnAppeal } from '#features/appeals/acts/index.ts'
import { takeIn } from '#features/appeals/hiding.ts'
import { receiptFor } from '#features/appeals/identity.ts'
import type { AppealKeys } from '#features/appeals/index.ts'
import type { AppealState } from '#features/appeals/lifecycle.ts'
import { actIn } from '#features/appeals/perform.ts'
import { actingOn, asResident } from '#features/appeals/policy.ts'
import { appealNumber, type Beginning, beginIn } from '#features/appeals/register.ts'
import { type ActBody, acts } from '#features/appeals/schema.ts'
import { findAppeal } from '#features/appeals/store.ts'
import { hashRequest } from '#platform/history/replay.ts'
import { newId } from '#platform/ids.ts'
import type { Acted } from '#platform/lifecycle/act-endpoints.ts'
import type { Member, Unit } from './cast.ts'
import type { Stage } from './journey/journey.ts'
import type { Random } from './random.ts'
import type { AppealText } from './texts/appeals.ts'

export type AppealStage = Stage & { appealKeys: AppealKeys }
type Fields<A extends ActOnAppeal> = Omit<ActBody<A>, 'commandId' | 'version'>

/** Where an appeal comes from, who works on it, and what it is about. */
export type AppealCase = {
  life: string
  n: number
  start: Date
  village: Unit
  town: Unit
  registrar: Member
  /** Who handles it: the village, its township, or a department. */
  handler: Unit
  text: AppealText
  resident: string
  random: Random
}

const MINUTE_MS = 60_000

/** One appeal of the demo county on its way, each act at its own past moment, by the people whose move it is. */
export class Appealing {
  readonly stage: AppealStage
  readonly of: AppealCase
  at: Date
  acted!: Acted<AppealState>

  constructor(stage: AppealStage, of: AppealCase) {
    this.stage = stage
    this.of = of
    this.at = of.start
  }

  get on(): string {
    return this.stage.worldAt(this.at).today
  }

  /** The day its present deadline ends on. */
  async dueOn(): Promise<string> {
    const { tx, cast, worldAt } = this.stage
    const found = await findAppeal(tx, cast.countyId, this.acted.id, [])
    return worldAt(new Date(found?.row.due_at ?? this.at)).today
  }

  async register(given: Partial<ActBody<'register'>> = {}): Promise<this> {
    const { text, registrar, random } = this.of
    const openness = random.pick(['handler', 'handler', 'registrar', 'anonymous'] as const)
    const channel = random.pick([
      'phone',
      'phone',
      'wechat',
      'counter',
      'reception',
      'grid',
      'forwarded',
    ] as const)
    const classed = { nature: text.nature, fieldCode: text.field, reasonableness: 'reasonable' as const }
    await this.begin('register', registrar, {
      channel,
      openness,
      ...this.who(openness),
      ...classed,
      ...given,
    })
    return this
  }

  async receive(): Promise<this> {
    await this.begin('receive', null, { channel: 'web', openness: 'registrar', ...this.who('registrar') })
    return this
  }

  /** Numbers of an area that nobody has. */
  private who(openness: string) {
    const { resident, n } = this.of
    if (openness === 'anonymous') return { person: {} }
    return { person: { name: resident, phone: `1380000${String(1000 + n).slice(-4)}` } }
  }

  private async begin(act: 'register' | 'receive', by: Member | null, given: object): Promise<void> {
    const { tx, worldAt, appealKeys, cast } = this.stage
    const { village, text, n } = this.of
    const world = worldAt(this.at)
    const commandId = newId()
    const matter = { placeId: village.id, title: text.title, cause: text.cause }
    const body = acts[act].parse({ commandId, ...matter, ...given }) as ActBody<'register'>
    const begun = { act, ...takeIn(body), number: appealNumber(world.today.slice(0, 4), n) } as const
    const receipt = receiptFor(appealKeys.identities, cast.countyId, commandId)
    const requestHash = hashRequest(act, '', { commandId })
    const actor = by?.actor ?? timer(cast.countyId)
    this.acted = await beginIn(appealKeys, tx, world, actor, {
      ...begun,
      requestHash,
      receipt,
    } as Beginning)
    this.tick()
  }

  async act<A extends ActOnAppeal>(
    by: Member | 'resident' | 'timer',
    act: A,
    fields: Fields<A>,
  ): Promise<this> {
    const { tx, jobs, worldAt, appealKeys, cast } = this.stage
    const { id, version } = this.acted
    const body = acts[act].parse({ commandId: newId(), version, ...fields }) as ActBody<A>
    const actor = typeof by === 'string' ? timer(cast.countyId) : by.actor
    const acting: Parameters<typeof actIn>[4] = (row) =>
      by === 'resident' ? asResident : actingOn(actor, row)
    const hash = hashRequest(act, id, body)
    this.acted = await actIn(
      { jobs, ...appealKeys },
      tx,
      worldAt(this.at),
      actor,
      acting,
      act,
      id,
      body,
      hash,
    )
    return this.tick()
  }

  private tick(): this {
    return this.wait({ minutes: 20 })
  }

  wait({ days = 0, hours = 0, minutes = 0 }): this {
    this.at = new Date(this.at.getTime() + ((days * 24 + hours) * 60 + minutes) * MINUTE_MS)
    return this
  }

  dispatched() {
    return this.act(this.of.registrar, 'dispatch', { handlerId: this.of.handler.id, assistantIds: [] })
  }

  async signed() {
    await this.dispatched()
    return this.wait({ hours: this.of.random.int(1, 9) }).act(this.of.handler.clerk, 'sign', {})
  }

  async handling() {
    await this.signed()
    const { random, handler, text } = this.of
    // Most are called within the day.
    this.wait({ hours: random.chance(0.85) ? random.int(1, 8) : random.int(26, 40) })
    await this.act(handler.clerk, 'contact', {
      way: random.pick(['phone', 'phone', 'visit', 'receipt'] as const),
    })
    return this.wait({ hours: random.int(2, 20) }).act(handler.clerk, 'reportProgress', {
      ...{ text: text.progress, happenedOn: this.on },
    })
  }

  async answered(claim: ActBody<'answer'>['claim'] = 'solved') {
    const { random, handler, text } = this.of
    return this.wait({ hours: random.int(4, 40) }).act(handler.clerk, 'answer', { text: text.answer, claim })
  }

  async toCallback() {
    await this.answered()
    return this.wait({ hours: this.of.random.int(1, 8) }).act(this.of.town.secretary, 'passAnswer', {})
  }

  async solved() {
    const { random, registrar } = this.of
    const satisfaction = random.pick([
      'satisfied',
      'satisfied',
      'satisfied',
      'fairly',
      'fairly',
      'fair',
      undefined,
    ] as const)
    const rated = satisfaction ? { satisfaction } : {}
    return this.wait({ hours: random.int(2, 20) }).act(registrar, 'closeSolved', rated)
  }

  archived() {
    return this.wait({ days: 31 }).act('timer', 'archive', {})
  }
}
