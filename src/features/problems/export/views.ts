import { localDate } from '#platform/calendar/index.ts'
import type { ExportColumn } from '#platform/sheets/export-sheet.ts'
import type { World } from '#platform/world.ts'
import { problemLifecycle } from '../lifecycle.ts'
import { isVillageProblem } from '../policy.ts'
import { zh } from '../words.zh.ts'
import type { Labels } from './labels.ts'
import type { ExportMeasure, ExportRow } from './rows.ts'

/** One line of a sheet: a problem, or one measure of it. `nth` counts problems. */
export type ExportLine = { nth: number; row: ExportRow; measure: ExportMeasure | undefined }
export type ExportView = 'ledger' | 'problems' | 'tasks' | 'responsibilities'

type Column = ExportColumn<ExportLine>
type View = { title: string; perMeasure: boolean; columns: Column[] }

const horizons = { now: '当下改', lasting: '长久立' }

/** What stands in a copy instead of the text of a 工作秘密, which is read in the system, where reading is recorded. */
const WITHHELD = '（工作秘密，请在系统内查看）'

const open = (row: ExportRow, text: string | null): string =>
  text !== null && row.secrecy === 'work_secret' ? WITHHELD : (text ?? '')

/** The ledger, and the three lists 问题清单、任务清单、责任清单 as views of the same rows (S1-14, domain.md 4.2). */
export function exportViews(world: World, labels: Labels): Record<ExportView, View> {
  const nth: Column = { heading: '序号', kind: 'number', width: 6, value: ({ nth }) => nth }
  const number = text('编号', 14, ({ row }) => row.number)
  const problem = text('问题', 36, ({ row }) => row.title)
  const place = text('涉及单位', 24, ({ row }) => labels.organization(row.organization_id))
  return {
    ledger: { title: '问题台账', perMeasure: false, columns: [nth, number, ...ledger(world, labels)] },
    problems: {
      title: '问题清单',
      perMeasure: false,
      columns: [
        ...[nth, number],
        text('反馈问题', 36, ({ row }) => row.title),
        text('具体表现（反馈原文）', 60, ({ row }) => open(row, row.feedback_text)),
        text('问题类别', 20, ({ row }) => labels.of('class', row.class_code)),
        text('共性/个性', 12, ({ row }) => labels.of('scope', row.scope)),
        place,
      ],
    },
    tasks: {
      title: '任务清单',
      perMeasure: true,
      columns: [
        ...[nth, number, problem, place],
        text('整改目标', 36, ({ row }) => open(row, row.goal)),
        text('整改措施', 48, ({ row, measure }) => open(row, measure?.text ?? null)),
        text('措施类型', 14, ({ measure }) => labels.of('measure_kind', measure?.kind ?? null)),
        text('当下改/长久立', 14, ({ measure }) => (measure ? horizons[measure.horizon] : '')),
        day('完成时限', ({ row, measure }) => measure?.due_on ?? row.planned_on),
        text('阶段节点', 18, ({ row, measure }) =>
          measure?.done_on ? `${measure.done_on} 完成` : zh.states[row.state],
        ),
      ],
    },
    responsibilities: {
      title: '责任清单',
      perMeasure: true,
      columns: [
        ...[nth, number, problem],
        text('整改措施', 48, ({ row, measure }) => open(row, measure?.text ?? null)),
        text('责任领导（牵头）', 16, ({ row }) => row.lead.join('、')),
        text('责任领导（参与）', 20, ({ row }) => row.co.join('、')),
        text('责任单位（牵头）', 24, ({ row }) => labels.organization(row.organization_id)),
        text('责任单位（配合）', 24, ({ row, measure }) =>
          measure && measure.organization_id !== row.organization_id
            ? labels.organization(measure.organization_id)
            : '',
        ),
        text('责任人', 12, ({ measure }) => measure?.leader ?? ''),
        text('监督单位', 20, ({ row }) =>
          isVillageProblem(row) ? labels.organization(row.township_id) : zh.parties.office,
        ),
      ],
    },
  }
}

const text = (heading: string, width: number, value: Column['value']): Column => ({ heading, width, value })
const day = (heading: string, value: Column['value']): Column => ({ heading, kind: 'date', width: 12, value })
const count = (heading: string, value: Column['value']): Column => ({
  ...{ heading, kind: 'number', width: 10, value },
})

function ledger({ now, calendar }: World, labels: Labels): Column[] {
  const local = (at: Date | number | null) => (at instanceof Date ? localDate(calendar, at) : null)
  const clocks: Record<string, string> = zh.clocks
  const isOverdue = ({ row }: ExportLine) =>
    row.due_at instanceof Date && row.due_at < now && !problemLifecycle.states[row.state].ends
  return [
    text('状态', 12, ({ row }) => zh.states[row.state]),
    text('单位名称', 24, ({ row }) => labels.organization(row.organization_id)),
    text('所属乡镇', 14, ({ row }) => labels.organization(row.township_id)),
    text('问题来源', 10, ({ row }) => labels.of('source', row.source)),
    count('年度', ({ row }) => row.source_year),
    text('轮次/批次', 20, ({ row }) => row.source_ref),
    text('问题类别', 20, ({ row }) => labels.of('class', row.class_code)),
    text('所属领域', 14, ({ row }) => labels.of('field', row.field_code)),
    text('性质', 12, ({ row }) => labels.of('severity', row.severity)),
    text('范围', 12, ({ row }) => labels.of('scope', row.scope)),
    text('新老', 12, ({ row }) => labels.of('timing', row.timing)),
    text('密级', 10, ({ row }) => zh.secrecy[row.secrecy]),
    text('问题标题', 36, ({ row }) => row.title),
    text('反馈原文', 60, ({ row }) => open(row, row.feedback_text)),
    text('依据', 30, ({ row }) => open(row, row.basis)),
    day('反馈日期', ({ row }) => row.feedback_on),
    count('涉及金额（元）', ({ row }) => (row.amount_cents === null ? null : row.amount_cents / 100)),
    count('涉及户数', ({ row }) => row.households),
    text('牵头领导', 12, ({ row }) => row.lead.join('、')),
    day('计划完成', ({ row }) => row.planned_on),
    text('当前期限事项', 14, ({ row }) =>
      row.due_kind === null ? '' : (clocks[row.due_kind] ?? row.due_kind),
    ),
    day('当前期限', ({ row }) => local(row.due_at)),
    text('逾期', 6, (line) => (isOverdue(line) ? '是' : '')),
    text('挂牌督办', 10, ({ row }) => (row.listed ? '是' : '')),
    count('反弹次数', ({ row }) => row.relapses || null),
    count('整改轮次', ({ row }) => row.round),
    day('销号日期', ({ row }) => local(row.closed_at)),
    text('外部编号', 18, ({ row }) => (row.external_key?.startsWith('sha256:') ? '' : row.external_key)),
  ]
}
