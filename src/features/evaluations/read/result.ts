import { sql } from 'kysely'
import { type Question, type Statistics, statisticsOf, type Tally } from '#features/surveys/api.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { itemResult, stratumOf } from '../count.ts'
import { talliesOf } from '../counting.ts'
import { FEWEST, KNOWN, sheetOf } from '../plan.ts'
import type { CampaignRow } from '../row.ts'
import { toldCounts, toldKnown, toldRating, toldShare } from '../told.ts'
import type { CampaignResult } from '../views.ts'

/** What was counted, as everybody who sees the campaign may read it: nothing that fewer than five said. */
export async function findResult(tx: Tx, row: CampaignRow): Promise<CampaignResult | null> {
  const { counts } = row
  if (!counts) return null
  const texts = await sql<{ stratum: string; question: string; words: string }>`
    SELECT stratum, question, words FROM survey_texts
    WHERE county_id = ${row.county_id} AND run_id = ${row.id} ORDER BY question, id`.execute(tx)
  const byStratum = await talliesOf(tx, row)
  return {
    places: row.plan.places.map((place) => {
      const count = counts.places.find(({ placeId }) => placeId === place.id)
      const sheet = sheetOf(place, row.questions)
      const none = { handedOut: 0, returned: 0, valid: 0 }
      return {
        placeId: place.id,
        classes: count?.classes ?? { residents: none, delegates: none, cppcc: none },
        dropped: count?.dropped ?? 0,
        strata: (count?.strata ?? []).map((stratum) => {
          const tally = byStratum.get(stratumOf(place.id, stratum.name)) ?? {}
          return {
            ...stratum,
            // Of fewer than five nothing was kept (count.ts).
            known: tally[KNOWN] ? toldKnown(tally[KNOWN]).share : null,
            // How many wrote words is not kept; the words follow by place.
            questions: sheet
              .filter(({ kind }) => kind !== 'text')
              .map((question) => {
                const item = place.items.find(({ key }) => key === question.key)
                return {
                  ...{ key: question.key, title: item?.title ?? question.title },
                  ...(item ? ofItem(question, tally) : ofQuestion(question, tally[question.key])),
                }
              }),
          }
        }),
        words: texts.rows
          .filter(({ stratum }) => stratum === place.id)
          .map(({ question, words }) => ({
            ...{ words, title: sheet.find(({ key }) => key === question)?.title ?? '' },
          })),
      }
    }),
  }
}

type Shown = Pick<
  CampaignResult['places'][number]['strata'][number]['questions'][number],
  'statistics' | 'satisfied'
>
type Given = Readonly<Record<string, number>>

/** Who could not judge a problem is not heard of it: with fewer than five besides nothing is shown. */
function ofItem(question: Question, tally: Tally): Shown {
  const rated = itemResult(tally, question.key)
  if (rated.valid < FEWEST) return { statistics: null, satisfied: null }
  const { share, counts } = toldRating(rated)
  // Not knowing is no judgement of anybody, and follows from how many answered: it is told.
  const { unknown = 0 } = tally[question.key] ?? {}
  const told = { ...counts, unknown }
  return { statistics: withTold(statisticsOf(question, tally[question.key]), told), satisfied: share }
}

function ofQuestion(question: Question, given: Given = {}): Shown {
  const statistics = statisticsOf(question, given)
  if (statistics.answered < FEWEST) return { statistics: null, satisfied: null }
  return { statistics: withTold(statistics, toldOf(question, statistics, given)), satisfied: null }
}

type Told = Readonly<Record<string, number | null>>

function toldOf(question: Question, statistics: Statistics, given: Given): Told {
  if (statistics.kind !== 'shares') return {}
  if (question.key === KNOWN) return toldKnown(given).counts
  const counts = Object.fromEntries(statistics.shares.map(({ code, n }) => [code, n]))
  if (question.kind === 'choice') return toldCounts(counts).counts
  // Of several answers each is a share of its own of those who ticked anything.
  const isExact = (n: number) => toldShare(n, statistics.answered)?.is === 'exactly'
  return Object.fromEntries(Object.entries(counts).map(([code, n]) => [code, isExact(n) ? n : null]))
}

function withTold(statistics: Statistics, told: Told): NonNullable<Shown['statistics']> {
  if (statistics.kind !== 'shares') return statistics
  return {
    ...statistics,
    shares: statistics.shares.map(({ code, label }) => ({ code, label, n: told[code] ?? null })),
  }
}
