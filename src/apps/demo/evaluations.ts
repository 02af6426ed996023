import { sql } from 'kysely'
import { timer } from '#features/accounts/index.ts'
import type { ActOnCampaign } from '#features/evaluations/acts.ts'
import type { Acted } from '#features/evaluations/api.ts'
import { keyName } from '#features/evaluations/ballot.ts'
import { beginIn, campaignNumber, counterOf } from '#features/evaluations/begin.ts'
import type { Deps } from '#features/evaluations/deps.ts'
import { codeDigests, codesOf } from '#features/evaluations/invitations.ts'
import { actIn } from '#features/evaluations/perform.ts'
import { type ActBody, acts } from '#features/evaluations/schema.ts'
import { sealBallot } from '#features/evaluations/sealed-ballot.ts'
import { findCampaign } from '#features/evaluations/store.ts'
import type { Answers } from '#features/surveys/api.ts'
import { addDays } from '#platform/calendar/index.ts'
import { hashRequest } from '#platform/history/replay.ts'
import { newId } from '#platform/ids.ts'
import type { Member, Unit } from './cast.ts'
import type { Stage } from './journey/journey.ts'
import type { Random } from './random.ts'

/** Two campaigns of the demo county, made through the real acts: last quarter's, counted, and one that runs. */

type Keys = Pick<Deps, 'receipts' | 'ballotKeys'>
type House = Stage & { keys: Keys; places: Parameters<typeof beginIn>[3] }
type Fields<A extends ActOnCampaign> = Omit<ActBody<A>, 'commandId' | 'version'>
type RaterClass = 'residents' | 'delegates' | 'cppcc'

const invited = { residents: 24, delegates: 6, cppcc: 2 }
/** Some more were approved than are made out yet. */
const planned = { ...invited, residents: 30 }
const MOST_PROBLEMS = 4

class Campaign {
  readonly house: House
  readonly town: Unit
  at: Date
  acted!: Acted

  constructor(house: House, town: Unit, daysAgo: number) {
    this.house = house
    this.town = town
    this.at = new Date(`${addDays(house.today, -daysAgo)}T02:00:00Z`)
  }

  async begin(number: string, fields: Omit<ActBody<'begin'>, 'commandId' | 'organizationId'>): Promise<this> {
    const { tx, worldAt, places } = this.house
    const body = acts.begin.parse({ commandId: newId(), organizationId: this.town.id, ...fields })
    const { actor } = this.town.clerk
    this.acted = await beginIn(
      tx,
      worldAt(this.at),
      actor,
      places,
      body,
      number,
      hashRequest('begin', '', body),
    )
    return this
  }

  /** @returns the command's id, out of which codes of invitations are made */
  async act<A extends ActOnCampaign>(by: Member | null, act: A, fields: Fields<A>): Promise<string> {
    const { tx, worldAt, places, keys, jobs, cast } = this.house
    const { id, version } = this.acted
    const body = acts[act].parse({ commandId: newId(), version, ...fields }) as ActBody<A>
    const actor = by?.actor ?? timer(cast.countyId)
    const hash = hashRequest(act, id, body)
    this.at = new Date(this.at.getTime() + 20 * 60_000)
    this.acted = await actIn({ jobs, ...keys }, tx, worldAt(this.at), actor, places, act, id, body, hash)
    return body.commandId
  }

  /** Made out for one class in one place; so many answer. */
  async invite(
    placeId: string,
    raterClass: RaterClass,
    share: number,
    say: (i: number) => Answers,
  ): Promise<void> {
    const { tx, keys, cast } = this.house
    const { countyId } = cast
    const n = invited[raterClass]
    const command = await this.act(this.town.clerk, 'issue', { placeId, raterClass, n })
    const found = await findCampaign(tx, countyId, this.acted.id)
    const { public_key: publicKey, sealed_length: sealedLength } = found?.row ?? {}
    const codes = codesOf(keys, countyId, command, n).slice(0, Math.round(n * share))
    for (const [i, code] of codes.entries()) {
      const digests = codeDigests(keys, countyId, code)
      const to = { countyId, campaignId: this.acted.id, placeId, raterClass, digest: digests.at(-1) ?? '' }
      const key = { publicKey: publicKey ?? '', sealedLength: sealedLength ?? 0 }
      const sealed = sealBallot(keys.receipts, { ...to, ...key }, { a: say(i) })
      await sql`SELECT deposit_ballot(${digests}::text[], gen_random_uuid(), ${sealed}, ${this.at})`.execute(
        tx,
      )
    }
  }
}

const said = [
  '改得不错，希望能一直管下去。',
  '公示栏上看到了，以前不知道改到哪一步。',
  '路口那一段下雨还会积水，再看看。',
  '建议每个月在群里说一次进展。',
]

/** @returns the counters that go on from here */
export async function evaluateDemo(
  stage: Stage & { keys: Keys },
  random: Random,
): Promise<[string, number][]> {
  const { rows } = await sql<{ id: string; name: string; kind: string; townshipId: string | null }>`
    SELECT id, name, kind, township_id AS "townshipId" FROM organizations
    WHERE county_id = ${stage.cast.countyId}`.execute(stage.tx)
  const house: House = { ...stage, places: new Map(rows.map((row) => [row.id, row])) }
  const numbers = new Map<number, number>()
  const number = (at: Date): string => {
    const year = at.getUTCFullYear()
    numbers.set(year, (numbers.get(year) ?? 0) + 1)
    return campaignNumber(year, numbers.get(year) ?? 1)
  }
  const [town] = [...stage.cast.units.values()].filter(({ place }) => place.name === '石桥镇')
  if (!town) throw new Error('the demo county lacks 石桥镇')
  // What was closed meanwhile: a campaign that was counted moves what waits for its evaluation, and tells of this.
  const fixed = await placesOf(house, town, ['closed', 'consolidated'])
  if (fixed.length > 0) {
    const past = new Campaign(house, town, 24)
    await hold(past, number(past.at), fixed, random, {
      title: '上季度整改成效群众评价',
      days: 12,
      share: 0.8,
    })
    past.at = new Date(`${addDays(house.today, -11)}T01:00:00Z`)
    await past.act(null, 'endAnswers', {})
    await past.act(town.clerk, 'close', {})
    house.keys.ballotKeys.destroy(keyName(house.cast.countyId, past.acted.id))
  }
  const waiting = await placesOf(house, town, ['awaiting_evaluation', 'countersigning', 'site_check'])
  if (waiting.length > 0) {
    const now = new Campaign(house, town, 3)
    await hold(now, number(now.at), waiting, random, {
      title: '本季度整改成效群众评价',
      days: 14,
      share: 0.4,
    })
  }
  return [...numbers].map(([year, n]) => [counterOf(year), n + 1])
}

type PlannedPlace = ActBody<'begin'>['places'][number]

async function hold(
  campaign: Campaign,
  number: string,
  places: PlannedPlace[],
  random: Random,
  { title, days, share }: { title: string; days: number; share: number },
): Promise<void> {
  const { town } = campaign
  const answersUntil = addDays(campaign.at.toISOString().slice(0, 10), days)
  await campaign.begin(number, { title: `${town.place.name}${title}`, answersUntil, places })
  await campaign.act(town.clerk, 'submit', {})
  await campaign.act(town.secretary, 'open', { note: '同意，注意把邀请发到不同的村民小组。' })
  for (const { organizationId, problems } of places)
    for (const raterClass of ['residents', 'delegates', 'cppcc'] as const)
      await campaign.invite(organizationId, raterClass, share, (i) => ({
        known: random.pick(['well', 'well', 'some', 'some', 'no'] as const),
        ...Object.fromEntries(
          problems.map((_, k) => [
            `item_${k + 1}`,
            random.pick([
              'satisfied',
              'satisfied',
              'satisfied',
              'satisfied',
              'fair',
              'fair',
              'unsatisfied',
              'unknown',
            ] as const),
          ]),
        ),
        open: random.pick(['yes', 'yes', 'yes', 'unknown'] as const),
        ...(i % 7 === 3 ? { words: random.pick(said) } : {}),
      }))
}

/** Villages of the town with problems in one of these states; at most two places. */
async function placesOf({ tx, cast }: House, town: Unit, states: string[]): Promise<PlannedPlace[]> {
  const { rows } = await sql<{ id: string; title: string; village: string }>`
    SELECT p.id, p.title, p.organization_id AS village FROM problems p
    WHERE p.county_id = ${cast.countyId} AND p.township_id = ${town.id} AND p.organization_id <> ${town.id}
      AND p.secrecy <> 'work_secret' AND p.state = ANY(${states}::text[]) ORDER BY p.number`.execute(tx)
  const villages = [...new Set(rows.map(({ village }) => village))].slice(0, 2)
  return villages.map((organizationId) => ({
    ...{ organizationId, asked: planned },
    problems: rows
      .filter(({ village }) => village === organizationId)
      .slice(0, MOST_PROBLEMS)
      .map(({ id, title }) => ({ problemId: id, title: title.slice(0, 80) })),
  }))
}
