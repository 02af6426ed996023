import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ActOnAppeal } from '#features/appeals/acts/index.ts'
import type { Deps } from '#features/appeals/deps.ts'
import type { AppealState } from '#features/appeals/lifecycle.ts'
import { performAct, performAsResident } from '#features/appeals/perform.ts'
import { createReceipts } from '#features/appeals/receipts.ts'
import { performReceive, performRegister, performRegisterJoined } from '#features/appeals/register.ts'
import type { ActBody } from '#features/appeals/schema.ts'
import { findAppeal } from '#features/appeals/store.ts'
import { keepBytes } from '#features/files/index.ts'
import { newId } from '#platform/ids.ts'
import type { Acted } from '#platform/lifecycle/act-endpoints.ts'
import { createSealing } from '#platform/sealing/index.ts'
import type { OrganizationName, PersonName } from './roster.ts'
import type { SmallCounty } from './small-county.ts'

type Fields<A extends ActOnAppeal> = Omit<ActBody<A>, 'commandId' | 'version'>
type Registering = Omit<ActBody<'register'>, 'commandId' | 'placeId' | 'person'> & {
  person?: ActBody<'register'>['person']
}

const DAY = 86_400_000

/** What appeals need of a small county; identities are sealed with keys of a folder of their own. */
export function appealDeps(county: SmallCounty): Deps & { dataDir: string } {
  const dataDir = mkdtempSync(join(tmpdir(), 'bihuan-appeals-'))
  return {
    ...county.deps,
    dataDir,
    identities: createSealing({ dataDir, of: 'identity' }),
    receipts: createReceipts(dataDir, { makes: true }),
  }
}

/** One appeal of a small county in the hands of named people and of the resident, with a clock that moves a minute at each act. */
export class AppealWalk {
  readonly county: SmallCounty
  readonly deps: Deps
  at: Date
  acted!: Acted<AppealState>
  receipt = ''
  readonly did: [PersonName, ActOnAppeal][] = []

  constructor(county: SmallCounty, deps: Deps, start: string) {
    this.county = county
    this.deps = deps
    this.at = new Date(start)
  }

  get today(): string {
    return this.day(0)
  }

  day(offset: number): string {
    return new Date(this.at.getTime() + 8 * 3_600_000 + offset * DAY).toISOString().slice(0, 10)
  }

  wait({ days = 0, hours = 0 }: { days?: number; hours?: number }): this {
    this.at = new Date(this.at.getTime() + days * DAY + hours * 3_600_000)
    return this
  }

  matter(place: OrganizationName = 'upperVillage') {
    return {
      placeId: this.county.organizations[place],
      title: '村口路灯不亮',
      cause: '村口三盏路灯坏了半个月，晚上老人出行不便。',
      aboutVillage: false,
      people: 1,
    }
  }

  async register(
    given: Partial<Registering> = {},
    place: OrganizationName = 'upperVillage',
    by: PersonName = 'townRegistrar',
  ): Promise<this> {
    const body = {
      ...{ commandId: newId(), channel: 'phone' as const, openness: 'handler' as const },
      ...{ person: { name: '周德福', phone: '13800001234' }, ...this.matter(place) },
      ...{ nature: 'help' as const, fieldCode: 'roads' },
      ...given,
    }
    const world = await this.county.world(this.at)
    return this.began(await performRegister(this.deps, world, this.county.actor(by), body))
  }

  async registerJoined(
    main: AppealWalk,
    place: OrganizationName = 'upperVillage',
    given: { person?: ActBody<'register'>['person'] } = {},
  ): Promise<this> {
    const body = {
      ...{ commandId: newId(), channel: 'wechat' as const, openness: 'registrar' as const, person: {} },
      ...{ ...this.matter(place), mainId: main.acted.id, ...given },
    }
    const world = await this.county.world(this.at)
    return this.began(await performRegisterJoined(this.deps, world, this.county.actor('townRegistrar'), body))
  }

  async receive(
    given: Partial<ActBody<'receive'>> = {},
    { picture }: { picture?: Buffer } = {},
  ): Promise<this> {
    const body = {
      ...{ commandId: newId(), channel: 'web' as const, openness: 'anonymous' as const, person: {} },
      ...{ ...this.matter(), ...given },
    }
    const { countyId } = this.county
    const pictures = async () => (picture ? [await keepBytes(this.deps, countyId, picture, this.at)] : [])
    return this.began(
      await performReceive(this.deps, await this.county.world(this.at), countyId, body, { pictures }),
    )
  }

  private began({ receipt, ...acted }: Acted<AppealState> & { receipt: string }): this {
    this.acted = acted
    this.receipt = receipt
    return this.tick()
  }

  async act<A extends ActOnAppeal>(by: PersonName, act: A, fields: Fields<A>): Promise<this> {
    const body = { commandId: newId(), version: this.acted.version, ...fields } as unknown as ActBody<A>
    const world = await this.county.world(this.at)
    this.acted = await performAct(this.deps, world, this.county.actor(by), act, this.acted.id, body)
    this.did.push([by, act])
    return this.tick()
  }

  async resident<A extends ActOnAppeal>(act: A, fields: Fields<A>): Promise<this> {
    const body = { commandId: newId(), version: this.acted.version, ...fields } as unknown as ActBody<A>
    const world = await this.county.world(this.at)
    this.acted = await performAsResident(this.deps, world, this.county.countyId, act, this.acted.id, body)
    return this.tick()
  }

  private tick(): this {
    this.at = new Date(this.at.getTime() + 60_000)
    return this
  }

  async row() {
    const { county, acted } = this
    const found = await county.deps.database.read(county.countyId, (tx) =>
      findAppeal(tx, county.countyId, acted.id, ['answers', 'callbacks', 'requests', 'assignments']),
    )
    if (!found) throw new Error(`no appeal ${acted.id}`)
    return found
  }

  /** The day after the present limit: an extension by so much is always possible. */
  async dayAfterDue(): Promise<string> {
    const due = Date.parse((await this.row()).row.clocks.handle?.dueAt ?? '')
    return new Date(due + 8 * 3_600_000 + DAY).toISOString().slice(0, 10)
  }

  async dispatched(to: OrganizationName = 'upperVillage', by: PersonName = 'townRegistrar'): Promise<this> {
    return this.act(by, 'dispatch', { handlerId: this.county.organizations[to], assistantIds: [] })
  }

  async toHandling(to: OrganizationName = 'upperVillage', by: PersonName = 'villageClerk'): Promise<this> {
    if (this.acted === undefined) await this.register()
    await this.dispatched(to)
    await this.act(by, 'sign', {})
    return this.act(by, 'contact', { way: 'phone' })
  }

  async toCallback(by: PersonName = 'villageClerk'): Promise<this> {
    await this.act(by, 'answer', { text: '路灯已经修好，当晚已亮。', claim: 'solved' })
    return this.act('townSecretary', 'passAnswer', {})
  }
}
