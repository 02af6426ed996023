import { type Actor, scopeOf } from '#features/accounts/index.ts'
import { findStories, inScope } from '#features/problems/index.ts'
import { Questions } from '#features/surveys/api.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { Refused } from '#platform/refusal.ts'
import type { World } from '#platform/world.ts'
import { type Prepared, wrongUntil } from './acts.ts'
import { isTooLong } from './ballot.ts'
import { classes, defaultQuestions, type Place, type Plan } from './plan.ts'
import { type Belonging, mayPrepareFor, mayRate } from './policy.ts'
import type { ActBody } from './schema.ts'

export type Places = ReadonlyMap<
  string,
  { id: string; name: string; kind: string; townshipId: string | null }
>

/** Fewer cannot come to five valid ones however many answer. */
const FEWEST_ASKED = 5
const MOST_ITEMS = 300

/**
 * What was asked for, looked up and checked: the problems are there, the preparer sees them, they are of that place,
 * no working secret, the campaign may ask about them, and the preparer answers for none of the places.
 * @throws Refused
 */
export async function prepare(
  tx: Tx,
  actor: Actor,
  world: World,
  places: Places,
  campaign: Belonging,
  body: Pick<ActBody<'revise'>, 'title' | 'answersUntil' | 'survey' | 'places'>,
): Promise<Prepared> {
  const late = wrongUntil(body.answersUntil, world.today)
  if (late && !late.ok) throw new Refused(late.refusal)
  const ids = body.places.flatMap(({ problems }) => problems.map(({ problemId }) => problemId))
  if (ids.length > MOST_ITEMS) throw refused('places', 'too_many', String(MOST_ITEMS))
  if (new Set(ids).size !== ids.length) throw refused('places', 'twice')
  if (new Set(body.places.map(({ organizationId }) => organizationId)).size !== body.places.length)
    throw refused('places', 'twice')
  const stories = new Map((await findStories(tx, actor.countyId, ids)).map((story) => [story.id, story]))
  const planned = body.places.map((given, i): Place => {
    const path = `places.${i}`
    const place = places.get(given.organizationId)
    if (!place) throw refused(`${path}.organizationId`, 'unknown_reference')
    if (classes.reduce((sum, each) => sum + given.asked[each], 0) < FEWEST_ASKED)
      throw refused(`${path}.asked`, 'too_few', String(FEWEST_ASKED))
    return {
      ...{ id: place.id, name: place.name, asked: given.asked },
      items: given.problems.map(({ problemId, title }, k) => {
        const story = stories.get(problemId)
        const belonging = story && { organization_id: story.organizationId, township_id: story.townshipId }
        const at = `${path}.problems.${k}.problemId`
        if (!belonging || !inScope(scopeOf(actor), belonging)) throw refused(at, 'unknown_reference')
        if (story.organizationId !== place.id) throw refused(at, 'elsewhere')
        if (story.secrecy === 'work_secret') throw refused(at, 'work_secret')
        if (!mayRate(campaign, belonging)) throw refused(at, 'not_below')
        return { key: `item_${k + 1}`, problemId, number: story.number, title }
      }),
    }
  })
  refuseRated(actor, campaign, planned)
  const { questions, survey } = await questionsOf(tx, actor.countyId, body.survey)
  if (isTooLong({ places: planned }, questions)) throw refused('survey', 'too_long_sheet')
  return {
    ...{
      title: body.title,
      answers_until: body.answersUntil,
      plan: { places: planned } satisfies Plan,
      questions,
    },
    ...{ survey_id: survey?.id ?? null, survey_number: survey?.number ?? null },
  }
}

/** 回避: whoever answers for a place neither prepares nor changes a campaign that rates it. @throws Refused */
function refuseRated(actor: Actor, campaign: Belonging, places: readonly Place[]): void {
  const i = places.findIndex(({ id }) => !mayPrepareFor(actor, campaign, id))
  if (i >= 0) throw refused(`places.${i}.organizationId`, 'own_place')
}

/** A published version as it is, or the shipped questions. */
async function questionsOf(tx: Tx, countyId: number, survey: ActBody<'begin'>['survey']) {
  if (!survey) return { questions: defaultQuestions, survey: undefined }
  const found = await tx
    .selectFrom('survey_versions as v')
    .innerJoin('survey_drafts as d', (join) =>
      join.onRef('d.county_id', '=', 'v.county_id').onRef('d.id', '=', 'v.survey_id'),
    )
    .select(['v.questions', 'd.purpose'])
    .where('v.county_id', '=', countyId)
    .where('v.survey_id', '=', survey.id)
    .where('v.number', '=', survey.number)
    .executeTakeFirst()
  if (found?.purpose !== 'evaluation') throw refused('survey', 'unknown_reference')
  return { questions: Questions.parse(found.questions), survey }
}

const refused = (path: string, reason: string, detail?: string): Refused =>
  new Refused({ code: 'invalid', issues: [{ path, reason, ...(detail && { detail }) }] })
