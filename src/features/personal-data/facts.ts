import { held, type Text } from './registry.ts'

/** What an entry of the log says it touches: a table, or a kind of matter, and names of columns. */
export type Fact = { table: string; fields: readonly string[] }

const text = (zh: string, en: string): Text => ({ zh, en })

/** Columns that say who, where and when: the same in every table. */
const common: Readonly<Record<string, Text>> = {
  person_id: text('人员', 'person'),
  organization_id: text('单位', 'organisation'),
  village_id: text('村、社区', 'village'),
  grant_id: text('哪项角色', 'which role'),
  batch_id: text('同批申请', 'batch'),
  from_person_id: text('交出人', 'handed over by'),
  to_person_id: text('代办人', 'held by'),
  granted_by: text('授予人', 'granted by'),
  asked_by: text('申请人', 'asked by'),
  asked_as: text('申请人身份', 'asked as'),
  asked_at: text('申请时间', 'asked at'),
  decided_by: text('办理人', 'decided by'),
  decided_as: text('办理人身份', 'decided as'),
  decided_at: text('办理时间', 'decided at'),
  opened_by: text('查看人', 'opened by'),
  ended_by: text('结束人', 'ended by'),
  valid_from: text('开始时间', 'from'),
  valid_to: text('结束时间', 'until'),
  begun_at: text('开始时间', 'begun at'),
  made_at: text('登记时间', 'made at'),
  created_at: text('建立时间', 'made at'),
  confirmed_at: text('确认时间', 'confirmed at'),
  used_at: text('最近使用时间', 'last used'),
  last_used_at: text('最近使用时间', 'last used'),
  ended_at: text('结束时间', 'ended at'),
  ends_at: text('到期时间', 'ends at'),
  expires_at: text('到期时间', 'expires at'),
  revoked_at: text('作废时间', 'revoked at'),
  erased_at: text('删除时间', 'erased at'),
  set_at: text('设定时间', 'set at'),
  finished_at: text('上传时间', 'sent at'),
  sha256: text('内容摘要', 'digest'),
  due_at: text('办理期限', 'due'),
  received_on: text('收到日期', 'received on'),
  at: text('时间', 'at'),
  office: text('业务人员或管理员', 'business or administrator'),
  origin: text('怎样提出', 'how it came'),
  scopes: text('允许的范围', 'scopes'),
  counter: text('使用次数', 'times used'),
  last_step: text('最近一次验证', 'last proof'),
  version: text('版本', 'version'),
  kind: text('种类', 'kind'),
  digest: text('每日汇总', 'digest'),
  urgent: text('急件提醒', 'urgent ones'),
  code_until: text('确认码有效期', 'code good until'),
  code_tries: text('确认码输错次数', 'wrong codes'),
  seen_at: text('看过新消息的时间', 'looked at'),
  earlier_rule: text('按原规定申请', 'by the earlier rule'),
}

type Matter = { title: Text; columns: Readonly<Record<string, Text>> }

/** What the log speaks of beside what is held on people. */
const matters: Readonly<Record<string, Matter>> = {
  organizations: {
    title: text('单位', 'Organisation'),
    columns: {
      code: text('编码', 'code'),
      name: text('名称', 'name'),
      short_name: text('简称', 'short name'),
      parent_id: text('上级单位', 'above it'),
      township_id: text('所属乡镇', 'township'),
      successor_id: text('并入的单位', 'merged into'),
      origin_id: text('从哪个单位拆分', 'split off from'),
      sort: text('排列次序', 'order'),
      status: text('状态', 'status'),
    },
  },
  counties: {
    title: text('县的网址', 'The county’s address'),
    columns: { host: text('域名', 'host name'), prefix: text('路径', 'path') },
  },
  public_contacts: {
    title: text('公示页上的联系方式', 'Contacts on the public pages'),
    columns: { contacts: text('全部联系方式', 'all of them') },
  },
  village_contacts: { title: text('联系村', 'Contact villages'), columns: {} },
  imports: {
    title: text('导入', 'Import'),
    columns: {
      file_name: text('文件名', 'file name'),
      file_hash: text('文件摘要', 'digest of the file'),
      created: text('新录入行数', 'rows entered'),
      changed: text('更新行数', 'rows changed'),
      unchanged: text('未变行数', 'rows as before'),
      rejected: text('有错行数', 'rows refused'),
    },
  },
  exports: {
    title: text('导出', 'Export'),
    columns: {
      number: text('编号', 'number'),
      filter: text('筛选条件', 'filter'),
      row_count: text('行数', 'rows'),
    },
  },
  survey_drafts: {
    title: text('问卷', 'Questionnaire'),
    columns: {
      purpose: text('用途', 'purpose'),
      title: text('名称', 'name'),
      questions: text('题目', 'questions'),
      changed_at: text('修改时间', 'changed at'),
      changed_by: text('修改人', 'changed by'),
      retired_at: text('停用时间', 'retired at'),
    },
  },
  survey_versions: {
    title: text('问卷的发布版本', 'Published questionnaire'),
    columns: {
      survey_id: text('哪份问卷', 'which questionnaire'),
      number: text('第几版', 'number'),
      title: text('名称', 'name'),
      questions: text('题目', 'questions'),
      published_at: text('发布时间', 'published at'),
      published_by: text('发布人', 'published by'),
    },
  },
  outlets: {
    title: text('对外通道', 'Outlet'),
    columns: {
      name: text('名称', 'name'),
      host: text('主机', 'host'),
      sealed: text('地址和密钥（加密保存）', 'address and secret (kept encrypted)'),
      status: text('状态', 'status'),
      events: text('推送的事项', 'what it is told of'),
      failing_since: text('开始送不到', 'failing since'),
    },
  },
  retention: {
    title: text('到期清理', 'Deleted when old'),
    columns: {
      refused_attempts: text('被拒绝的操作', 'refused attempts'),
      exports: text('导出记录', 'exports'),
      commands: text('重复提交的凭据', 'receipts of commands'),
      phone_openings: text('查看号码的记录', 'openings of numbers'),
      data_requests: text('个人信息申请', 'requests about personal data'),
      uploads: text('没有使用的文件', 'files never used'),
    },
  },
  keys: {
    title: text('换用新密钥', 'Sealed anew'),
    columns: {
      table: text('所在的表', 'table'),
      column: text('所在的列', 'column'),
      values: text('项数', 'values'),
      key: text('密钥编号', 'key'),
    },
  },
}

const heldMatters: Readonly<Record<string, Matter>> = Object.fromEntries(
  held
    .filter(({ schema }) => schema === 'public')
    .map(({ table, title, columns }) => [
      table,
      {
        title,
        columns: Object.fromEntries(Object.entries(columns).map(([name, { label }]) => [name, label])),
      },
    ]),
)

/** Tables and matters that have words; the registry's come first. */
export const knownMatters: Readonly<Record<string, Matter>> = { ...matters, ...heldMatters }

/** The words for a column; undefined where there are none, which a test does not let happen. */
export const wordOf = (table: string, field: string): Text | undefined =>
  knownMatters[table]?.columns[field] ?? common[field]

/** `登录记录：登录方式、浏览器种类`. What has no words yet is named as it is: a log hides nothing. */
export function sayFact({ table, fields }: Fact, language: keyof Text): string {
  const { colon, comma } = marks[language]
  const title = knownMatters[table]?.title[language] ?? table
  if (fields.length === 0) return title
  return `${title}${colon}${fields.map((field) => wordOf(table, field)?.[language] ?? field).join(comma)}`
}

const marks = { zh: { colon: '：', comma: '、' }, en: { colon: ': ', comma: ', ' } }
