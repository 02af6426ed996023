import type { LedgerQuery } from '../api.ts'
import { zh } from '../words.zh.ts'
import type { Labels } from './labels.ts'

/** The filter as people read it, for the last sheet: 状态：整改中；年度：2026 */
export function filterWords(query: LedgerQuery, labels: Labels): string {
  const parts: [string, string | undefined][] = [
    ['状态', query.state?.map((state) => zh.states[state]).join('、')],
    ['单位', query.organization && labels.organization(query.organization)],
    ['乡镇', query.township && labels.organization(query.township)],
    ['来源', query.source && labels.of('source', query.source)],
    ['年度', query.year === undefined ? undefined : String(query.year)],
    ['类别', query.class && labels.of('class', query.class)],
    ['逾期', query.overdue && '是'],
    ['挂牌督办', query.listed && '是'],
    ['发生过反弹', query.relapsed && '是'],
    ['关键词', query.q],
  ]
  const said = parts.flatMap(([name, value]) => (value ? [`${name}：${value}`] : []))
  return said.length === 0 ? '无（本人可见的全部）' : said.join('；')
}
