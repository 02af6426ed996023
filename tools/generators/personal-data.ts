import {
  type HeldColumn,
  type HeldTable,
  held,
  officialRecord,
  type RetentionKey,
  retentionTitles,
  type Text,
  traces,
} from '#features/personal-data/registry.ts'
import { personalDataRules } from '#features/personal-data/rules.seed.ts'

/** docs/generated/personal-data.md: what is held on the people who work here, from the registry. */
export async function personalDataPage(): Promise<string> {
  return `${[
    '# What is held on the people who work here 持有的个人信息',
    'Written by `npm run generate` from `src/features/personal-data/registry.ts`; a test fails for a column of words that is declared nowhere. What it means is in [personal-data.md](../personal-data.md).',
    ...held.map(tablePart),
    '## What stands beside what they did 办理痕迹',
    'A person’s id, shown to them as figures and kept with the record; after an erasure it leads to a number.',
    traces
      .map(({ table, columns, title }) => `- ${both(title)}: \`${table}\` (${columns.join(', ')})`)
      .join('\n'),
    '## Free text of the official record 工作记录中的文字',
    'About problems, not about people, though it may name some: kept as the record is, masked before publication.',
    Object.entries(officialRecord)
      .map(([table, columns]) => `- \`${table}\`: ${columns.split(' ').join(', ')}`)
      .join('\n'),
    '## For how long 期限',
    'Shipped with the program; every county may replace each by a version of its own. Logs are kept six months at least, whatever a rule says.',
    rulesPart(),
  ].join('\n\n')}\n`
}

function tablePart(table: HeldTable): string {
  const rows = Object.entries(table.columns).map(
    ([name, column]) =>
      `| \`${name}\` | ${both(column.label)} | ${shownWords[column.shown]} | ${erasureWords[column.erasure]} |`,
  )
  return [
    `## ${both(table.title)}`,
    [
      `- where 位置: \`${table.schema}.${table.table}\``,
      `- why 目的: ${both(table.purpose)}`,
      `- on what ground 依据: ${both(table.basis)}`,
      `- how long 期限: ${both(table.retention)}`,
    ].join('\n'),
    [
      '| column | what 内容 | shown to the person 本人可见 | after an erasure 删除后 |',
      '|---|---|---|---|',
      ...rows,
    ].join('\n'),
  ].join('\n\n')
}

const both = ({ zh, en }: Text): string => `${zh} · ${en}`

const shownWords: Record<HeldColumn['shown'], string> = {
  plain: '是 yes',
  own: '是，交给本人的副本只显示有无 yes; in a copy handed over that there is one',
  masked: '本人见全文 in full to the person alone',
  is_set: '只显示有无 that there is one',
  no: '否 no',
}
const erasureWords: Record<HeldColumn['erasure'], string> = {
  pseudonym: '改为编号 a number in its place',
  removed: '删去 gone',
  emptied: '清空 emptied',
  kept: '保留 kept',
}

function rulesPart(): string {
  const rows = personalDataRules
    .filter(({ kind }) => kind === 'retention')
    .map(
      ({ key, value, basis }) =>
        `| \`retention/${key}\` | ${both(retentionTitles[key as RetentionKey])} | ${(value as { days: number }).days} | ${basis} |`,
    )
  return ['| rule | what 名称 | days | basis 依据 |', '|---|---|---|---|', ...rows].join('\n')
}
