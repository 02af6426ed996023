import { reportIn } from '#features/problems/report.ts'
import { acts, type Feedback } from '#features/problems/schema.ts'
import { addDays } from '#platform/calendar/index.ts'
import { hashRequest } from '#platform/history/replay.ts'
import { newId } from '#platform/ids.ts'
import { words } from '../texts/words.ts'
import type { Journey } from './journey.ts'

/** From feedback to an approved plan. */

export const enter = (j: Journey) => begin(j, 'report', {})
export const order = (j: Journey) =>
  begin(j, 'orderImmediate', { workdays: j.random.pick([5, 5, 10, 15] as const) })

async function begin(
  j: Journey,
  act: 'report' | 'orderImmediate',
  more: { workdays?: 5 | 10 | 15 },
): Promise<void> {
  const by =
    j.problem.source.code === 'county_inspection' || act === 'orderImmediate'
      ? j.county.inspector
      : j.county.office
  const commandId = newId()
  const feedback = feedbackOf(j, act)
  const body = acts[act].parse({ commandId, ...feedback, ...more })
  j.acted = await reportIn(j.stage.tx, j.stage.worldAt(j.at), by.actor, {
    ...{ act, number: j.number, feedback, commandId },
    ...{ requestHash: hashRequest(act, '', body), workdays: more.workdays ?? null },
  })
  j.tick()
}

function feedbackOf(j: Journey, act: 'report' | 'orderImmediate'): Feedback {
  const { theme, filled, source, feedbackOn, timing, dated } = j.problem
  const { random } = j
  const year = Number(feedbackOn.slice(0, 4))
  const listed = dated.some((step) => step.act === 'list')
  const slipped = dated.some((step) => step.act === 'askCorrection')
  const severity = listed
    ? 'prominent'
    : random.pick([
        'prominent',
        'prominent',
        'ordinary',
        'ordinary',
        'ordinary',
        'ordinary',
        'tendency',
        'advice',
      ])
  const text = filled.text(theme.found)
  return {
    ...{ source: source.code, sourceYear: year, sourceRef: source.ref(year, random.int(11, 480)) },
    ...{ organizationId: j.unit.id, classCode: theme.classCode, fieldCode: theme.fieldCode },
    severity: act === 'orderImmediate' ? random.pick(['emerging', 'emerging', 'ordinary']) : severity,
    scope: random.pick(['single', 'single', 'single', 'common', 'common', 'systemic', 'institutional']),
    ...{ timing, secrecy: secrecyOf(j), feedbackOn, title: filled.text(theme.title) },
    feedbackText: slipped ? slipIn(text) : text,
    basis: theme.basis,
    ...{
      amountCents: filled.yuan === undefined ? undefined : filled.yuan * 100,
      households: filled.households,
    },
  }
}

function secrecyOf({ problem, random }: Journey): Feedback['secrecy'] {
  if (problem.theme.open && random.chance(0.6)) return 'public'
  return random.chance(0.05) ? 'work_secret' : 'internal'
}

/** A slip of the pen as it is corrected later: a number one digit too long, or a word twice. */
const slipIn = (text: string): string => (/\d/.test(text) ? text.replace(/\d+/, '$&0') : `反馈：${text}`)

export const issue = (j: Journey) => j.act(j.county.office, 'issue', {})
export const dispute = (j: Journey) => j.act(j.unit.secretary, 'dispute', { reason: j.say(words.dispute) })
export const claim = (j: Journey) =>
  j.act(j.unit.secretary, 'claim', {
    leaderId: j.isVillage ? j.unit.secretary.id : j.random.pick(j.unit.deputies).id,
  })

export async function submit(j: Journey): Promise<void> {
  const { theme, filled } = j.problem
  const { random, unit } = j
  j.plannedOn = planDate(j)
  const again = j.acted.round > 1
  const actions = [
    ...theme.now.map((action) => ['now', action] as const),
    ...theme.lasting.map((action) => ['lasting', action] as const),
  ]
  const leader = random.pick([unit.secretary, ...unit.deputies])
  const measures = actions.map(([horizon, [kind, text]]) => ({
    ...{ horizon, kind, organizationId: unit.id, leaderId: random.pick([unit.secretary, leader]).id },
    text: again ? `对照上一轮整改情况重新落实：${filled.text(text)}` : filled.text(text),
    dueOn: horizon === 'now' ? between(j.on, j.plannedOn, 0.3 + random.next() * 0.5) : j.plannedOn,
  }))
  await j.act(unit.clerk, 'submitPlan', {
    ...{ goal: filled.text(theme.goal), rootCause: random.pick(theme.causes), plannedOn: j.plannedOn },
    leadLeaderId: unit.secretary.id,
    coLeaderIds: leader === unit.secretary ? [] : [leader.id],
    measures,
  })
  const rows = await j.stage.tx
    .selectFrom('problem_measures')
    .select(['id', 'position'])
    .where('county_id', '=', j.stage.cast.countyId)
    .where('problem_id', '=', j.acted.id)
    .where('round', '=', j.acted.round)
    .where('dropped', '=', false)
    .orderBy('position')
    .execute()
  j.measures = rows.map(({ id, position }) => ({
    id,
    result: filled.text(actions[position - 1]![1][2]),
    done: false,
  }))
}

/** The plan's end as the story needs it: kept, missed, or still to come. */
function planDate(j: Journey): string {
  const { random, problem, stage } = j
  const { due } = problem.script
  const extension = j.dayOfNext('askExtension')
  const applied = j.dayOfNext('apply')
  const wanted = () => {
    if (extension) return addDays(extension, random.int(2, 12))
    if (applied && due === 'past') return addDays(applied, -random.int(5, 40))
    if (applied) return addDays(applied, random.chance(0.22) ? -random.int(2, 20) : random.int(2, 20))
    if (due === 'past') return addDays(stage.today, -random.int(2, 75))
    return addDays(stage.today, due === 'near' ? random.int(0, 6) : random.int(8, 120))
  }
  return [wanted(), j.later(9)].sort().at(-1)!
}

function between(from: string, to: string, part: number): string {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000
  return addDays(from, Math.round(days * part))
}

export const returnPlan = (j: Journey) =>
  j.act(j.county.office, 'returnPlan', { reason: j.say(words.returnPlan) })
export const approvePlan = (j: Journey) =>
  j.act(j.county.office, 'approvePlan', { note: j.random.chance(0.7) ? j.say(words.approvePlan) : undefined })
