import { randomUUIDv7 } from 'node:crypto'
import type { Actor } from '#features/accounts/index.ts'
import type { ActOnProblem } from '#features/problems/acts/index.ts'
import { actIn } from '#features/problems/perform.ts'
import { reportIn } from '#features/problems/report.ts'
import type { ActBody } from '#features/problems/schema.ts'
import { createWorlds } from '#platform/world.ts'
import { COUNTY, type Village } from './county.ts'
import { type Material, type Operation, pick, type Target, timed } from './operation.ts'
import type { Recorder, Recording } from './recording.ts'

const feedback = ({ county }: Material, turn: number) => ({
  source: 'county_inspection',
  sourceYear: 2026,
  organizationId: pick(county.villages, turn).id,
  classCode: 'environment',
  severity: 'ordinary',
  scope: 'single',
  timing: 'new',
  secrecy: 'internal' as const,
  title: `通组道路排水沟堵塞（第${turn}处）`,
  feedbackText:
    '巡察组走访发现，通组道路旁排水沟淤堵，雨天污水漫上路面，群众多次反映，村两委未研究整改措施，也未向镇里报告。',
  feedbackOn: '2026-03-01',
})

const create: Operation = {
  name: 'create',
  writes: true,
  async ask(connection, material, turn) {
    const body = { commandId: randomUUIDv7(), ...feedback(material, turn) }
    return [await timed(connection, 'POST', '/problems', material.county.office.token, body)]
  },
  async record(recorder, material, turn) {
    const world = await worldOf(recorder)
    const report = {
      act: 'report' as const,
      number: `2030-${String(turn).padStart(5, '0')}`,
      feedback: feedback(material, turn),
      commandId: randomUUIDv7(),
      requestHash: 'x',
      workdays: null,
    }
    const office = actor(material.county.office.id, 'office', '')
    return [await recorder.writing(COUNTY, (tx) => reportIn(tx, world, office, report))]
  },
}

const paths = {
  claim: 'claim',
  submitPlan: 'submit-plan',
  approvePlan: 'approve-plan',
  reportProgress: 'report-progress',
} as const satisfies Partial<Record<ActOnProblem, string>>

type Move = { act: keyof typeof paths; by: 'secretary' | 'clerk' | 'office'; body: object }

/** Claim, plan, approve, progress, with the versions that follow one another. */
function moves({ plannedOn }: Material, { version, organization }: Target, { secretary }: Village): Move[] {
  const command = (n: number) => ({ commandId: randomUUIDv7(), version: version + n })
  const measure = {
    ...{ kind: 'rules', organizationId: organization, dueOn: plannedOn, leaderId: secretary.id },
  }
  const plan = {
    goal: '排水畅通',
    rootCause: 'weak_supervision',
    plannedOn,
    leadLeaderId: secretary.id,
    coLeaderIds: [],
    measures: [
      { ...measure, horizon: 'now', text: '组织清淤，修复沟盖板' },
      { ...measure, horizon: 'lasting', text: '制定管护办法，落实管护员' },
    ],
  }
  const progress = { text: '已完成清淤三百米', happenedOn: new Date().toISOString().slice(0, 10) }
  return [
    { act: 'claim', by: 'secretary', body: { ...command(0), leaderId: secretary.id } },
    { act: 'submitPlan', by: 'clerk', body: { ...command(1), ...plan } },
    { act: 'approvePlan', by: 'office', body: command(2) },
    { act: 'reportProgress', by: 'clerk', body: { ...command(3), ...progress } },
  ]
}

function targetOf({ loops, county }: Material, turn: number) {
  const target = loops[turn]
  if (!target) throw new Error('there are no more problems to loop on')
  const village = county.villages.find(({ id }) => id === target.organization)
  if (!village) throw new Error('a loop runs on the problem of a village')
  return { target, people: { ...village, office: county.office } }
}

const loop: Operation = {
  name: 'loop',
  writes: true,
  async ask(connection, material, turn) {
    const { target, people } = targetOf(material, turn)
    const times: number[] = []
    for (const { act, by, body } of moves(material, target, people))
      times.push(
        await timed(connection, 'POST', `/problems/${target.id}/${paths[act]}`, people[by].token, body),
      )
    return times
  },
  /** Four transactions over HTTP; recorded in one, where each act sees the last, and told apart again. */
  async record(recorder, material, turn) {
    const { target, people } = targetOf(material, turn)
    const world = await worldOf(recorder)
    const recordings: Recording[] = []
    const noJobs = { jobs: { sendIn: async () => undefined } }
    await recorder.writing(COUNTY, async (tx) => {
      for (const { act, by, body } of moves(material, target, people)) {
        const who = actor(people[by].id, by, target.organization)
        const asked = body as ActBody<typeof act>
        await actIn(noJobs, tx, world, who, act, target.id, asked as never, 'x')
        recordings.push(recorder.part(recordings[0]))
      }
    })
    return recordings
  },
}

export const writes: Operation[] = [create, loop]

const worlds = new WeakMap<Recorder, ReturnType<typeof createWorlds>>()

function worldOf(recorder: Recorder) {
  const kept = worlds.get(recorder) ?? createWorlds(recorder.database)
  worlds.set(recorder, kept)
  return kept.of(COUNTY, new Date())
}

const actor = (personId: string, role: Move['by'], organizationId: string): Actor => ({
  countyId: COUNTY,
  personId,
  name: '',
  grants: [{ role, organizationId, organizationKind: role === 'office' ? 'county' : 'village' }],
  scopes: null,
})
