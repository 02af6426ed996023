import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Actor } from '#features/accounts/index.ts'
import { createReceipts } from '#features/appeals/index.ts'
import type { ActOnCampaign } from '#features/evaluations/acts.ts'
import type { Acted } from '#features/evaluations/api.ts'
import { performBegin } from '#features/evaluations/begin.ts'
import type { Deps } from '#features/evaluations/deps.ts'
import { codesOf } from '#features/evaluations/invitations.ts'
import { enterPaper } from '#features/evaluations/papers.ts'
import { performAct } from '#features/evaluations/perform.ts'
import {
  createEvaluationPortal,
  depositBallot,
  findInvitation,
  type Left,
} from '#features/evaluations/portal/portal.ts'
import type { ActBody, EnterPaper } from '#features/evaluations/schema.ts'
import type { Portal } from '#features/publicity/index.ts'
import type { Answers } from '#features/surveys/api.ts'
import type { Database } from '#platform/database/transaction.ts'
import { newId } from '#platform/ids.ts'
import { openOneTimeKeys } from '#platform/sealing/index.ts'
import type { PersonName } from './roster.ts'
import type { SmallCounty } from './small-county.ts'

type Fields<A extends ActOnCampaign> = Omit<ActBody<A>, 'commandId' | 'version'>
type Begun = Omit<ActBody<'begin'>, 'commandId'>

/** Evaluation of a small county, with keys in a folder of its own. */
export function evaluationDeps(
  county: SmallCounty,
  dataDir = mkdtempSync(join(tmpdir(), 'bihuan-ballots-')),
) {
  const deps: Deps = {
    ...county.deps,
    receipts: createReceipts(dataDir, { makes: true }),
    ballotKeys: openOneTimeKeys(dataDir, 'ballots'),
  }
  return { deps, dataDir }
}

/** One campaign in the hands of named people, and of people without a name. */
export class EvaluationWalk {
  readonly county: SmallCounty
  readonly deps: Deps
  readonly portal: Database
  at: Date
  acted!: Acted
  /** Who somebody is in this campaign, when they hold more than the roster says. */
  readonly actors: Partial<Record<PersonName, Actor>> = {}

  /** @param portal of the role of the public pages */
  constructor(county: SmallCounty, deps: Deps, portal: Database, start: Date) {
    this.county = county
    this.deps = deps
    this.portal = portal
    this.at = start
  }

  private actor(name: PersonName): Actor {
    return this.actors[name] ?? this.county.actor(name)
  }

  get today(): string {
    return new Date(this.at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
  }

  wait(days: number): this {
    this.at = new Date(this.at.getTime() + days * 86_400_000)
    return this
  }

  plan(problemIds: readonly string[], given: Partial<Fields<'revise'>> = {}): Fields<'revise'> {
    return {
      title: '上河村整改成效群众评价',
      answersUntil: this.today,
      places: [
        {
          organizationId: this.county.organizations.upperVillage,
          problems: problemIds.map((problemId) => ({ problemId, title: '村口排水沟堵塞' })),
          asked: { residents: 40, delegates: 2, cppcc: 0 },
        },
      ],
      ...given,
    }
  }

  async begin(
    by: PersonName,
    problemIds: readonly string[],
    { organizationId = this.county.organizations.stoneBridge, ...given }: Partial<Begun> = {},
  ): Promise<this> {
    const world = await this.county.world(this.at)
    const body = {
      ...{ commandId: newId(), organizationId },
      ...this.plan(problemIds, given),
    }
    this.acted = await performBegin(this.deps, world, this.actor(by), body)
    return this
  }

  async act<A extends ActOnCampaign>(by: PersonName, act: A, fields: Fields<A>): Promise<this> {
    const world = await this.county.world(this.at)
    const body = { commandId: newId(), version: this.acted.version, ...fields } as ActBody<A>
    this.acted = await performAct(this.deps, world, this.actor(by), act, this.acted.id, body)
    return this
  }

  async open(problemIds: readonly string[], given: Partial<Fields<'revise'>> = {}): Promise<this> {
    await this.begin('townClerk', problemIds, given)
    await this.act('townClerk', 'submit', {})
    return this.act('townSecretary', 'open', {})
  }

  /** Codes of so many new slips. */
  async issue(n: number, raterClass: 'residents' | 'delegates' | 'cppcc' = 'residents'): Promise<string[]> {
    const world = await this.county.world(this.at)
    const { upperVillage } = this.county.organizations
    const body = { commandId: newId(), version: this.acted.version, placeId: upperVillage, raterClass, n }
    const actor = this.actor('townClerk')
    this.acted = await performAct(this.deps, world, actor, 'issue', this.acted.id, body)
    return codesOf(this.deps, this.county.countyId, body.commandId, n)
  }

  /** As the public pages do it, through their role. */
  async answer(code: string, answers: Answers, form = crypto.randomUUID()): Promise<Left | 'none'> {
    const portal = { deps: { database: this.portal, now: () => this.at } } as unknown as Portal
    const receipts = { ...this.deps.receipts, isReady: () => true }
    const evaluation = createEvaluationPortal(portal, { receipts, isAtBoundary: () => false })
    const { countyId } = this.county
    const invitation = await findInvitation(evaluation, countyId, code)
    if (!invitation) return 'none'
    return depositBallot(evaluation, countyId, { code, form, invitation, ballot: { a: answers } })
  }

  read(by: PersonName, body: Partial<EnterPaper> & { code: string }) {
    const whole = { isVoid: false, ...body }
    return enterPaper(this.deps, this.actor(by), this.acted.id, whole)
  }
}

export const content = { known: 'well', item_1: 'satisfied', open: 'yes' }
export const cross = { known: 'no', item_1: 'unsatisfied', open: 'no' }
