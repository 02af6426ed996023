import { newId } from '#platform/ids.ts'
import type { FollowedProblem, Notebook, Sent } from './kill-notebook.ts'
import type { PersonName, Roster } from './roster.ts'

/** A number from 0 to below 1; the same row of them for the same seed. */
export type Chance = () => number

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export type Crowd = {
  roster: Roster
  tokens: Record<PersonName, string>
  notebook: Notebook
  chance: Chance
}

const CLIENTS = 8
/** Every so many turns a client leaves its own problems and meets the others at the one they share. */
const SHARED_TURN = 0.15

/**
 * Lets the clients act, each one request at a time, until the server stops answering.
 * @param acted told of every acknowledgement
 */
export async function streamActs(crowd: Crowd, address: string, acted: () => void): Promise<void> {
  const shared = await sharedProblem(crowd, address)
  const one = async (client: number): Promise<void> => {
    for (;;) {
      const problem = crowd.chance() < SHARED_TURN ? shared : ownProblem(crowd, client)
      const sent = problem === shared ? progress(crowd, problem) : nextAct(crowd, problem)
      if (!(await send(crowd, address, sent))) return
      acted()
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, (_, client) => one(client)))
}

/** Sends a command and notes what came back. False: the server is going, nobody knows whether it was done. */
async function send(crowd: Crowd, address: string, sent: Sent): Promise<boolean> {
  crowd.notebook.sending(sent)
  const answer = await post(crowd, address, sent)
  return answer !== undefined && crowd.notebook.told(sent, answer.status, answer.body)
}

/** One sending of a command. Undefined: no answer came, or half of one. */
export async function post(
  { tokens }: Crowd,
  address: string,
  { path, by, body }: Sent,
): Promise<{ status: number; body: string } | undefined> {
  try {
    const answer = await fetch(`${address}/api/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tokens[by]}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return { status: answer.status, body: await answer.text() }
  } catch {
    return undefined
  }
}

/** Brought to where progress can be reported, by one client, before the others come. */
async function sharedProblem(crowd: Crowd, address: string): Promise<FollowedProblem> {
  const known = crowd.notebook.problems.find(({ client }) => client === null)
  const problem = known ?? { ...begun(crowd, 0), client: null }
  while (problem.state !== 'rectifying')
    if (!(await send(crowd, address, forward(crowd, problem)))) throw new Error('the server ended too early')
  return problem
}

/** Mostly goes on with what it has begun. */
function ownProblem(crowd: Crowd, client: number): FollowedProblem {
  const own = crowd.notebook.problems.filter((problem) => problem.client === client)
  return own.length === 0 || crowd.chance() < 0.12 ? begun(crowd, client) : one(crowd, own)
}

const begun = ({ chance }: Crowd, client: number): FollowedProblem => ({
  ...{ id: '', version: 0, state: '', listed: false, pending: new Set() },
  village: chance() < 0.5 ? 'upperVillage' : 'lowerVillage',
  client,
})

const one = <T>({ chance }: Pick<Crowd, 'chance'>, from: readonly T[]): T =>
  from[Math.floor(chance() * from.length)]!

function nextAct(crowd: Crowd, problem: FollowedProblem): Sent {
  if (problem.state !== 'rectifying') return forward(crowd, problem)
  const sides = [list, extension, suspension, correction]
  return crowd.chance() < 0.6 ? progress(crowd, problem) : one(crowd, sides)(crowd, problem)
}

const day = (offset: number): string =>
  new Date(Date.now() + 8 * 3_600_000 + offset * 86_400_000).toISOString().slice(0, 10)

/** The way to rectification, with the turns back that there are on it. */
function forward(crowd: Crowd, problem: FollowedProblem): Sent {
  const { organizations, people } = crowd.roster
  const [secretary, clerk] = staffOf(problem)
  const back = problem.client !== null && crowd.chance() < 0.2
  switch (problem.state) {
    case '':
      return command(problem, 'office', 'report', feedback(organizations[problem.village]))
    case 'reported':
      return command(problem, 'office', 'issue', {})
    case 'awaiting_claim':
      return back
        ? command(problem, secretary, 'dispute', { reason: '问题属地有误' })
        : command(problem, secretary, 'claim', { leaderId: people.townSecretary })
    case 'claimed':
    case 'plan_returned':
      return command(problem, clerk, 'submitPlan', plan(crowd, problem))
    case 'plan_review':
      return back
        ? command(problem, 'office', 'returnPlan', { reason: '措施不够具体' })
        : command(problem, 'office', 'approvePlan', {})
    default:
      throw new Error(`no client brings a problem to ${problem.state}`)
  }
}

const progress = (_: Crowd, problem: FollowedProblem): Sent =>
  command(problem, staffOf(problem)[1], 'reportProgress', { text: '已清淤三百米', happenedOn: day(0) })

const list = (_: Crowd, problem: FollowedProblem): Sent =>
  problem.listed
    ? command(problem, 'leader', 'unlist', { reason: '已按期推进' })
    : command(problem, 'office', 'list', { reason: '群众反映强烈' })

const extension = (_: Crowd, problem: FollowedProblem): Sent =>
  problem.pending.has('Extension')
    ? command(problem, 'office', 'refuseExtension', { reason: '理由不充分' })
    : command(problem, staffOf(problem)[0], 'requestExtension', { newDueOn: day(90), reason: '汛期无法施工' })

const suspension = (_: Crowd, problem: FollowedProblem): Sent =>
  problem.pending.has('Suspension')
    ? command(problem, 'leader', 'refuseSuspension', { reason: '资金可以调剂' })
    : command(problem, 'office', 'requestSuspension', {
        ...{ until: day(30), reasonClass: 'funding', reason: '等待上级资金' },
      })

const correction = (_: Crowd, problem: FollowedProblem): Sent =>
  problem.pending.has('Correction')
    ? command(problem, 'office2', 'confirmCorrection', {})
    : command(problem, 'office', 'requestCorrection', {
        ...{ newText: `更正：第 ${problem.version} 次核对后的原文。`, reason: '原文有误' },
      })

const staffOf = ({ village }: FollowedProblem): [PersonName, PersonName] =>
  village === 'upperVillage' ? ['villageSecretary', 'villageClerk'] : ['siblingSecretary', 'siblingSecretary']

const kebab = (act: string): string => act.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)

function command(problem: FollowedProblem, by: PersonName, act: string, fields: object): Sent {
  const commandId = newId()
  if (act === 'report')
    return { commandId, by, act, path: '/problems', body: { commandId, ...fields }, problem }
  const path = `/problems/${problem.id}/${kebab(act)}`
  return { commandId, by, act, path, body: { commandId, version: problem.version, ...fields }, problem }
}

const feedback = (organizationId: string) => ({
  ...{ source: 'county_inspection', sourceYear: 2026, organizationId, classCode: 'environment' },
  ...{ severity: 'ordinary', scope: 'single', timing: 'new', secrecy: 'internal' },
  title: '村口排水沟长期堵塞',
  feedbackText: '巡察组走访发现，村口排水沟淤堵三个月，雨天污水漫上路面。',
  feedbackOn: day(-10),
})

function plan({ roster: { organizations, people } }: Crowd, { village }: FollowedProblem) {
  const measure = { organizationId: organizations[village], leaderId: people.townSecretary }
  return {
    ...{ goal: '排水沟畅通', rootCause: 'weak_supervision', plannedOn: day(60) },
    ...{ leadLeaderId: people.townSecretary, coLeaderIds: [people.townClerk] },
    measures: [
      { ...measure, horizon: 'now', kind: 'major', text: '组织清淤', dueOn: day(10) },
      { ...measure, horizon: 'lasting', kind: 'rules', text: '制定管护办法', dueOn: day(60) },
    ],
  }
}
