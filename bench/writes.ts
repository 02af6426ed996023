import { randomUUIDv7 } from 'node:crypto'
import type { Actor } from '#features/accounts/index.ts'
import { createDirectory, type Directory } from '#features/organizations/index.ts'
import type { ActOnProblem } from '#features/problems/acts/index.ts'
import { actIn } from '#features/problems/perform.ts'
import { performReport } from '#features/problems/report.ts'
import type { ActBody } from '#features/problems/schema.ts'
import { createWorlds, type World, type Worlds } from '#platform/world.ts'
import { COUNTY, type Village } from './county.ts'
import { type Material, type Operation, pick, type Target, timed } from './operation.ts'
import type { Recorder } from './recording.ts'

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
    const { world, directory } = await houseOf(recorder)
    const office = actor(material.county.office.id, 'office', '')
    const body = { commandId: randomUUIDv7(), ...feedback(material, turn) }
    const numbers = async () => LIMIT_FROM + turn
    return [
      await recorder.record((database) =>
        performReport({ database, directory, numbers }, world, office, 'report', body),
      ),
    ]
  },
}

/** Numbers of problems that the limit enters; no server gets that far. */
const LIMIT_FROM = 500_000

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
  async record(recorder, material, turn) {
    const { target, people } = targetOf(material, turn)
    const { world } = await houseOf(recorder)
    const noJobs = { jobs: { sendIn: async () => undefined } }
    return recorder.recordChain(COUNTY, async (tx, next) => {
      for (const { act, by, body } of moves(material, target, people)) {
        const who = actor(people[by].id, by, target.organization)
        const asked = body as ActBody<typeof act>
        await actIn(noJobs, tx, world, who, act, target.id, asked as never, 'x')
        next()
      }
    })
  },
}

export const writes: Operation[] = [create, loop]

type House = { worlds: Worlds; directory: Directory }
const houses = new WeakMap<Recorder, House>()

/** What the server remembers between requests. */
async function houseOf(recorder: Recorder): Promise<{ world: World; directory: Directory }> {
  const { database } = recorder
  const kept = houses.get(recorder) ?? {
    worlds: createWorlds(database),
    directory: createDirectory(database),
  }
  houses.set(recorder, kept)
  await kept.directory.organizations(COUNTY)
  return { world: await kept.worlds.of(COUNTY, new Date()), directory: kept.directory }
}

const actor = (personId: string, role: Move['by'], organizationId: string): Actor => ({
  countyId: COUNTY,
  personId,
  name: '',
  grants: [{ role, organizationId, organizationKind: role === 'office' ? 'county' : 'village' }],
  scopes: null,
})
