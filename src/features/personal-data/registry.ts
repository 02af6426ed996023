/**
 * What is held on the people who work here: every column that says something of one person, once, with why, on what
 * ground and how long. What a person is shown, what an erasure leaves and docs/generated/personal-data.md are made
 * from it; a test walks the schema and fails for a text column that stands in none of these lists.
 */
export type Text = { zh: string; en: string }

export type HeldColumn = {
  label: Text
  /**
   * What is left after an erasure: a number in place of the name, nothing of the row, nothing of the column, or
   * what it was because it says nothing once the name is gone.
   */
  erasure: 'pseudonym' | 'removed' | 'emptied' | 'kept'
  /**
   * How the person's own page shows it: as it is, with the middle hidden, that there is one, or not at all. `own` is
   * what they wrote at their work: as it is to them, and that there is one to the administrator who hands over a copy,
   * for administrators read no business (domain.md 7.7).
   */
  shown: 'plain' | 'own' | 'masked' | 'is_set' | 'no'
}

export type HeldTable = {
  schema: 'public' | 'auth'
  table: string
  /** The column that says whose row it is: a person's id, or in `auth` that of their account. */
  owner: string
  title: Text
  purpose: Text
  basis: Text
  retention: Text
  columns: Readonly<Record<string, HeldColumn>>
}

const duty: Text = {
  zh: '履行法定职责（个人信息保护法第十三条第三项、第三十四条）',
  en: 'Statutory duty (Personal Information Protection Law, articles 13(3) and 34)',
}
const security: Text = {
  zh: '网络安全等级保护、日志留存（网络安全法）',
  en: 'Protection of the network and keeping of logs (Cybersecurity Law)',
}
const rights: Text = {
  zh: '办理个人行使权利的申请（个人信息保护法第四十四条至第五十条）',
  en: 'Answering people who exercise their rights (articles 44 to 50)',
}

/** What the rules of kind `retention` are called; `rules.seed.ts` has a rule for each. */
export const retentionTitles = {
  person_after_leaving: { zh: '人员离开后的保存天数', en: 'days for which data is kept after leaving' },
  refused_attempts: { zh: '被拒绝操作的保存天数', en: 'days for refused attempts' },
  exports: { zh: '导出记录的保存天数', en: 'days for exports' },
  phone_openings: { zh: '查看号码记录的保存天数', en: 'days for openings of numbers' },
  data_requests: { zh: '个人信息申请的保存天数', en: 'days for requests about personal data' },
  commands: { zh: '操作凭据的保存天数', en: 'days for receipts of commands' },
  uploads: { zh: '未使用文件的保存天数', en: 'days for files never used' },
} satisfies Record<string, Text>
export type RetentionKey = keyof typeof retentionTitles

const inOffice: Text = {
  zh: `在岗期间保存；离开后，过了本县规定的「${retentionTitles.person_after_leaving.zh}」，可申请删除`,
  en: `While in office; afterwards for the county’s ${retentionTitles.person_after_leaving.en}, then it may be erased`,
}
const byRule = (key: RetentionKey): Text => ({
  zh: `本县规定的「${retentionTitles[key].zh}」`,
  en: `the county’s ${retentionTitles[key].en}`,
})

const column = (
  zh: string,
  en: string,
  erasure: HeldColumn['erasure'],
  shown: HeldColumn['shown'] = 'plain',
): HeldColumn => ({ label: { zh, en }, erasure, shown })

export const held: readonly HeldTable[] = [
  {
    ...{ schema: 'public', table: 'people', owner: 'id', basis: duty, retention: inOffice },
    title: { zh: '身份', en: 'Identity' },
    purpose: { zh: '分清谁办理、谁负责', en: 'Telling who acts and who is responsible' },
    columns: {
      name: column('姓名', 'Name', 'pseudonym'),
      username: column('登录名', 'User name', 'removed'),
      account_id: column('登录账号编号', 'Account', 'removed', 'is_set'),
      status: column('是否在岗', 'Status', 'kept'),
      office: column('业务人员或管理员', 'Business or administrator', 'kept'),
    },
  },
  {
    ...{ schema: 'public', table: 'person_phones', owner: 'person_id', basis: duty, retention: inOffice },
    title: { zh: '手机号', en: 'Telephone' },
    purpose: { zh: '工作联系', en: 'Reaching people for their work' },
    columns: {
      sealed: column('号码（加密保存）', 'Number (kept encrypted)', 'removed', 'masked'),
      blind_index: column('查找号码用的摘要', 'Digest it is looked up by', 'removed', 'no'),
    },
  },
  {
    ...{ schema: 'public', table: 'notice_ways', owner: 'person_id', basis: duty, retention: inOffice },
    title: { zh: '通知方式', en: 'How notices come' },
    purpose: { zh: '按本人的选择发送待办提醒', en: 'Reminding people of their work as they choose' },
    columns: {
      sealed: column('邮箱（加密保存）', 'Mail address (kept encrypted)', 'removed', 'is_set'),
      code_hash: column('确认码的摘要', 'Digest of the code', 'removed', 'no'),
      digest_at: column('每日汇总时间', 'When the digest comes', 'removed'),
      quiet_from: column('免打扰开始', 'Quiet from', 'removed'),
      quiet_to: column('免打扰结束', 'Quiet until', 'removed'),
    },
  },
  {
    ...{ schema: 'public', table: 'posts', owner: 'person_id', basis: duty, retention: inOffice },
    title: { zh: '职务', en: 'Posts' },
    purpose: { zh: '确定第一责任人和责任领导', en: 'Knowing who is responsible for what' },
    columns: {
      title: column('职务名称', 'Title', 'kept'),
      kind: column('职务类别', 'Kind', 'kept'),
    },
  },
  {
    ...{ schema: 'public', table: 'role_grants', owner: 'person_id', basis: duty, retention: inOffice },
    title: { zh: '角色', en: 'Roles' },
    purpose: { zh: '确定能看什么、办什么', en: 'Knowing what somebody may see and do' },
    columns: { role: column('角色', 'Role', 'kept') },
  },
  {
    ...{ schema: 'public', table: 'grant_requests', owner: 'person_id', basis: duty, retention: inOffice },
    title: { zh: '授权申请', en: 'Requests for roles' },
    purpose: { zh: '一人提出、另一人确认', en: 'One asks, another confirms' },
    columns: {
      kind: column('授予或收回', 'Grant or end', 'kept'),
      role: column('角色', 'Role', 'kept'),
      status: column('状态', 'Status', 'kept'),
      reason: column('理由', 'Reason', 'emptied'),
      decision_note: column('确认意见', 'Note', 'emptied'),
    },
  },
  {
    ...{ schema: 'public', table: 'delegations', owner: 'from_person_id', basis: duty, retention: inOffice },
    title: { zh: '委托代办', en: 'Delegations' },
    purpose: { zh: '外出期间由他人代办', en: 'Somebody acts for the person who is away' },
    columns: { reason: column('理由', 'Reason', 'emptied') },
  },
  {
    ...{ schema: 'auth', table: 'user', owner: 'id', basis: duty, retention: inOffice },
    title: { zh: '登录账号', en: 'Sign-in account' },
    purpose: { zh: '登录', en: 'Signing in' },
    columns: {
      username: column('带县编号的登录名', 'User name with the county', 'removed'),
      name: column('固定文字，不含姓名', 'A fixed word, no name', 'removed', 'no'),
      email: column('随机地址，不能收信', 'A random address that takes no mail', 'removed', 'no'),
    },
  },
  {
    ...{ schema: 'auth', table: 'account', owner: 'userId', basis: duty, retention: inOffice },
    title: { zh: '密码', en: 'Password' },
    purpose: { zh: '登录', en: 'Signing in' },
    columns: {
      password: column('密码的摘要', 'Hash of the password', 'removed', 'is_set'),
      userId: column('账号编号', 'Account', 'removed', 'no'),
      accountId: column('账号编号', 'Account', 'removed', 'no'),
    },
  },
  {
    ...{ schema: 'auth', table: 'session', owner: 'userId', basis: security },
    title: { zh: '登录会话', en: 'Sessions' },
    purpose: { zh: '保持登录', en: 'Staying signed in' },
    retention: { zh: '到期即删', en: 'Deleted when over' },
    columns: {
      userAgent: column('浏览器', 'Browser', 'removed'),
      token: column('会话凭据', 'Session token', 'removed', 'no'),
      userId: column('账号编号', 'Account', 'removed', 'no'),
    },
  },
  {
    ...{ schema: 'public', table: 'sign_in_sessions', owner: 'person_id', basis: security },
    title: { zh: '登录记录', en: 'Sign-ins' },
    purpose: { zh: '本人查看、退出自己的登录', en: 'Seeing and ending one’s own sessions' },
    retention: { zh: '到期后三十天', en: 'Thirty days after they are over' },
    columns: {
      method: column('登录方式', 'How', 'removed'),
      step: column('登录进行到哪一步', 'How far', 'removed', 'no'),
      browser: column('浏览器种类', 'Kind of browser', 'removed'),
      ended_why: column('为何结束', 'Why it ended', 'removed'),
      challenge: column('向通行密钥提出的问题', 'What a passkey was asked', 'removed', 'no'),
      challenge_for: column('为何提出', 'What for', 'removed', 'no'),
    },
  },
  {
    ...{ schema: 'public', table: 'sso_links', owner: 'person_id', basis: duty, retention: inOffice },
    title: { zh: '统一身份认证关联', en: 'Link with single sign-on' },
    purpose: { zh: '用统一身份认证登录', en: 'Signing in with single sign-on' },
    columns: {
      issuer: column('认证平台的地址', 'Address of the provider', 'removed'),
      subject: column('认证平台给的编号', 'What the provider calls the person', 'removed'),
    },
  },
  {
    ...{
      schema: 'public',
      table: 'second_factors',
      owner: 'person_id',
      basis: security,
      retention: inOffice,
    },
    title: { zh: '第二种验证方式', en: 'Second factors' },
    purpose: { zh: '登录时除密码外再确认一次', en: 'One more proof at the sign-in' },
    columns: {
      kind: column('种类', 'Kind', 'removed'),
      name: column('名称', 'Name', 'removed'),
      secret: column('验证器密钥（加密保存）', 'Secret of the app (kept encrypted)', 'removed', 'is_set'),
      credential_id: column('通行密钥编号', 'Passkey', 'removed', 'no'),
      public_key: column('通行密钥的公钥', 'Public key of the passkey', 'removed', 'no'),
    },
  },
  {
    ...{
      schema: 'public',
      table: 'recovery_codes',
      owner: 'person_id',
      basis: security,
      retention: inOffice,
    },
    title: { zh: '恢复码', en: 'Recovery codes' },
    purpose: { zh: '手机或密钥不在身边时登录', en: 'Signing in without phone or key' },
    columns: { code_hash: column('恢复码的摘要', 'Hash of the code', 'removed', 'no') },
  },
  {
    ...{ schema: 'public', table: 'password_history', owner: 'person_id', basis: security },
    title: { zh: '用过的密码', en: 'Passwords before' },
    purpose: { zh: '不让最近的密码重复使用', en: 'Keeping the last ones from coming back' },
    retention: { zh: '本县密码规定要记住的个数', en: 'as many as the county’s rule on passwords says' },
    columns: { hash: column('密码的摘要', 'Hash of the password', 'removed', 'no') },
  },
  {
    ...{ schema: 'public', table: 'factor_resets', owner: 'person_id', basis: security, retention: inOffice },
    title: { zh: '重置第二验证方式、重设密码', en: 'Resets of second factors and passwords' },
    purpose: { zh: '一人提出、另一人确认', en: 'One asks, another confirms' },
    columns: {
      kind: column('重置什么', 'What is reset', 'kept'),
      reason: column('理由', 'Reason', 'emptied'),
      status: column('状态', 'Status', 'kept'),
    },
  },
  {
    ...{ schema: 'public', table: 'api_tokens', owner: 'person_id', basis: duty },
    title: { zh: '接口令牌', en: 'API tokens' },
    purpose: { zh: '程序代本人读写', en: 'Programs acting for the person' },
    retention: { zh: '一年内到期', en: 'Over within a year' },
    columns: {
      name: column('名称', 'Name', 'removed'),
      token_hash: column('令牌的摘要', 'Hash of the token', 'removed', 'no'),
    },
  },
  {
    ...{ schema: 'public', table: 'saved_views', owner: 'person_id', basis: duty },
    title: { zh: '保存的筛选', en: 'Saved views' },
    purpose: { zh: '本人方便', en: 'The person’s convenience' },
    retention: { zh: '本人删除为止', en: 'Until the person removes it' },
    columns: {
      name: column('名称', 'Name', 'removed', 'own'),
      query: column('筛选条件', 'Filters', 'removed', 'own'),
    },
  },
  {
    ...{ schema: 'public', table: 'uploads', owner: 'person_id', basis: duty, retention: byRule('uploads') },
    title: { zh: '上传的文件', en: 'Files sent' },
    purpose: { zh: '附到办理的事项上', en: 'To be attached to what is done' },
    columns: { file_name: column('文件名', 'File name', 'removed', 'own') },
  },
  {
    ...{ schema: 'public', table: 'phone_openings', owner: 'person_id', basis: security },
    title: { zh: '谁查看过号码', en: 'Who opened the number' },
    purpose: { zh: '防止滥用', en: 'Against abuse' },
    retention: byRule('phone_openings'),
    columns: {
      kind: column('方式', 'How', 'kept'),
      opened_as: column('以何身份', 'Acting as', 'kept'),
      reason: column('理由', 'Reason', 'emptied'),
    },
  },
  {
    ...{ schema: 'public', table: 'data_requests', owner: 'person_id', basis: rights },
    title: { zh: '个人信息申请', en: 'Requests about personal data' },
    purpose: { zh: '办理查阅、更正、删除', en: 'Showing, correcting, erasing' },
    retention: byRule('data_requests'),
    columns: {
      kind: column('事项', 'Kind', 'kept'),
      status: column('状态', 'Status', 'kept'),
      statement: column('申请内容', 'What was asked', 'emptied'),
      new_name: column('更正后的姓名', 'Corrected name', 'emptied'),
      new_phone: column('更正后的号码（加密保存）', 'Corrected number (kept encrypted)', 'emptied', 'is_set'),
      decision: column('办理意见', 'Decision', 'kept'),
    },
  },
]

/**
 * Where a person's id stands beside what they did: shown to them as figures, kept with the record. Only the slips of
 * first passwords and the notices go with an erasure: they say nothing of what anybody did.
 */
export const traces: readonly { table: string; columns: readonly string[]; title: Text }[] = [
  trace('problem_leaders', '责任领导', 'Leads a rectification', 'person_id'),
  trace('problem_measures', '整改措施负责人', 'Answers for a measure', 'leader_id'),
  trace('problem_progress', '填报的进展', 'Progress reported', 'person_id'),
  trace('problem_evidence', '上传的佐证', 'Evidence sent', 'person_id'),
  trace('problem_site_checks', '现场核查', 'Site checks', 'person_id', 'checker_ids'),
  trace('problem_evaluations', '录入的群众评价', 'Evaluations entered', 'person_id'),
  trace('problem_countersigns', '会签', 'Countersignatures', 'person_id'),
  trace('problem_attributions', '责任认定', 'Attributions', 'person_id'),
  trace('problem_requests', '申请与审批', 'Requests and decisions', 'requested_by', 'decided_by'),
  trace('problem_tasks', '立行立改回报', 'Immediate tasks reported', 'reported_by'),
  trace('evaluation_batches', '制作评价邀请', 'Evaluation invitations made out', 'person_id'),
  trace('evaluation_readings', '录入纸质评价问卷', 'Evaluation papers read in', 'person_id'),
  trace('survey_drafts', '修改问卷', 'Questionnaires changed', 'changed_by'),
  trace('survey_versions', '发布问卷', 'Questionnaires published', 'published_by'),
  trace('publication_releases', '公示发布', 'Publications released', 'person_id'),
  trace('publication_channels', '公示渠道登记', 'Channels of publications entered', 'person_id'),
  trace('publication_pictures', '公示图片核对', 'Pictures checked before publication', 'checked_by'),
  trace(
    'publication_comments',
    '群众留言的审看、答复',
    'Comments screened and answered',
    'screened_by',
    'answered_by',
  ),
  trace('appeal_assignments', '派单', 'Appeals dispatched', 'person_id'),
  trace('appeal_contacts', '与群众联系', 'Residents contacted', 'person_id'),
  trace('appeal_progress', '诉求办理进展', 'Progress with appeals', 'person_id'),
  trace('appeal_evidence', '诉求材料', 'Material on appeals', 'person_id'),
  trace('appeal_requests', '诉求的申请与审批', 'Requests about appeals', 'requested_by', 'decided_by'),
  trace('appeal_answers', '诉求的答复、审核', 'Answers to appeals', 'person_id', 'passed_by'),
  trace('appeal_callbacks', '回访', 'Residents called back', 'person_id'),
  trace('appeal_messages', '与群众的留言', 'Messages to residents', 'person_id'),
  trace('appeal_orders', '催办督办', 'Appeals urged', 'person_id'),
  trace('appeal_classes', '诉求分类', 'Appeals classified', 'person_id'),
  trace('appeals', '包案', 'Appeals in charge of', 'leader_id'),
  trace('reception_days', '接访日', 'Reception days', 'leader_id', 'announced_by', 'cancelled_by'),
  trace('identity_openings', '查看诉求人身份', 'Identities opened', 'opened_by'),
  trace('appeal_inbox', '处理未能登记的网上来件', 'Web appeals settled by hand', 'settled_by'),
  trace('appeal_notices', '告知群众', 'Residents told', 'told_by'),
  trace(
    'reprisal_reports',
    '接手、答复打击报复反映',
    'Reports of reprisal taken and answered',
    'taken_by',
    'answered_by',
  ),
  trace('diverted_matters', '转送、接收', 'Matters passed on and received', 'diverted_by', 'received_by'),
  trace('withheld', '拟不公开的提出、审批', 'Withholding asked and decided', 'asked_by', 'decided_by'),
  trace('first_password_runs', '发放首次密码', 'First passwords given out', 'started_by'),
  trace('first_password_slips', '领取首次密码', 'First passwords received', 'person_id'),
  trace('notices', '发给本人的通知', 'Notices sent to the person', 'recipient_id'),
  trace('outlets', '申请、确认的对外通道', 'Outlets asked for and confirmed', 'asked_by', 'decided_by'),
  trace('village_contacts', '联系村', 'Contact of a village', 'person_id'),
  trace('role_grants', '授予他人的角色', 'Roles granted to others', 'granted_by'),
  trace('rules', '修改的规则', 'Rules changed', 'created_by'),
  trace('imports', '导入', 'Imports', 'person_id'),
  trace('exports', '导出', 'Exports', 'person_id'),
  trace('commands', '已办操作的凭据', 'Receipts of what was done', 'person_id'),
  trace('refused_attempts', '被拒绝的操作', 'Refused attempts', 'person_id'),
  trace('phone_openings', '查看过他人号码', 'Numbers of others opened', 'opened_by'),
  trace('delegations', '代他人办理', 'Acting for others', 'to_person_id', 'ended_by'),
  trace('grant_requests', '提出、确认的授权', 'Roles asked for and confirmed', 'asked_by', 'decided_by'),
  trace('factor_resets', '提出、确认的重置', 'Resets asked for and confirmed', 'asked_by', 'decided_by'),
  trace('password_states', '密码的设置时间', 'When the password was set', 'person_id'),
  trace('data_requests', '代录、办理的个人信息申请', 'Requests entered or decided', 'asked_by', 'decided_by'),
]

function trace(table: string, zh: string, en: string, ...columns: string[]) {
  return { table, columns, title: { zh, en } }
}

/**
 * Free text of the official record. It is about problems and not about people, though it may name some; it is kept as
 * the record is, found by nobody's name, and masked before anything is published.
 */
export const officialRecord: Readonly<Record<string, string>> = {
  'public.problems': 'title feedback_text basis goal root_cause remaining source_ref external_key',
  'public.problem_attributions': 'opinion',
  'public.problem_countersigns': 'note',
  'public.problem_evidence': 'file_name note place',
  'public.problem_measures': 'text result',
  'public.problem_progress': 'text difficulty',
  'public.problem_requests': 'asks reason decision_note',
  'public.problem_site_checks': 'finding',
  'public.problem_tasks': 'report',
  'public.problem_search': 'search',
  'public.problem_search_bits': 'word',
  'public.appeal_search_bits': 'word',
  'public.imports': 'file_name',
  'public.exports': 'filter',
  'public.rules': 'note',
  'public.evaluation_campaigns': 'title plan',
  'public.published_evaluations': 'title body',
  'public.survey_texts': 'words',
  'public.publications': 'title generated content masks',
  'public.appeals': 'title cause course place_detail source_ref external_key',
  'public.appeal_answers': 'text',
  'public.appeal_assignments': 'note',
  'public.appeal_callbacks': 'text',
  'public.appeal_contacts': 'note',
  'public.appeal_evidence': 'file_name note',
  'public.appeal_messages': 'text',
  'public.appeal_orders': 'reason',
  'public.appeal_progress': 'text',
  'public.appeal_requests': 'asks reason decision_note',
  'public.appeal_search': 'search',
  'public.reception_days': 'hours place',
  'public.publication_comments': 'words answer',
  'public.publication_releases': 'body',
  'public.publication_channels': 'place link note file_name',
  'public.withheld': 'note',
  // What the public reads was masked and approved; offices and their telephones are public themselves.
  'public.published': 'title body search',
  'public.published_pictures': 'caption',
  'public.published_comments': 'words answer answered_by',
  'public.published_files': 'bytes',
  'public.public_contacts': 'name phone address hours',
  // Contents of entries: what they say of a person is emptied through `erase_person`.
  'public.row_versions': 'content',
}

/**
 * Who spoke up: not people who work here, so that none of it stands on anybody's own page. Sealed with keys of its own,
 * opened through one door that writes first (domain.md 7.1).
 */
export const ofResidents: Readonly<Record<string, string>> = {
  'public.appeal_identities': 'sealed',
  'public.appeal_receipts': 'digest page_key',
  'public.appeal_inbox': 'digest key_id sealed content_hash',
  'public.appeal_inbox_photos': 'sealed',
  'public.appeal_pages': 'digest sealed',
  'public.reprisal_reports': 'digest sealed',
  'public.diverted_matters': 'kind_code sealed',
  'public.identity_openings': 'opened_as reason',
}

/** Codes, states, hashes, and the names of places, rules and queues. */
export const notPersonal: Readonly<Record<string, string>> = {
  'auth.account': 'id providerId accessToken refreshToken idToken scope',
  'auth.session': 'id ipAddress',
  'auth.user': 'id image',
  'auth.verification': 'id identifier value',
  'public.api_tokens': 'scopes',
  'public.bihuan_migrations': 'name',
  'public.calendar_days': 'kind name source',
  'public.case_chains': 'case_kind head',
  'public.commands': 'request_hash outcome',
  'public.counters': 'name',
  'public.counties': 'code name host prefix time_zone',
  'public.data_requests': 'origin',
  'public.delegations': 'office',
  'public.exports': 'number kind',
  'public.files': 'sha256 mime',
  'public.grant_requests': 'asked_as decided_as',
  'public.history': 'entry hash',
  'public.imports': 'kind file_hash',
  'public.organizations': 'code kind name short_name status',
  'public.problem_attributions': 'level follow_up_body',
  'public.problem_count_deltas': 'state',
  'public.problem_countersigns': 'body',
  'public.problem_counts': 'state',
  'public.problem_evaluations': 'rater_class',
  'public.problem_evidence': 'kind sha256',
  'public.problem_leaders': 'part',
  'public.problem_measures': 'horizon kind',
  'public.problem_place_counts': 'state',
  'public.problem_requests': 'kind status',
  'public.problem_site_checks': 'purpose method',
  'public.problem_spans': 'state source class_code',
  'public.problem_tasks': 'kind status',
  'public.problems':
    'number state clocks acted due_kind track source class_code field_code severity scope timing secrecy completion closure_kind',
  'public.appeals':
    'number state clocks acted due_kind channel openness track nature urgency field_code responsibility reasonableness satisfaction excluded_code refused_code refused_to suspended_code',
  'public.appeal_answers': 'kind claim status',
  'public.appeal_assignments': 'part ended_as',
  'public.appeal_callbacks': 'way outcome satisfaction',
  'public.appeal_classes': 'track nature urgency field_code responsibility reasonableness',
  'public.appeal_contacts': 'way',
  'public.appeal_evidence': 'kind sha256',
  'public.appeal_messages': 'side',
  'public.appeal_month_derivings': 'month formula',
  'public.appeal_month_drafts': 'month scope scope_id within figures',
  'public.appeal_months': 'month scope scope_id within formula figures sha256',
  'public.appeal_orders': 'kind',
  'public.appeal_progress': 'kind',
  'public.appeal_requests': 'kind status',
  'public.appeal_spans': 'state nature field_code',
  'public.appeal_box_keys': 'key_id public_key',
  'public.appeal_inbox': 'kind failed',
  'public.appeal_pages': 'part',
  'public.appeal_sources': 'name title sealed key_hash',
  'public.appeal_notices': 'kind status',
  'public.sms_gateways': 'settings sealed',
  'public.outlets': 'kind name events sealed host status',
  'public.notices': 'way kind key case_kind status why',
  'public.notice_pauses': 'way reason',
  'public.case_moves': 'case_kind from_state to_state',
  'public.deliveries': 'type payload status answer',
  'public.first_password_runs': 'key_hash',
  'public.evaluation_batches': 'rater_class',
  'public.evaluation_campaigns': 'number state clocks acted due_kind questions counts public_key key_mark',
  'public.evaluation_invitations': 'digest sealed paper',
  'public.evaluation_readings': 'sealed',
  'public.published_evaluations': 'slug',
  'public.survey_drafts': 'purpose title questions',
  'public.survey_tallies': 'stratum question value',
  'public.survey_texts': 'stratum question',
  'public.survey_versions': 'title questions',
  'public.publication_channels': 'channel sha256',
  'public.publication_comments': 'status',
  'public.publication_pictures': 'sha256 mime',
  'public.publication_releases': 'sha256',
  'public.publications': 'number state clocks acted due_kind kind audience month withdrawn_kind',
  'public.published':
    'slug audience number kind township_name organization_name problem_number month sha256 withdrawn_kind replaced_by',
  'public.published_comments': 'slug',
  'public.published_counts': 'kind key label',
  'public.published_files': 'sha256 mime',
  'public.published_pictures': 'slug sha256',
  'public.withheld': 'reason_class status',
  'public.refused_attempts': 'act reason',
  'public.role_grants': 'office',
  'public.row_versions': 'ref salt',
  'public.rules': 'kind key value basis source',
  'public.sign_in_failures': 'name_hash',
  'public.sso_returns': 'state_hash',
  'public.uploads': 'sha256',
}
