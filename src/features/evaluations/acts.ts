import { addDays, type Calendar, endOfDay } from '#platform/calendar/index.ts'
import { type Decision, decided, refuse } from '#platform/refusal.ts'
import { ballotBytes, isTooLong, sealedLength } from './ballot.ts'
import type { Counts } from './count.ts'
import { givesBack, leftOf } from './left.ts'
import type { CampaignAct, ClockKind } from './lifecycle.ts'
import { classes } from './plan.ts'
import type { CampaignRow, Parts } from './row.ts'
import { type ActBody, MOST_ASKED, MOST_ITEMS_A_PLACE } from './schema.ts'

/** Everything an act may look at. What it needs of others comes in from outside. */
export type Situation = {
  row: CampaignRow
  parts: Parts
  personId: string | null
  now: Date
  today: string
  calendar: Calendar
  newId: () => string
  /** The plan and the questions that the body names, looked up; for the act that prepares. */
  prepared?: Prepared | undefined
  /** For the act that opens: what ballots are sealed to, and what says that it is ours. */
  key?: { publicKey: string; markOf: (sealedLength: number) => string } | undefined
  /** For the acts that count. */
  counts?: Counts | undefined
}

export type Prepared = Pick<
  CampaignRow,
  'title' | 'plan' | 'questions' | 'survey_id' | 'survey_number' | 'answers_until'
>

export type ChildRow = { id: string } & Record<string, unknown>

export type Effect = {
  set?: Partial<CampaignRow>
  insert?: { evaluation_batches: ChildRow[] }
  update?: { table: string; id: string; set: Record<string, unknown> }[]
  words?: Record<string, unknown>
  fixed?: Partial<Record<ClockKind, Date>>
  /** Makes out invitations of that batch. */
  issued?: { batchId: string; n: number }
  /** What of that batch was not used is void. */
  voids?: string
  /** The private key goes: nothing that was sealed is opened any more. */
  ends?: 'counted' | 'unopened'
}

export type ActOnCampaign = Exclude<CampaignAct, 'begin'>
type Act<A extends CampaignAct> = (body: ActBody<A>, situation: Situation) => Decision<Effect>

const changes = (effect: Effect = {}): Decision<Effect> => decided(effect)
export const wrong = (path: string, reason: string, detail?: string): Decision<never> =>
  refuse({ code: 'invalid', issues: [{ path, reason, ...(detail === undefined ? {} : { detail }) }] })

/** The longest that answers are taken. */
const MOST_DAYS = 60
/** Slips of one campaign at most: more would be another one. */
const MOST_INVITED = 20_000

/** Undefined when answers may be taken until that day. */
export function wrongUntil(until: string, today: string): Decision<never> | undefined {
  if (until < today) return wrong('answersUntil', 'in_past', today)
  const last = addDays(today, MOST_DAYS)
  return until > last ? wrong('answersUntil', 'too_late', last) : undefined
}

/** Undefined when every place's sheet is as long, and asks as many, as one may; places that were merged have one together. */
function wrongSheet({ plan, questions }: CampaignRow): Decision<never> | undefined {
  if (plan.places.some(({ items }) => items.length > MOST_ITEMS_A_PLACE))
    return wrong('places', 'too_many', String(MOST_ITEMS_A_PLACE))
  const over = classes.find((each) => plan.places.some(({ asked }) => asked[each] > MOST_ASKED[each]))
  if (over) return wrong('asked', 'too_many', String(MOST_ASKED[over]))
  return isTooLong(plan, questions) ? wrong('survey', 'too_long_sheet') : undefined
}

const count: Act<'close' | 'closeOverdue'> = (_body, { counts, now }) => {
  if (!counts) throw new Error('counting needs what was counted')
  return changes({ set: { counts, counted_at: now }, ends: 'counted' })
}

/** Every act of the lifecycle has its decision here: a forgotten one does not compile. */
export const decisions: { [A in ActOnCampaign]: Act<A> } = {
  revise: (_body, { prepared }) => changes({ set: prepared ?? {} }),
  submit: ({ note }, { row, today }) =>
    wrongUntil(row.answers_until, today) ?? wrongSheet(row) ?? changes({ words: note ? { note } : {} }),
  sendBack: ({ reason }) => changes({ words: { reason } }),
  open: ({ note }, { row, today, calendar, key }) => {
    const wrongPlan = wrongUntil(row.answers_until, today) ?? wrongSheet(row)
    if (wrongPlan) return wrongPlan
    if (!key) throw new Error('a campaign opens with a key')
    const end = endOfDay(calendar, row.answers_until)
    const length = sealedLength(ballotBytes(row.plan, row.questions))
    return changes({
      set: {
        ...{ public_key: key.publicKey, sealed_length: length, key_mark: key.markOf(length) },
        answers_end: end,
      },
      fixed: { answering: end },
      words: note ? { note } : {},
    })
  },
  issue: ({ placeId, raterClass, n }, { row, parts, newId, now, personId }) => {
    const place = row.plan.places.find(({ id }) => id === placeId)
    if (!place) return wrong('placeId', 'unknown_reference')
    // Two who make some out at once do not both pass here: of one version of the campaign one act is written.
    const left = leftOf(place, raterClass, parts.batches)
    if (n > left) return wrong('n', 'over_plan', String(left))
    if (parts.batches.reduce((sum, batch) => sum + batch.n, n) > MOST_INVITED)
      return wrong('n', 'too_many', String(MOST_INVITED))
    const batch = { id: newId(), place_id: placeId, rater_class: raterClass, n }
    return changes({
      insert: {
        evaluation_batches: [
          {
            ...{ county_id: row.county_id, campaign_id: row.id, ...batch },
            ...{ person_id: personId, issued_at: now.toISOString(), voided_at: null, gave_back: false },
          },
        ],
      },
      issued: { batchId: batch.id, n },
    })
  },
  voidRest: ({ batchId, reason }, { parts, now }) => {
    const batch = parts.batches.find(({ id }) => id === batchId)
    if (!batch) return wrong('batchId', 'unknown_reference')
    if (batch.voided_at !== null) return wrong('batchId', 'void_already')
    return changes({
      update: [
        {
          ...{ table: 'evaluation_batches', id: batchId },
          set: { voided_at: now, gave_back: givesBack(batch, parts.batches) },
        },
      ],
      words: { reason },
      voids: batchId,
    })
  },
  endAnswers: () => changes(),
  close: count,
  closeOverdue: count,
  cancel: ({ reason }) => changes({ words: { reason }, ends: 'unopened' }),
  succeed: ({ organizationId, townshipId, plan }) =>
    changes({ set: { organization_id: organizationId, township_id: townshipId, plan } }),
}
