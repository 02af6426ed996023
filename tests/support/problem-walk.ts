import type { ActOnProblem } from '#features/problems/acts/index.ts'
import type { Acted } from '#features/problems/api.ts'
import { performAct } from '#features/problems/perform.ts'
import { performReport } from '#features/problems/report.ts'
import type { ActBody, Feedback } from '#features/problems/schema.ts'
import { newId } from '#platform/ids.ts'
import type { OrganizationName, PersonName } from './roster.ts'
import type { SmallCounty } from './small-county.ts'

type Fields<A extends ActOnProblem> = Omit<ActBody<A>, 'commandId' | 'version'>

const DAY = 86_400_000

/** One problem of a small county in the hands of named people, with a clock that moves an hour at each act. */
export class ProblemWalk {
  readonly county: SmallCounty
  at: Date
  acted!: Acted

  constructor(county: SmallCounty, start: string) {
    this.county = county
    this.at = new Date(start)
  }

  get today(): string {
    return new Date(this.at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
  }

  day(offset: number): string {
    return new Date(this.at.getTime() + 8 * 3_600_000 + offset * DAY).toISOString().slice(0, 10)
  }

  wait(days: number): this {
    this.at = new Date(this.at.getTime() + days * DAY)
    return this
  }

  feedback(organization: OrganizationName, given: Partial<Feedback> = {}): Feedback {
    return {
      source: 'county_inspection',
      sourceYear: 2026,
      organizationId: this.county.organizations[organization],
      classCode: 'environment',
      severity: 'ordinary',
      scope: 'single',
      timing: 'new',
      secrecy: 'internal',
      title: '村口排水沟长期堵塞',
      feedbackText: '巡察组走访发现，村口排水沟淤堵三个月，雨天污水漫上路面，群众多次反映未解决。',
      feedbackOn: this.today,
      ...given,
    }
  }

  async report(organization: OrganizationName, given: Partial<Feedback> = {}, by: PersonName = 'office') {
    const world = await this.county.world(this.at)
    const body = { commandId: newId(), ...this.feedback(organization, given) }
    this.acted = await performReport(this.county.deps, world, this.county.actor(by), 'report', body)
    return this.tick()
  }

  async orderImmediate(organization: OrganizationName, workdays: 5 | 10 | 15 = 5) {
    const world = await this.county.world(this.at)
    const body = { commandId: newId(), workdays, ...this.feedback(organization) }
    this.acted = await performReport(
      this.county.deps,
      world,
      this.county.actor('inspector'),
      'orderImmediate',
      body,
    )
    return this.tick()
  }

  async act<A extends ActOnProblem>(by: PersonName, act: A, fields: Fields<A>): Promise<this> {
    const world = await this.county.world(this.at)
    const body = { commandId: newId(), version: this.acted.version, ...fields } as ActBody<A>
    this.acted = await performAct(this.county.deps, world, this.county.actor(by), act, this.acted.id, body)
    return this.tick()
  }

  private tick(): this {
    this.at = new Date(this.at.getTime() + 3_600_000)
    return this
  }

  plan(dueInDays = 60, named: { lead?: PersonName; co?: PersonName[] } = {}): Fields<'submitPlan'> {
    const { organizations, people } = this.county
    const { lead = 'townSecretary', co = ['villageSecretary'] } = named
    const measure = { organizationId: organizations.upperVillage, leaderId: people[co[0] ?? lead] }
    return {
      goal: '排水沟畅通，建立管护制度',
      rootCause: 'weak_supervision',
      plannedOn: this.day(dueInDays),
      leadLeaderId: people[lead],
      coLeaderIds: co.map((name) => people[name]),
      measures: [
        { ...measure, horizon: 'now', kind: 'major', text: '组织清淤，修复沟盖板', dueOn: this.day(10) },
        {
          ...measure,
          horizon: 'lasting',
          kind: 'rules',
          text: '制定沟渠管护办法，落实管护员',
          dueOn: this.day(dueInDays),
        },
      ],
    }
  }

  check(withPerson: PersonName) {
    return {
      withPersonId: this.county.people[withPerson],
      checkedOn: this.today,
      method: 'on_site',
      finding: '现场查看，沟渠畅通，管护员在岗。',
    }
  }

  /** From fed back to under rectification. */
  async toRectifying(): Promise<this> {
    const { people } = this.county
    await this.report('upperVillage')
    await this.act('office', 'issue', {})
    await this.act('villageSecretary', 'claim', { leaderId: people.townSecretary })
    await this.act('villageClerk', 'submitPlan', this.plan())
    return this.act('office', 'approvePlan', {})
  }

  /** Every measure done, evidence shown, closing applied for. */
  async toClosureRequested(): Promise<this> {
    await this.finishMeasures()
    await this.addEvidence()
    return this.act('villageSecretary', 'requestClosure', {
      completion: 'done',
      summary: '已清淤并建立管护制度。',
    })
  }

  async finishMeasures(): Promise<this> {
    for (const measureId of await this.openMeasures())
      await this.act('villageClerk', 'completeMeasure', { measureId, doneOn: this.today, result: '已完成' })
    return this
  }

  async addEvidence(by: PersonName = 'villageClerk'): Promise<this> {
    const uploadId = await this.upload(by)
    return this.act(by, 'addEvidence', { uploadId, kind: 'site', takenOn: this.today })
  }

  /** From application to closed, through every gate. */
  async toClosed(): Promise<this> {
    await this.toCountersigned()
    return this.act('office2', 'close', { opinion: '同意销号' })
  }

  /** Applied for, judged on paper and on site; what is asked next is what the public says. */
  async toAwaitingEvaluation(): Promise<this> {
    await this.act('townSecretary', 'endorse', { opinion: '情况属实' })
    await this.act('office', 'passDocuments', { opinion: '资料齐全' })
    await this.act('inspector', 'recordSiteCheck', { ...this.check('inspector2'), passed: true })
    return this.act('inspector2', 'passSiteCheck', {})
  }

  /** Every gate but the last: what is left is for the office to say. */
  async toCountersigned(): Promise<this> {
    await this.toAwaitingEvaluation()
    await this.act('townSecretary', 'attachEvaluation', {
      ...{
        raterClass: 'residents' as const,
        handedOut: 30,
        valid: 28,
        satisfied: 20,
        fair: 6,
        unsatisfied: 2,
      },
      ratedOn: this.today,
    })
    await this.act('office2', 'passEvaluation', {})
    await this.act('discipline', 'countersign', { agrees: true })
    return this.act('personnel', 'countersign', { agrees: true })
  }

  /** A spot check after closing found it again, and the second of the two who were there confirms it. */
  async relapsed(): Promise<this> {
    await this.act('inspector', 'recordRelapse', { ...this.check('inspector2'), relapseKind: 'returned' })
    return this.act('inspector2', 'findRelapse', {})
  }

  /** Results of 群众评价 that count. */
  async evaluations(): Promise<string[]> {
    const { deps, countyId } = this.county
    return deps.database.read(countyId, async (tx) => {
      const rows = await tx
        .selectFrom('problem_evaluations')
        .select('id')
        .where('county_id', '=', countyId)
        .where('problem_id', '=', this.acted.id)
        .where('withdrawn_at', 'is', null)
        .orderBy('id')
        .execute()
      return rows.map((row) => row.id)
    })
  }

  async openMeasures(): Promise<string[]> {
    const { deps, countyId } = this.county
    return deps.database.read(countyId, async (tx) => {
      const rows = await tx
        .selectFrom('problem_measures')
        .select('id')
        .where('county_id', '=', countyId)
        .where('problem_id', '=', this.acted.id)
        .where('round', '=', this.acted.round)
        .where('dropped', '=', false)
        .where('done_on', 'is', null)
        .execute()
      return rows.map((row) => row.id)
    })
  }

  private async upload(by: PersonName): Promise<string> {
    const { deps, countyId, people } = this.county
    const id = newId()
    const sha256 = `${id.replaceAll('-', '')}${id.replaceAll('-', '')}`
    await deps.database.write(countyId, async (tx) => {
      const file = { county_id: countyId, sha256, size: 3, mime: 'image/png', stored_at: this.at }
      await tx.insertInto('files').values(file).execute()
      const upload = {
        county_id: countyId,
        id,
        person_id: people[by],
        sha256,
        file_name: '现场.png',
        finished_at: this.at,
      }
      await tx.insertInto('uploads').values(upload).execute()
    })
    return id
  }
}
