import { sql } from 'kysely'
import { statisticsOf } from '#features/surveys/api.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { itemResult, stratumOf } from '../count.ts'
import { talliesOf } from '../counting.ts'
import { FEWEST, KNOWN, knowing, sheetOf } from '../plan.ts'
import type { CampaignRow } from '../row.ts'
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
          const heard = tally[KNOWN]?.[''] ?? 0
          return {
            ...stratum,
            known: heard < FEWEST ? null : { n: knowing(tally[KNOWN]), of: heard },
            // How many wrote words is not kept; the words follow by place.
            questions: sheet
              .filter(({ kind }) => kind !== 'text')
              .map((question) => {
                const statistics = statisticsOf(question, tally[question.key])
                const isItem = place.items.some(({ key }) => key === question.key)
                const rated = itemResult(tally, question.key)
                return {
                  ...{ key: question.key, title: question.title },
                  // Of a problem who could not judge is not heard: with fewer than five besides nothing is shown.
                  statistics: (isItem ? rated.valid : statistics.answered) < FEWEST ? null : statistics,
                  satisfied:
                    !isItem || rated.valid < FEWEST
                      ? null
                      : { n: rated.satisfied + rated.fair, of: rated.valid },
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
