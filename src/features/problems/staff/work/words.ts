import type { Alike, Catalogue } from '#ui/language.tsx'

const zh = {
  title: '我的待办',
  groups: { overdue: '已逾期', today: '今天', week: '本周', later: '以后' },
  counts: '按时限',
  since: (day: string) => `${day}反馈`,
  onBehalfOf: (name: string) => `代${name}`,
  handle: '办理',
  decide: {
    extension: '审批延期申请',
    suspension: '审批挂账申请',
    correction: '确认更正申请',
    reassignment: '审批调整单位申请',
  },
  one: (act: string, title: string) => `${act}：${title}`,
  most: (n: number) => `只显示时限最近的${n}件，其余请到台账里看。`,
  empty: '没有待办',
  emptyWhy: '问题走到要您办的一步时，会按时限出现在这里，也会标明最迟哪一天办完。',
  toLedger: '看问题台账',
}

const en: Alike<typeof zh> = {
  title: 'My work',
  groups: { overdue: 'Overdue', today: 'Today', week: 'This week', later: 'Later' },
  counts: 'By deadline',
  since: (day) => `fed back ${day}`,
  onBehalfOf: (name) => `For ${name}`,
  handle: 'Handle',
  decide: {
    extension: 'Decide on an extension',
    suspension: 'Decide on a suspension',
    correction: 'Decide on a correction',
    reassignment: 'Decide on a reassignment',
  },
  one: (act, title) => `${act}: ${title}`,
  most: (n) => `The ${n} nearest deadlines are shown. The ledger has the rest.`,
  empty: 'Nothing to do',
  emptyWhy: 'When a problem reaches a step that is yours, it appears here with the last day for it.',
  toLedger: 'Open the ledger',
}

export const workWords: Catalogue<Alike<typeof zh>> = { zh, en }
