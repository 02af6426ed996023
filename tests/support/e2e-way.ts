import { writeFileSync } from 'node:fs'
import { expect, type TestInfo } from '@playwright/test'
import { drawPicture } from '#apps/demo/pictures/index.ts'
import { confirmImport, previewImport } from '#features/imports/api.ts'
import { listProblems } from '#features/problems/api.ts'
import type { ProblemState } from '#features/problems/lifecycle.ts'
import { addDays } from '#platform/calendar/index.ts'
import { newId } from '#platform/ids.ts'
import { dayOf } from '#ui/format.ts'
import type { Act, Caller, Fields } from './e2e-caller.ts'
import { csvOf, fillTemplate, readRows, type SheetRow } from './e2e-workbook.ts'

const today = dayOf(new Date())
/** 上河村, where the demo accounts of a village sit: the first of the example's ten. */
const village = '991024102200'

/** Who acts, each with a session of their own. */
export type Callers = Record<
  'office' | 'chief' | 'secretary' | 'clerk' | 'town' | 'inspector' | 'second' | 'discipline' | 'personnel',
  Caller
>

/**
 * The example's 170 rows as a CSV, named and numbered apart from the workbook of the journey in the browser.
 * @returns the id of a problem of the village
 */
export async function importList(office: Caller, info: TestInfo): Promise<string> {
  const template = info.outputPath('empty.xlsx')
  writeFileSync(template, await office.download('/imports/problems/template'))
  const rows = (await readRows(await fillTemplate(template, info.outputPath('filled.xlsx')))).map(
    (row, i): SheetRow => ({
      ...row,
      ...{ 问题标题: `${row.问题标题}（第${i + 1}号）`, 反馈日期: '2026-03-16', 外部编号: `接口-${i + 1}` },
    }),
  )
  const uploadId = await office.upload({ name: '问题.csv', content: csvOf(rows) })
  const asking = { params: { kind: 'problems' }, body: { uploadId } } as const
  const { total, good, bad } = await office.call(previewImport, asking)
  expect([total, good, bad]).toEqual([170, 170, []])
  const enter = (commandId: string) =>
    office.call(confirmImport, { ...asking, body: { uploadId, commandId, goodOnly: false } })
  const commandId = newId()
  const entered = { created: 170, changed: 0, unchanged: 0, rejected: 0 }
  expect(await enter(commandId)).toEqual(entered)
  expect(await enter(commandId), 'sent twice, done once').toEqual(entered)
  expect(await enter(newId()), 'imported twice, changes nothing').toEqual({
    ...{ ...entered, created: 0, unchanged: 170 },
  })
  const title = rows.find((row) => row.单位编码 === village)?.问题标题 ?? ''
  const organization = (await office.organization(village)).id
  const found = await office.call(listProblems, { query: { q: title, organization } })
  return found.rows.find((row) => row.title === title)?.id ?? ''
}

/** One problem on its way, each step an act of somebody through the API. */
export class Way {
  readonly #seats: Callers
  readonly #id: string
  readonly #acts: string[] = ['report']

  constructor(seats: Callers, id: string) {
    this.#seats = seats
    this.#id = id
  }

  async go<A extends Act>(seat: keyof Callers, act: A, fields: Fields<A>, to: ProblemState): Promise<void> {
    const { state } = await this.#seats[seat].act(this.#id, act, fields)
    expect(state, `${seat}: ${act}`).toBe(to)
    this.#acts.push(act)
  }

  async toRectifying(): Promise<void> {
    const { office, secretary } = this.#seats
    expect((await office.workOn(this.#id))?.asks).toContain('issue')
    await this.go('office', 'issue', {}, 'awaiting_claim')
    expect(await office.workOn(this.#id)).toBeUndefined()
    expect((await secretary.workOn(this.#id))?.asks).toContain('claim')
    await this.go('secretary', 'claim', { leaderId: secretary.person.id }, 'claimed')
    await this.go('clerk', 'submitPlan', await this.#plan(), 'plan_review')
    await this.go('office', 'returnPlan', { reason: '请写明公示的地点和频次。' }, 'plan_returned')
    await this.go('clerk', 'submitPlan', await this.#plan(), 'plan_review')
    await this.go('office', 'approvePlan', {}, 'rectifying')
  }

  async toClosureRequested(): Promise<void> {
    const { clerk } = this.#seats
    const progress = { text: '已收集结算单。', happenedOn: today }
    await this.go('clerk', 'reportProgress', progress, 'rectifying')
    const { measures, round } = await clerk.problem(this.#id)
    for (const { id: measureId } of measures.filter((m) => m.round === round && !m.dropped))
      await this.go(
        'clerk',
        'completeMeasure',
        { measureId, doneOn: today, result: '已完成，见佐证。' },
        'rectifying',
      )
    const content = await drawPicture({ scene: 'board', mended: true, on: today, seed: 'api' })
    const uploadId = await clerk.upload({ name: '公示栏.png', content })
    const evidence = { uploadId, kind: 'site', takenOn: today, place: '村委会公示栏前' } as const
    await this.go('clerk', 'addEvidence', evidence, 'rectifying')
    const closure = { completion: 'done', summary: '已公示，办法已印发。' } as const
    await this.go('secretary', 'requestClosure', closure, 'closure_requested')
  }

  /** Who applied is offered no approval, and is refused one. */
  async keepsOutWhoApplied(): Promise<void> {
    const { secretary, town } = this.#seats
    const { can } = await secretary.problem(this.#id)
    for (const approval of ['endorse', 'passDocuments', 'close'])
      expect(can.map(({ act }) => act)).not.toContain(approval)
    expect(await secretary.refusedAct(this.#id, 'endorse', { opinion: '同意' })).toEqual({
      ...{ status: 403, code: 'not_yours' },
    })
    expect(await town.refusedAct(this.#id, 'close', { opinion: '同意' })).toEqual({
      ...{ status: 409, code: 'wrong_state' },
    })
  }

  async toClosed(): Promise<void> {
    await this.go('town', 'endorse', { opinion: '情况属实，同意上报。' }, 'document_check')
    await this.go('office', 'passDocuments', { opinion: '资料齐全。' }, 'site_check')
    await this.go('inspector', 'recordSiteCheck', { ...this.check, passed: true }, 'site_check')
    const { inspector } = this.#seats
    expect((await inspector.refusedAct(this.#id, 'passSiteCheck', {})).code).toBe('same_person')
    await this.go('second', 'passSiteCheck', {}, 'awaiting_evaluation')
    const rated = { handedOut: 30, valid: 28, satisfied: 24, fair: 3, unsatisfied: 1, ratedOn: today }
    await this.go('town', 'attachEvaluation', { raterClass: 'residents', ...rated }, 'awaiting_evaluation')
    await this.go('office', 'passEvaluation', {}, 'countersigning')
    await this.go('discipline', 'countersign', { agrees: true }, 'countersigning')
    const { office, chief } = this.#seats
    const closing = { opinion: '同意销号。' }
    expect((await chief.refusedAct(this.#id, 'close', closing)).code).toBe('missing')
    expect((await office.refusedAct(this.#id, 'close', closing)).code).toBe('same_person')
    await this.go('personnel', 'countersign', { agrees: true }, 'countersigning')
    await this.go('chief', 'close', { opinion: '同意销号。' }, 'closed')
  }

  async relapses(): Promise<void> {
    await this.go('inspector', 'recordRelapse', { ...this.check, relapseKind: 'returned' }, 'closed')
    const { inspector } = this.#seats
    expect((await inspector.refusedAct(this.#id, 'findRelapse', {})).code).toBe('same_person')
    await this.go('second', 'findRelapse', {}, 'relapsed')
    await this.go('office', 'reopen', { reason: '抽查发现又没有公示。' }, 'second_round')
    await this.go('clerk', 'submitPlan', await this.#plan(), 'plan_review')
    await this.go('office', 'approvePlan', {}, 'rectifying')
  }

  async consolidates(): Promise<void> {
    await this.go('inspector', 'recordSpotCheck', this.check, 'closed')
    await this.go('second', 'consolidate', {}, 'consolidated')
  }

  /** Every act is there once, in order, and nothing else. */
  async isRecordedWhole(): Promise<void> {
    const { office } = this.#seats
    expect((await office.history(this.#id)).map(({ act }) => act).toReversed()).toEqual(this.#acts)
    const { round, relapses, state } = await office.problem(this.#id)
    expect({ round, relapses, state }).toEqual({ round: 2, relapses: 1, state: 'consolidated' })
  }

  get check() {
    return {
      withPersonId: this.#seats.second.person.id,
      checkedOn: today,
      ...{ method: 'on_site', finding: '到村查看公示栏，并向三户村民了解。' },
    }
  }

  async #plan(): Promise<Fields<'submitPlan'>> {
    const { secretary } = this.#seats
    const { organizationId } = await secretary.problem(this.#id)
    const by = { organizationId, leaderId: secretary.person.id }
    const dueOn = addDays(today, 60)
    return {
      ...{ goal: '收益按季公示。', rootCause: 'weak_supervision', plannedOn: dueOn },
      ...{ leadLeaderId: secretary.person.id, coLeaderIds: [] },
      measures: [
        { ...by, horizon: 'now', kind: 'major', text: '补公示近两年的收益。', dueOn: addDays(today, 20) },
        { ...by, horizon: 'lasting', kind: 'rules', text: '制定公示办法，每季度末公示。', dueOn },
      ],
    }
  }
}
