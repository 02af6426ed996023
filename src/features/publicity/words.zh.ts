import type { ClockKind, Need, Party, PublicationAct, PublicationState } from './lifecycle.ts'
import type { Audience, Kind } from './schema.ts'

const states: Record<PublicationState, string> = {
  draft: '拟稿',
  mask_check: '脱敏核对',
  secrecy_review: '保密审查',
  approval: '审批',
  approved: '待发布',
  published: '公示中',
  withdrawn: '已撤下',
  withhold_approval: '拟不公开待批',
  withheld: '不公开',
  dropped: '已作废',
}

/** What people say on the button, and what the history says was done. */
const acts: Record<PublicationAct, string> = {
  begin: '拟稿',
  revise: '更正重发',
  edit: '修改公示稿',
  regenerate: '按最新数据重拟',
  choosePictures: '选用照片',
  submit: '送脱敏核对',
  drop: '作废',
  confirmPage: '核对本页',
  checkPicture: '核对照片',
  passMasks: '脱敏核对完成',
  passSecrecy: '保密审查通过',
  approve: '同意公示',
  sendBack: '退回修改',
  publish: '发布',
  withdraw: '提前撤下',
  endPeriod: '公示期满撤下',
  supersede: '由新版替代',
  erasePublished: '清除已公示的内容',
  succeed: '由承接单位接办',
  recordChannel: '登记公示渠道',
  screenComment: '阅看群众意见',
  answerComment: '答复群众意见',
  passAnswer: '公布答复',
  returnAnswer: '退回答复',
  withhold: '拟不公开',
  approveWithholding: '同意不公开',
  refuseWithholding: '不同意，应当公开',
  keepWithheld: '继续不公开',
  discloseAfterAll: '改为公开',
}

const parties: Record<Party, string> = {
  drafting: '拟稿单位',
  secrecy: '保密审查员',
  approver: '审批人',
  leaders: '领导小组',
  responsible: '责任单位',
  screening: '意见阅看人',
  timer: '系统到期',
}

const clocks: Record<ClockKind, string> = {
  disclose: '公开时限',
  mask_check: '脱敏核对时限',
  secrecy_review: '保密审查时限',
  approval: '审批时限',
  publish: '发布时限',
  period: '公示期',
  withhold_approval: '不公开审批时限',
  withheld_review: '不公开复核',
}

const missing: Record<Need, string> = {
  pagesConfirmed: '还有页没有核对',
  picturesChecked: '还有照片没有核对，或者看得清人脸、车牌',
  commentWaiting: '没有待阅看的意见',
  commentForwarded: '没有待答复的意见',
  answerWaiting: '没有待公布的答复',
  textKept: '没有公示过，或者已经清除',
}

const kinds: Record<Kind, string> = {
  problem: '单个问题',
  organization: '单位整改',
  month: '每月整改进展',
  appeals: '每月群众诉求',
}
const audiences: Record<Audience, string> = { party: '党内', society: '社会' }
const withdrawn: Record<'ended' | 'early' | 'replaced', string> = {
  ended: '公示期满',
  early: '提前撤下',
  replaced: '已由新版替代',
}

export const zh = { states, acts, parties, clocks, missing, kinds, audiences, withdrawn }
