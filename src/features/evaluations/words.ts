import type { Alike, Catalogue } from '#ui/language.tsx'
import type { CampaignAct, CampaignState, ClockKind, Need, Party } from './lifecycle.ts'

const states: Record<CampaignState, string> = {
  draft: '拟订',
  proposed: '待审批',
  running: '正在评价',
  counting: '待清点',
  closed: '已公布',
  cancelled: '已作废',
}
const acts: Record<CampaignAct, string> = {
  begin: '拟订评价活动',
  revise: '修改方案',
  submit: '报批',
  sendBack: '退回修改',
  open: '同意开始',
  issue: '制作邀请',
  voidRest: '作废未发出的',
  endAnswers: '停止填写',
  close: '清点并公布',
  closeOverdue: '到期清点',
  cancel: '作废这次评价',
  succeed: '随单位调整变更',
}
const parties: Record<Party, string> = { organizer: '组织单位', approver: '审批人', timer: '系统' }
const clocks: Record<ClockKind, string> = {
  preparing: '拟订',
  approval: '审批',
  answering: '填写截止',
  counting: '清点',
}
const needs: Record<Need, string> = {
  papersSettled: '还有纸质问卷没有由两人录入一致',
  someIssued: '还没有制作邀请',
}
const zh = {
  ...{ states, acts, parties, clocks, needs },
  classes: { residents: '群众代表', delegates: '人大代表', cppcc: '政协委员', mixed: '几类合并' },
}
export type CampaignWords = Alike<typeof zh>

const en: CampaignWords = {
  states: {
    draft: 'Being prepared',
    proposed: 'Awaiting approval',
    running: 'Open for answers',
    counting: 'To be counted',
    closed: 'Published',
    cancelled: 'Cancelled',
  },
  acts: {
    begin: 'Prepare a campaign',
    revise: 'Change the plan',
    submit: 'Ask for approval',
    sendBack: 'Send back',
    open: 'Open it',
    issue: 'Make out invitations',
    voidRest: 'Void what was not handed out',
    endAnswers: 'End answering',
    close: 'Count and publish',
    closeOverdue: 'Counted when due',
    cancel: 'Cancel this campaign',
    succeed: 'Follows its organisations',
  },
  parties: { organizer: 'Organiser', approver: 'Approver', timer: 'System' },
  clocks: {
    preparing: 'Preparation',
    approval: 'Approval',
    answering: 'Last day for answers',
    counting: 'Count',
  },
  needs: {
    papersSettled: 'Some papers were not read alike by two people yet',
    someIssued: 'No invitations were made out yet',
  },
  classes: {
    residents: 'Residents',
    delegates: 'People’s delegates',
    cppcc: 'CPPCC members',
    mixed: 'Classes together',
  },
}

/** What people call a campaign's states, acts, parties, deadlines and raters. */
export const campaignWords: Catalogue<CampaignWords> = { zh, en }
