import { isTown, isVillage } from './people.ts'
import type { Place } from './places.ts'
import type { Level } from './texts/theme.ts'

/** Where problems come from: rounds of inspection fed back on one day, and what trickles in all the time. */
export type Source = {
  code: string
  ref: (year: number, n: number) => string
  /** Days ago that it was fed back; alike for a round, between the two for what comes singly. */
  oldest: number
  newest: number
  weight: number
  levels: readonly Level[]
  /** Names of the townships it went to; left out: all. */
  townships?: readonly string[]
  classes?: readonly string[]
}

const everywhere: readonly Level[] = ['village', 'town', 'department', 'enterprise']
const round = (name: string, ago: number, weight: number, townships: readonly string[]): Source => ({
  code: 'county_inspection',
  ref: () => `十四届县委${name}巡察反馈`,
  ...{ oldest: ago, newest: ago, weight, townships, levels: everywhere },
})

const third = ['青石镇', '大坪镇', '云台乡', '枫树乡', '石桥镇'] as const

export const sources: readonly Source[] = [
  round('第七轮', 548, 30, ['清源街道', '东岸街道', '石桥镇', '柳林镇']),
  round('第八轮', 316, 40, ['白杨镇', '龙泉镇', '望山镇', '双河镇']),
  round('第九轮', 131, 24, third),
  round('第九轮（第二批）', 34, 24, third),
  round('第九轮（第三批）', 5, 18, third),
  {
    code: 'audit',
    ref: (year) => `清审报〔${year}〕17号`,
    ...{ oldest: 238, newest: 238, weight: 20, levels: everywhere },
    classes: [
      'village_finance',
      'three_assets',
      'subsidies',
      'projects',
      'livelihood_funds',
      'decision_making',
      'land',
    ],
  },
  {
    code: 'inspection',
    ref: () => '上级巡视反馈意见移交问题清单',
    ...{ oldest: 442, newest: 442, weight: 60, levels: ['town', 'department'] },
  },
  {
    code: 'petition',
    ref: (year, n) => `清信〔${year}〕${n}号`,
    ...{ oldest: 430, newest: 2, weight: 16, levels: ['village', 'town', 'department'] },
    classes: [
      'conduct',
      'environment',
      'land',
      'graft',
      'projects',
      'minimum_living',
      'subsidies',
      'openness',
    ],
  },
  {
    code: 'supervision',
    ref: (year, n) => `清督通〔${year}〕${n}号`,
    ...{ oldest: 400, newest: 2, weight: 12, levels: everywhere },
    classes: ['environment', 'policy', 'formalism', 'conduct', 'projects', 'rectification', 'organization'],
  },
  {
    code: 'village_finance',
    ref: (year, n) => `村级财务月审核通知单${year}-${n}`,
    ...{ oldest: 330, newest: 2, weight: 12, levels: ['village'] },
    classes: ['village_finance', 'three_assets', 'openness', 'decision_making'],
  },
  {
    code: 'self_check',
    ref: (year) => `${year}年自查台账`,
    ...{ oldest: 300, newest: 3, weight: 9, levels: everywhere },
    classes: ['party_life', 'team', 'openness', 'formalism', 'decision_making', 'policy', 'organization'],
  },
]

export function levelOf(place: Place): Level {
  if (isVillage(place)) return 'village'
  if (isTown(place)) return 'town'
  return place.kind === 'enterprise' ? 'enterprise' : 'department'
}
