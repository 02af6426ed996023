import { buffer } from 'node:stream/consumers'
import { sql } from 'kysely'
import { timer } from '#features/accounts/index.ts'
import { appealMonths } from '#features/appeals/index.ts'
import { findStories } from '#features/problems/index.ts'
import type { ActOnPublication, Picture } from '#features/publicity/acts/index.ts'
import type { Acted } from '#features/publicity/api.ts'
import { beginIn, counterOf, type Places, publicationNumber, reviseIn } from '#features/publicity/begin.ts'
import { pageKeysOf } from '#features/publicity/content.ts'
import { actIn } from '#features/publicity/perform.ts'
import { type ActBody, acts } from '#features/publicity/schema.ts'
import { findPublication } from '#features/publicity/store.ts'
import { addDays } from '#platform/calendar/index.ts'
import type { FileStore } from '#platform/files/index.ts'
import { stripMetadata } from '#platform/files/strip/index.ts'
import { hashRequest } from '#platform/history/replay.ts'
import { newId } from '#platform/ids.ts'
import type { Member, Unit } from './cast.ts'
import type { Stage } from './journey/journey.ts'

/** Publications of the demo county in every state, made through the real acts at past moments. */

export type House = Stage & { allFiles: FileStore; places: Places; numbers: Map<number, number> }
type Fields<A extends ActOnPublication> = Omit<ActBody<A>, 'commandId' | 'version'>
type Subject = Omit<ActBody<'begin'>, 'commandId'>

/** One publication on its way; each act twenty minutes after the one before. */
export class Publishing {
  readonly house: House
  readonly by: { drafter: Member; reviewer: Member; approver: Member }
  at: Date
  acted!: Acted

  constructor(house: House, by: Publishing['by'], daysAgo: number) {
    this.house = house
    this.by = by
    this.at = new Date(`${addDays(house.today, -daysAgo)}T01:30:00Z`)
  }

  async begin(subject: Subject): Promise<this> {
    const { tx, places, worldAt } = this.house
    const world = worldAt(this.at)
    const body = acts.begin.parse({ commandId: newId(), ...subject })
    const hash = hashRequest('begin', '', body)
    const { actor } = this.by.drafter
    this.acted = await beginIn(tx, { world, actor, places, appealMonths }, body, this.nextNumber(), hash)
    return this.tick()
  }

  async revised(reason: string): Promise<Publishing> {
    const { tx, worldAt, places, cast } = this.house
    const former = await findPublication(tx, cast.countyId, this.acted.id)
    // The correction of a month has a number of its own.
    const fresh = former?.row.month ? this.nextNumber() : undefined
    const next = new Publishing(this.house, this.by, 0)
    next.at = this.at
    const body = { commandId: newId(), version: this.acted.version, reason }
    const hash = hashRequest('revise', this.acted.id, body)
    const beginning = { world: worldAt(this.at), actor: this.by.drafter.actor, places, appealMonths }
    next.acted = await reviseIn(tx, beginning, this.acted.id, body, hash, fresh)
    return next.tick()
  }

  async act<A extends ActOnPublication>(
    by: Member | null,
    act: A,
    fields: Fields<A>,
    pictures: readonly Picture[] = [],
  ): Promise<this> {
    const { tx, jobs, allFiles, places, worldAt, cast } = this.house
    const { id, version } = this.acted
    const body = acts[act].parse({ commandId: newId(), version, ...fields }) as ActBody<A>
    const actor = by?.actor ?? timer(cast.countyId)
    const hash = hashRequest(act, id, body)
    const deps = { jobs, files: allFiles, appealMonths }
    this.acted = await actIn(deps, tx, worldAt(this.at), actor, places, act, id, body, hash, pictures)
    return this.tick()
  }

  private nextNumber(): string {
    const { worldAt, numbers } = this.house
    const year = Number(worldAt(this.at).today.slice(0, 4))
    const n = (numbers.get(year) ?? 0) + 1
    numbers.set(year, n)
    return publicationNumber(year, n)
  }

  tick(): this {
    this.at = new Date(this.at.getTime() + 20 * 60_000)
    return this
  }

  wait(days: number): this {
    this.at = new Date(this.at.getTime() + days * 86_400_000)
    return this
  }

  /** The evidence's pictures without their metadata, and every tick that a person has to set. */
  async pictured(problemId: string, most: number): Promise<this> {
    const { tx, allFiles, cast } = this.house
    const [story] = await findStories(tx, cast.countyId, [problemId])
    const copies: Picture[] = []
    for (const { id, sha256, mime, place } of (story?.pictures ?? []).slice(0, most)) {
      const opened = await allFiles.open(cast.countyId, sha256)
      if (!opened) continue
      const bytes = stripMetadata(await buffer(opened.body), mime)
      const stored = await allFiles.put(cast.countyId, [bytes] as unknown as AsyncIterable<Uint8Array>)
      await tx
        .insertInto('files')
        .values({ county_id: cast.countyId, ...stored, stored_at: this.at })
        .onConflict((conflict) => conflict.columns(['county_id', 'sha256']).doNothing())
        .execute()
      copies.push({ evidenceId: id, ...stored, caption: place ?? '整改后现场' })
    }
    const evidenceIds = copies.map(({ evidenceId }) => evidenceId)
    return this.act(this.by.drafter, 'choosePictures', { evidenceIds }, copies)
  }

  async toMaskCheck(): Promise<this> {
    return this.act(this.by.drafter, 'submit', {})
  }

  async toReview(): Promise<this> {
    const { drafter } = this.by
    await this.toMaskCheck()
    const found = await findPublication(this.house.tx, this.house.cast.countyId, this.acted.id)
    for (const page of found ? pageKeysOf(found.row.content) : [])
      await this.act(drafter, 'confirmPage', { page, marks: [], lifts: [] })
    for (const { id, dropped } of found?.parts.pictures ?? [])
      if (!dropped)
        await this.act(drafter, 'checkPicture', {
          ...{ pictureId: id, facesClear: true, platesClear: true, leaveOut: false },
        })
    return this.act(drafter, 'passMasks', {})
  }

  async toApproval(): Promise<this> {
    await this.toReview()
    return this.act(this.by.reviewer, 'passSecrecy', {
      opinion: '经审查，不涉及国家秘密和工作秘密，可以公开。',
    })
  }

  async toApproved(): Promise<this> {
    await this.toApproval()
    return this.act(this.by.approver, 'approve', { opinion: '情况属实，同意公示。' })
  }

  async toPublished(): Promise<this> {
    await this.toApproved()
    return this.act(this.by.drafter, 'publish', {})
  }

  /** Words of the public, masked as the portal keeps them. */
  async said(words: string): Promise<string> {
    const id = newId()
    await sql`SELECT leave_comment(${this.acted.number}, ${id}, ${words}, ${this.at})`.execute(this.house.tx)
    return id
  }
}

/** Enters them; the numbers that were used go on where they ended. */
export async function publishDemo(
  stage: Stage,
  files: FileStore,
  publishMonths: (house: House, begin: (daysAgo: number) => Publishing, townshipId: string) => Promise<void>,
): Promise<void> {
  const { tx, cast, today } = stage
  const rows = await tx
    .selectFrom('organizations')
    .select(['id', 'name', 'kind', 'township_id as townshipId'])
    .where('county_id', '=', cast.countyId)
    .execute()
  const places = new Map(rows.map((row) => [row.id, row]))
  const house: House = { ...stage, allFiles: files, places, numbers: new Map() }
  const units = [...cast.units.values()]
  const bridge = units.find(({ place }) => place.name === '石桥镇')
  const others = units.filter(({ place }) => place.kind === 'township' && place.name !== '石桥镇').slice(0, 2)
  const reviewer = cast.members.find(({ username }) => username === 'secrecy')
  if (!bridge || !reviewer) throw new Error('the demo county lacks 石桥镇 or its secrecy reviewer')
  for (const [i, unit] of [bridge, ...others].entries()) await months(house, unit, reviewer, i === 0)
  await problemsOf(house, bridge, reviewer)
  await withholding(house, bridge, reviewer)
  const [drafter] = cast.county.office
  const [approver] = cast.county.leader
  if (!drafter || !approver) throw new Error('the demo county lacks its office or its leading group')
  const county = { drafter, approver, reviewer }
  await publishMonths(house, (daysAgo) => new Publishing(house, county, daysAgo), bridge.id)
  await tx
    .insertInto('counters')
    .values(
      [...house.numbers].map(([year, n]) => ({
        county_id: cast.countyId,
        name: counterOf(year),
        next: n + 1,
      })),
    )
    .execute()
  if (house.today !== today) throw new Error('the demo went on over midnight')
}

const partsOf = (unit: Unit, reviewer: Member): Publishing['by'] => ({
  ...{ drafter: unit.clerk, approver: unit.secretary, reviewer },
})

/** The month that ended so many months before the present one, and how many days ago it ended. */
function monthBefore(today: string, n: number): { month: string; endedDaysAgo: number } {
  let last = addDays(`${today.slice(0, 7)}-01`, -1)
  for (let i = 1; i < n; i++) last = addDays(`${last.slice(0, 7)}-01`, -1)
  const endedDaysAgo = Math.round((Date.parse(today) - Date.parse(last)) / 86_400_000)
  return { month: last.slice(0, 7), endedDaysAgo }
}

const monthOf = (unit: Unit, month: string): Subject => ({
  ...{ kind: 'month', audience: 'society', organizationId: unit.id, month },
})

/** Monthly progress: published for the month before the last; for 石桥镇 the last one waits for its approval. */
async function months(house: House, unit: Unit, reviewer: Member, isBridge: boolean): Promise<void> {
  const by = partsOf(unit, reviewer)
  const before = monthBefore(house.today, 2)
  const published = await new Publishing(house, by, before.endedDaysAgo - 4).begin(
    monthOf(unit, before.month),
  )
  await published.toPublished()
  const day = published.at.toISOString().slice(0, 10)
  await published.act(by.drafter, 'recordChannel', {
    ...{ channel: 'notice_board', place: `${unit.place.name}政府公示栏`, happenedOn: day },
  })
  await published.act(by.drafter, 'recordChannel', {
    ...{ channel: 'wechat_group', place: `${unit.place.name}村务公开群`, happenedOn: day },
  })
  const last = monthBefore(house.today, 1)
  if (last.endedDaysAgo < 2) return
  const next = await new Publishing(house, by, last.endedDaysAgo - 1).begin(monthOf(unit, last.month))
  await (isBridge ? next.toApproval() : next.toPublished())
}

/** Problems from feedback to fixed: standing, corrected, withdrawn, and on every step of their way. */
async function problemsOf(house: House, unit: Unit, reviewer: Member): Promise<void> {
  const by = partsOf(unit, reviewer)
  const ids = await publishable(house, unit)
  const of = (i: number, audience: 'society' | 'party' = 'society'): Subject => {
    const problemId = ids[i % ids.length]
    return { kind: 'problem', audience, ...(problemId && { problemId }) }
  }
  const at = (daysAgo: number) => new Publishing(house, by, daysAgo)
  if (ids.length === 0) return

  const standing = await (await at(20).begin(of(0))).pictured(ids[0] ?? '', 2)
  await standing.toPublished()
  await answered(house, standing, by)

  const corrected = await (await at(30).begin(of(1))).toPublished()
  await (await corrected.wait(3).revised('“计划完成”的日期写错，予以更正。')).toPublished()

  const ended = await (await at(120).begin(of(2))).act(by.drafter, 'edit', { edits: [], days: 60 })
  await (await ended.toPublished()).wait(62).act(null, 'endPeriod', {})

  const early = await (await at(50).begin(of(3))).toPublished()
  await early.wait(2).act(reviewer, 'withdraw', { reason: '群众反映其中一户情况可以被认出，先撤下再核对。' })

  await (await at(6).begin(of(4, 'party'))).toPublished()
  await (await at(4).begin(of(5))).toApproved()
  await (await at(5).begin(of(6))).toReview()
  await (await (await at(3).begin(of(7))).pictured(ids[7 % ids.length] ?? '', 2)).toMaskCheck()
  await (await at(2).begin(of(8))).act(by.drafter, 'edit', { edits: [], days: 30 })
  await (await at(9).begin(of(9))).act(by.drafter, 'drop', { reason: '与上月公示内容重复。' })
}

/** What people said under it: answered in public, waiting for an answer, waiting to be read. */
async function answered(house: House, of: Publishing, by: Publishing['by']): Promise<void> {
  const found = await findPublication(house.tx, house.cast.countyId, of.acted.id)
  const unit = [...house.cast.units.values()].find(({ id }) => id === found?.row.organization_id)
  if (!unit) return
  const first = await of.wait(2).said('改得不错，希望以后也有人管，不要过几个月又回到老样子。')
  await of.act(by.reviewer, 'screenComment', { commentId: first, forward: true })
  await of.wait(1).act(unit.secretary, 'answerComment', {
    ...{
      commentId: first,
      answer: '谢谢您的意见。已明确专人每周查看一次，结果每月在公示栏公布，欢迎继续监督。',
    },
  })
  await of.act(by.reviewer, 'passAnswer', { commentId: first })
  const second = await of.said('公示里说的维护经费从哪里来，能不能也公布一下？')
  await of.act(by.reviewer, 'screenComment', { commentId: second, forward: true })
  await of.wait(1).said('路口那一段还有积水，请再来看看。')
}

async function withholding(house: House, unit: Unit, reviewer: Member): Promise<void> {
  const ids = await publishable(house, unit, true)
  const [leader] = house.cast.county.leader
  const by = partsOf(unit, reviewer)
  const ask = async (i: number, daysAgo: number, reasonClass: string, note: string, days: number) => {
    const problemId = ids[i]
    if (!problemId) return undefined
    const w = await new Publishing(house, by, daysAgo).begin({
      kind: 'problem',
      audience: 'society',
      problemId,
    })
    return w.act(by.drafter, 'withhold', { reasonClass, note, reviewOn: addDays(house.today, days) })
  }
  if (!leader) return
  const agreed = await ask(0, 40, 'sensitive', '涉及正在协商的征地补偿，提前公开可能影响协商。', 5)
  await agreed?.act(leader, 'approveWithholding', { note: '同意，协商结束后即公开。' })
  const second = await ask(1, 60, 'investigation', '有关线索已移交，尚未公布。', 90)
  await second?.act(leader, 'approveWithholding', { note: '同意。' })
  await ask(2, 3, 'hype', '涉及往年旧账，情况正在核实。', 60)
}

/** Problems of a township that may be told of; fixed ones first, those with pictures before others. */
async function publishable({ tx, cast }: House, unit: Unit, isOpen = false): Promise<string[]> {
  const ended = sql`p.state IN ('closed', 'consolidated')`
  const { rows } = await sql<{ id: string }>`
    SELECT p.id FROM problems p WHERE p.county_id = ${cast.countyId} AND p.township_id = ${unit.id}
      AND p.secrecy <> 'work_secret' AND ${isOpen ? sql`NOT ${ended}` : ended}
    ORDER BY (SELECT count(*) FROM problem_evidence e JOIN files f ON f.county_id = e.county_id AND f.sha256 = e.sha256
        AND f.mime LIKE 'image/%' WHERE e.county_id = p.county_id AND e.problem_id = p.id) DESC, p.number
    LIMIT 10`.execute(tx)
  return rows.map(({ id }) => id)
}
