import { z } from 'zod'
import { RaterClass as ProblemRaterClass } from '#features/problems/api.ts'
import type { Question, Questions } from '#features/surveys/api.ts'
import { line, uuid } from '#platform/fields.ts'

/** 群众代表, 人大代表, 政协委员. */
export const RaterClass = ProblemRaterClass
export type RaterClass = z.infer<typeof RaterClass>

/** Fewer than this are counted with others or not at all: fewer could be told apart. */
export const FEWEST = 5

/** One thing that is rated: a problem, in words that residents read. */
export const Item = z.object({
  key: z
    .string()
    .regex(/^item_\d{1,3}$/)
    .meta({ examples: ['item_1'] }),
  problemId: uuid,
  number: z.string(),
  title: line(80),
})
export type Item = z.infer<typeof Item>

/** Of places that were merged, as many as of all of them: how many may be planned is bounded where it is (`schema.ts`). */
const asked = z.object({ residents: z.int().min(0), delegates: z.int().min(0), cppcc: z.int().min(0) })
export type AskedCounts = z.infer<typeof asked>

/** A village or organisation whose problems are rated there, and how many of whom are to be asked. */
export const Place = z.object({
  id: uuid,
  name: z.string(),
  items: z.array(Item).min(1),
  asked,
  /** Who answers for its problems by now, when it was merged or divided after slips had gone out. */
  heirs: z.array(z.object({ id: uuid, name: z.string() })).optional(),
})
export type Place = z.infer<typeof Place>

export const Plan = z.object({ places: z.array(Place).min(1) })
export type Plan = z.infer<typeof Plan>

/** 知晓率 (S3-09): whether they had heard of it at all. */
export const KNOWN = 'known'
export const knownCodes = ['well', 'some'] as const

const known: Question = {
  ...{ kind: 'choice', key: KNOWN, title: '您知道这些问题正在整改吗？', required: true },
  options: [
    { code: 'well', label: '知道，清楚改了什么' },
    { code: 'some', label: '听说过一些' },
    { code: 'no', label: '不知道' },
  ],
}

/** 满意 and 基本满意 are satisfied; whoever cannot judge is not counted as either. */
export const itemCodes = ['satisfied', 'fair', 'unsatisfied'] as const
const itemOptions = [
  { code: 'satisfied', label: '满意' },
  { code: 'fair', label: '基本满意' },
  { code: 'unsatisfied', label: '不满意' },
  { code: 'unknown', label: '不了解' },
]

/** What was added to the sheet after the problems, when nobody designed anything else. */
export const defaultQuestions: Questions = [
  {
    ...{ kind: 'choice', key: 'open', title: '整改情况在村里（单位里）公开了吗？', required: false },
    options: [
      { code: 'yes', label: '公开了' },
      { code: 'no', label: '没有公开' },
      { code: 'unknown', label: '不清楚' },
    ],
  },
  { kind: 'text', key: 'words', title: '您还有什么意见？', required: false },
]

/** A title alone asks nothing. */
const questionOf = ({ title }: Item): string => `对“${title}”这件事的整改，您满意吗？`

/** The whole sheet of one place: known or not, each problem, and what the questionnaire asks besides. */
export const sheetOf = (place: Pick<Place, 'items'>, more: Questions): Questions => [
  known,
  ...place.items.map(
    (item): Question => ({
      ...{ kind: 'choice', key: item.key, title: questionOf(item), required: true, options: itemOptions },
    }),
  ),
  ...more,
]

export const classes = RaterClass.options
