import type { Actor } from '#features/accounts/index.ts'
import type { Question } from '#features/surveys/api.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { appendEntry } from '#platform/history/append.ts'
import { exportCsv } from '#platform/sheets/export-csv.ts'
import type { World } from '#platform/world.ts'
import type { Deps } from '../deps.ts'
import { sheetOf } from '../plan.ts'
import type { CampaignRow } from '../row.ts'
import type { CampaignResult } from '../views.ts'
import { campaignWords } from '../words.ts'

type Line = {
  place: string
  who: string
  question: string
  answer: string
  n: number | null
  of: number | null
}

/** The result, one line an answer; what people wrote follows, each a line of its own. Recorded before it leaves. */
export async function prepareCsv(
  { database, numbers }: Pick<Deps, 'database' | 'numbers'>,
  world: World,
  actor: Actor,
  row: CampaignRow,
  result: CampaignResult,
): Promise<{ fileName: string; make(path: string): Promise<void> }> {
  const { countyId, name } = actor
  const year = world.today.slice(0, 4)
  const number = `PJ${year}-${String(await numbers(countyId, `evaluation-export.${year}`)).padStart(6, '0')}`
  return {
    fileName: `群众评价-${row.number}-${number}.csv`,
    async make(path) {
      const lines = linesOf(row, result)
      const county = await database.write(countyId, (tx) =>
        record(tx, world, actor, row, number, lines.length),
      )
      await exportCsv<Line>({
        title: row.title,
        columns: [
          { heading: '单位', value: ({ place }) => place },
          { heading: '评价人', value: ({ who }) => who },
          { heading: '题目', value: ({ question }) => question },
          { heading: '回答', value: ({ answer }) => answer },
          { heading: '份数', value: ({ n }) => n },
          { heading: '有效份数', value: ({ of }) => of },
        ],
        rows: lines,
        watermark: { who: name, when: `${world.today}`, number, county },
        ...{ filter: `评价活动 ${row.number}`, out: path },
      })
    },
  }
}

const tooFew = '不足5份'
const untoldCount = '不单列'

function linesOf(row: CampaignRow, result: CampaignResult): Line[] {
  const { classes } = campaignWords.zh
  return row.plan.places.flatMap((place) => {
    const found = result.places.find(({ placeId }) => placeId === place.id)
    const sheet = sheetOf(place, row.questions)
    const base = { place: place.name }
    const counted = (found?.strata ?? []).flatMap(({ name, questions }) =>
      questions.flatMap(({ key, title, statistics }): Line[] => {
        const asked = { ...base, who: classes[name], question: title }
        if (!statistics) return [{ ...asked, answer: tooFew, n: null, of: null }]
        const of = statistics.answered
        if (statistics.kind === 'shares')
          return statistics.shares.map(({ label, n }) => ({
            ...{ ...asked, n, of },
            answer: n === null ? `${label}（${untoldCount}）` : label,
          }))
        const question = sheet.find((each) => each.key === key)
        if (statistics.kind === 'text' || !question) return [{ ...asked, answer: '', n: of, of }]
        return [
          { ...asked, answer: `平均${statistics.mean?.toFixed(2) ?? ''}${unitOf(question)}`, n: of, of },
        ]
      }),
    )
    const words = (found?.words ?? []).map(
      ({ title, words: said }): Line => ({
        ...base,
        who: '',
        question: title,
        answer: said,
        n: null,
        of: null,
      }),
    )
    const none: Line[] =
      (found?.dropped ?? 0) > 0 ? [{ ...base, who: '', question: '', answer: tooFew, n: null, of: null }] : []
    return [...counted, ...words, ...none]
  })
}

/** What a mean is counted in. */
const unitOf = (question: Question): string => (question.kind === 'number' ? question.unit : '分')

async function record(
  tx: Tx,
  { now, newId }: World,
  { countyId, personId }: Actor,
  campaign: CampaignRow,
  number: string,
  rows: number,
): Promise<string> {
  const id = newId()
  const filter = { campaign: campaign.number }
  const row = { number, kind: 'evaluation', person_id: personId, filter, row_count: rows }
  await tx
    .insertInto('exports')
    .values({ ...row, county_id: countyId, id, filter: JSON.stringify(filter), at: now })
    .execute()
  await appendEntry(tx, countyId, null, {
    ...{
      kind: 'export',
      case: id,
      act: 'exportEvaluation',
      at: now,
      entered: now,
      actor: personId,
      as: null,
    },
    ...{ command: null, rows: { [`exports/${id}`]: row } },
  })
  const county = tx.selectFrom('counties').select('name').where('county_id', '=', countyId)
  return (await county.executeTakeFirstOrThrow()).name
}
