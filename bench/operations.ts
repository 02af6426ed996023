import { randomUUIDv7 } from 'node:crypto'
import type pg from 'pg'
import type { BenchCounty } from './fill.ts'
import type { Connection } from './http-client.ts'

export type OperationName = 'list' | 'detail' | 'count' | 'search' | 'create' | 'loop'
export const operationNames: readonly OperationName[] = [
  'list',
  'detail',
  'count',
  'search',
  'create',
  'loop',
]

export type Target = { id: string; organization: string; version: number }

/** What the operations choose from; the choice goes by the turn's number, the same for server and limit. */
export type Material = {
  county: BenchCounty
  details: Target[]
  loops: Target[]
  words: string[]
  states: string[]
}

export async function gather(owner: pg.Pool, county: BenchCounty): Promise<Material> {
  const details = await owner.query<Target>(
    `SELECT id, organization_id AS organization, version FROM problems WHERE state NOT IN ('reported') ORDER BY md5(id::text) LIMIT 2000`,
  )
  return {
    county,
    details: details.rows,
    loops: [],
    words: ['排水沟', '惠农补贴', '白条', '公示栏', '保洁员', '承包合同', '户厕', '三会一课'],
    states: ['rectifying', 'closed', 'site_check', 'plan_review'],
  }
}

export const pick = <T>(from: readonly T[], turn: number): T => from[turn % from.length] as T

/** Search terms as people type them: a word of the trouble and the village it is about. */
export const searchTerm = ({ words }: Material, turn: number): string =>
  `${pick(words, turn)} ${'东西南北上下前后大小新老'[turn % 12]}${'河桥庄湾坪沟塘岭店堡窑渠坝井寨'[turn % 15]}村`

export const newFeedback = ({ county }: Material, turn: number) => ({
  commandId: randomUUIDv7(),
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

/** The four acts of a loop with their bodies; versions follow one another. */
export function loopActs({ county }: Material, { organization, version }: Target, plannedOn: string) {
  const village = county.villages.find((v) => v.id === organization)
  if (!village) throw new Error('a loop runs on a village’s problem')
  const measure = {
    kind: 'rules',
    organizationId: organization,
    dueOn: plannedOn,
    leaderId: village.secretary,
  }
  const command = (v: number) => ({ commandId: randomUUIDv7(), version: v })
  return [
    {
      act: 'claim' as const,
      token: village.secretaryToken,
      person: village.secretary,
      role: 'secretary' as const,
      body: { ...command(version), leaderId: village.secretary },
    },
    {
      act: 'submitPlan' as const,
      token: village.clerkToken,
      person: village.clerk,
      role: 'clerk' as const,
      body: {
        ...command(version + 1),
        goal: '排水畅通',
        rootCause: 'weak_supervision',
        plannedOn,
        leadLeaderId: village.secretary,
        coLeaderIds: [],
        measures: [
          { ...measure, horizon: 'now' as const, text: '组织清淤，修复沟盖板' },
          { ...measure, horizon: 'lasting' as const, text: '制定管护办法，落实管护员' },
        ],
      },
    },
    {
      act: 'approvePlan' as const,
      token: county.officeToken,
      person: county.officeId,
      role: 'office' as const,
      body: command(version + 2),
    },
    {
      act: 'reportProgress' as const,
      token: village.clerkToken,
      person: village.clerk,
      role: 'clerk' as const,
      body: {
        ...command(version + 3),
        text: '已完成清淤三百米',
        happenedOn: new Date().toISOString().slice(0, 10),
      },
    },
  ]
}

const paths = {
  claim: 'claim',
  submitPlan: 'submit-plan',
  approvePlan: 'approve-plan',
  reportProgress: 'report-progress',
}

/** One turn of an operation over HTTP; resolves to the milliseconds of each request in it. */
export async function turnOverHttp(
  name: OperationName,
  connection: Connection,
  material: Material,
  turn: number,
  plannedOn: string,
): Promise<number[]> {
  const { county } = material
  const timed = async (method: string, path: string, token: string, body?: object) => {
    const begun = performance.now()
    const answer = await connection.send(method, `/api/v1${path}`, token, body)
    if (answer.status !== 200)
      throw new Error(`${method} ${path}: ${answer.status} ${answer.body.slice(0, 300)}`)
    return performance.now() - begun
  }
  const get = (path: string) => timed('GET', path, county.officeToken).then((ms) => [ms])
  if (name === 'list')
    return get(
      `/problems?state=${pick(material.states, turn)}&organization=${pick(county.villages, turn).id}&limit=50`,
    )
  if (name === 'detail') return get(`/problems/${pick(material.details, turn).id}?history=true`)
  if (name === 'count') return get('/problems/counts')
  if (name === 'search') return get(`/problems?q=${encodeURIComponent(searchTerm(material, turn))}&limit=50`)
  if (name === 'create')
    return [await timed('POST', '/problems', county.officeToken, newFeedback(material, turn))]
  const target = material.loops[turn]
  if (!target) throw new Error('out of problems to loop on')
  const times: number[] = []
  for (const { act, token, body } of loopActs(material, target, plannedOn))
    times.push(await timed('POST', `/problems/${target.id}/${paths[act]}`, token, body))
  return times
}
