import type { Rates } from './rates.ts'

/** What the figures of appeals are called. */
export const zh = {
  rates: {
    response: '响应率',
    solution: '解决率',
    satisfaction: '满意率',
    score: '综合得分',
    signed: '按时签收率',
    closedInTime: '按时办结率',
    reached: '有效回访率',
    returned: '退回率',
    repeated: '重复诉求率',
  } satisfies Record<Exclude<keyof Rates, 'counts'>, string>,
  counts: {
    received: '收到',
    assigned: '派单',
    closed: '办结',
    running: '在办',
    suspended: '挂账',
    overdue: '逾期',
  } satisfies Record<keyof Rates['counts'], string>,
  unrated: '未评价',
  unreached: '未接通',
  excluded: '不计入',
  /** Why something is in no rate, where no dictionary says it. */
  reasons: {
    not_due: '尚未到期',
    no_contact_left: '未留联系方式',
    withdrawn: '到期前已撤回',
    'state:suspended': '挂账期内',
    'state:joined': '已并案',
    'state:withdrawn': '已撤回',
  },
  scopes: { county: '全县', township: '按乡镇', place: '按村', field: '按领域', handler: '按承办单位' },
  steps: { contact: '登记到首次联系', answer: '登记到答复', closing: '登记到办结' },
  periods: { before: '整改前', during: '整改中', after: '整改后' },
  none: '县直',
  noField: '未分类',
  noHandler: '未派单',
  frozen: '已冻结',
  underWay: '未冻结',
}
