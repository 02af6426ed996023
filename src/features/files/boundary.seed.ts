import type { BoundaryValue } from '#platform/boundary/index.ts'
import type { RuleSeed } from '#platform/rules/seed.ts'

/**
 * What a county's rules of kind `boundary` are at first (domain.md 7.5). Talking about secrecy, discipline and
 * investigations is ordinary rectification work and must stay possible: refused is what bears a mark or is itself
 * such a document; asked about is what may be either; counts (立案审查2件3人) are told freely.
 */
const secrecyLaw = '《中华人民共和国保守国家秘密法》（2024）第三十一条第三项'
const practice = '县级巡察保密通行做法（各地可改）'

const LEVEL = '(?:绝密|机密|秘密)'
/** A number of cases or people, after what is counted. */
const COUNTED = '的?[\\d一二两三四五六七八九十百]{1,4}(?:余|多)?[件人起名例宗]'

const REGISTER_ONLY = '系统内只登记编号、类别、件数、日期和纸质件存放地点。'
const marked = `本系统为非涉密系统，带密级的内容不得录入。请交保密人员按涉密载体管理，${REGISTER_ONLY}`
const investigation = `纪检监察核查、审查调查的内容不得录入。请线下移交，${REGISTER_ONLY}`
const maybeMarked = '这里像是密级标志。涉密内容不得录入；如果只是一般工作表述，请确认后再提交。'
const maybeInvestigation =
  '这里像是核查或审查调查的内容，不得录入；如果只是一般工作表述或件数，请确认后再提交。'

const tipRules = '《纪检监察机关处理检举控告工作规则》'
const tipMaterial = `举报材料和举报人信息不得录入，请按检举控告渠道线下移交，${REGISTER_ONLY}`

const DRAFT_REPORT =
  '巡[察视](?:情况|专题)?报告[([【]?(?:送审稿|征求意见稿|讨论稿|审议稿|初稿|草稿|代拟稿|未定稿|全文)'
const draftAdvice =
  '未经批准的巡察报告全文不得录入，请登记文号、版本和存放地点；如果只是一般工作表述，请确认后再提交。'

export const boundarySeed: readonly RuleSeed[] = [
  rule('secret.star', 'all', 'refuse', marked, secrecyLaw, [`${LEVEL}(?:★|\\*(?!\\*))`]),
  rule('secret.period', 'all', 'refuse', marked, secrecyLaw, [
    `(?<!保守|保护|严守|国家|商业|工作|个人)${LEVEL}级?[-—_:,、([【]?`,
    '(?:长期|(?:\\d{1,2}|[一二三四五六七八九十]{1,3})(?:年|个月))(?![来前度底初以内])',
  ]),
  rule('secret.stated', 'all', 'refuse', marked, secrecyLaw, [
    '(?:密级|定密|(?:涉密|秘密|保密)等级)(?:及保密期限|等级)?(?:确定为|定为|[:为是])?[“"‘\'([【]?',
    `${LEVEL}(?![、和或及等])`,
  ]),
  rule('secret.grade', 'all', 'ask', maybeMarked, secrecyLaw, [`${LEVEL}级(?!别)`]),
  rule('secret.bracketed', 'all', 'ask', maybeMarked, secrecyLaw, [`[【[〔〖]${LEVEL}[】\\]〕〗]`]),
  rule('secret.file-name', 'filename', 'ask', maybeMarked, secrecyLaw, [
    `^${LEVEL}(?:[-_.:—~+]|$)|\\(${LEVEL}\\)|[-_—]${LEVEL}(?:\\.[a-z\\d]{1,5})?$`,
  ]),
  rule('secret.copy', 'all', 'ask', maybeMarked, secrecyLaw, [
    '涉密(?:文件|资料|材料|公文|文电)的?(?:原件|原文|全文|扫描件|复印件|照片|图片|电子版|截图)',
  ]),

  rule('case.preliminary', 'all', 'refuse', investigation, practice, [
    '初步核实(?:情况)?(?:方案|报告|审批表|呈批表|请示|组)|线索初核(?:情况)?(?:方案|报告|材料|谈话|请示)',
  ]),
  rule('case.preliminary-maybe', 'all', 'ask', maybeInvestigation, practice, [
    `(?:线索|违纪|违法|纪委|监委|纪检|监察)[^,。;]{0,8}初核(?!${COUNTED}|率)`,
    '|(?:启动|拟|被)初核|初核(?:谈话|期间|方案|审批|呈批)',
  ]),
  rule('case.filed', 'all', 'refuse', investigation, practice, [
    '立案审查(?:调查)?(?:决定|报告|请示|呈批|审批|方案|通知|材料)',
    '|审查调查(?:报告|方案|谈话|笔录|材料|组|期间)|案件审理报告',
  ]),
  rule('case.filed-maybe', 'all', 'ask', maybeInvestigation, practice, [
    `立案审查(?!(?:调查)?(?:${COUNTED}|率|权限|程序|条件))|接受(?:纪律审查|监察调查|审查调查|组织审查)`,
  ]),
  rule('case.detained', 'all', 'refuse', investigation, practice, [
    `(?:被|采取|解除|实施|延长)留置(?!(?:措施)?${COUNTED}|送达|权)|留置(?:决定书|审批|方案|通知书|场所|谈话)`,
  ]),
  rule('case.detained-maybe', 'all', 'ask', maybeInvestigation, practice, [
    `留置(?!权|送达|针|管|导尿|观察|(?:措施)?${COUNTED})`,
  ]),
  rule('case.person', 'all', 'refuse', investigation, practice, [
    '被(?:反映|核查|审查调查|检举|举报)人(?:姓名|单位|职务)?[:是为]\\S',
  ]),
  rule('case.handling-maybe', 'all', 'ask', maybeInvestigation, practice, [
    '线索(?:处置意见|处置建议|处置方案|处置呈批|呈批表)',
  ]),
  rule('case.penalty-proposed', 'all', 'refuse', investigation, practice, [
    `(?:拟|建议|提议)给予(?!${COUNTED})[^,。;]{0,15}`,
    '(?:党内(?:严重)?警告|撤销党内职务|留党察看|开除党籍|政务(?:警告|记过|记大过|降级|撤职|开除)|(?:党纪|政务|党政纪)处分)',
  ]),

  rule(
    'declaration.result',
    'all',
    'refuse',
    `个人有关事项报告的填报和查核内容不得录入，${REGISTER_ONLY}`,
    practice,
    [
      '个人有关事项(?:报告)?(?:抽查|查核|核查|核实|比对)(?:核实|比对)?(?:结果|情况|反馈|材料)(?!运用|应用|使用)',
    ],
  ),
  rule(
    'declaration.file',
    'filename',
    'refuse',
    `个人有关事项报告的填报和查核内容不得上传，${REGISTER_ONLY}`,
    practice,
    ['个人有关事项(?:报告)?表|个人有关事项报告(?:[-_.(\\d]|$)'],
  ),

  rule('tip.original', 'all', 'refuse', tipMaterial, tipRules, [
    '(?:举报|检举|控告)(?:信|件|材料)[([【]?的?(?:原件|原文|原信|复印件|扫描件|影印件|照片|全文|副本|截图)',
  ]),
  rule('tip.file', 'filename', 'refuse', tipMaterial, tipRules, [
    '(?:举报|检举|控告)(?:信|件|材料)(?:[-_.(\\d]|$)',
  ]),
  rule('tip.identity', 'all', 'refuse', tipMaterial, tipRules, [
    '(?:举报人|检举人|控告人|信访人|线索提供人)的?(?:真实)?(?:姓名|身份证号?码?|电话|手机号?码?|联系方式|联系电话|住址)?:\\S',
    '|(?:举报人|检举人|控告人|线索提供人)的?(?:真实)?(?:姓名|身份证号?码?|电话|手机号?码?|住址)[是为]\\S',
  ]),

  rule('report.draft-file', 'filename', 'refuse', draftAdvice, practice, [DRAFT_REPORT]),
  rule('report.draft-maybe', 'text', 'ask', draftAdvice, practice, [DRAFT_REPORT]),
  rule(
    'report.remarks-maybe',
    'all',
    'ask',
    `书记专题会议的讲话、点人点事内容如已定密或未批准，不得录入；如果只是一般工作表述，请确认后再提交。`,
    practice,
    ['书记专题会议?(?:讲话|点评|点人点事)?(?:记录|录音|原文|摘录)|点人点事(?:清单|材料|原文|记录|内容)'],
  ),
]

function rule(
  key: string,
  fields: BoundaryValue['fields'],
  action: BoundaryValue['action'],
  advice: string,
  basis: string,
  pattern: readonly string[],
): RuleSeed {
  const value: BoundaryValue = { pattern: pattern.join(''), fields, action, advice }
  return { kind: 'boundary', key, value, basis, source: 'domain.md 7.5' }
}
