import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BoundaryValue, compileBoundary, type Hit, type ScanOptions, scan } from '#platform/boundary/index.ts'
import { boundarySeed } from './boundary.seed.ts'

const scanner = compileBoundary(
  boundarySeed.map((seed) => ({
    ...seed,
    countyId: 1,
    id: `id of ${seed.key}`,
    version: 1,
    validFrom: '2000-01-01',
    note: null,
  })),
)
const key = (text: string, as: ScanOptions['as'] = 'text') => scan(scanner, text, { as })?.ruleKey ?? null
const action = (hit: Hit | null) => hit?.action ?? 'passes'

const refusedTexts: Record<string, string> = {
  '绝密★启用前': 'secret.star',
  '机密★长期': 'secret.star',
  '秘密★10年': 'secret.star',
  '秘 密 ☆ 5年': 'secret.star',
  '機密⭐️': 'secret.star',
  '秘\u200b密\u2060★': 'secret.star',
  '秘密＊': 'secret.star',
  '见县委文件（机密✩1年）第3页': 'secret.star',
  '文件首页标有“机密长期”字样': 'secret.period',
  '秘密 10年 县委办': 'secret.period',
  '秘密(6个月)': 'secret.period',
  '密级：机密': 'secret.stated',
  '密级 秘密': 'secret.stated',
  该文件定密为秘密级: 'secret.stated',
  附初步核实报告一份: 'case.preliminary',
  问题线索初核情况报告已形成: 'case.preliminary',
  见立案审查决定书: 'case.filed',
  現附審查調查報告: 'case.filed',
  该村支书已被留置: 'case.detained',
  对王某采取留置措施: 'case.detained',
  '被反映人：李某,柳河村党支部书记': 'case.person',
  建议给予张某党内严重警告处分: 'case.penalty-proposed',
  拟给予其留党察看一年: 'case.penalty-proposed',
  个人有关事项报告查核结果显示漏报房产1套: 'declaration.result',
  附举报信原件: 'tip.original',
  检举材料复印件一并交给村里: 'tip.original',
  '举报人：王某某': 'tip.identity',
  举报人姓名是李某: 'tip.identity',
  '信访人联系电话：13800000000': 'tip.identity',
}

const askedTexts: Record<string, string> = {
  该件属机密级: 'secret.grade',
  '【秘密】关于调整班子的情况': 'secret.bracketed',
  涉密文件扫描件见附件: 'secret.copy',
  县纪委正对其开展初核: 'case.preliminary-maybe',
  其因涉嫌违纪正接受审查调查: 'case.filed-maybe',
  县纪委对其立案审查: 'case.filed-maybe',
  原支书目前在留置期间: 'case.detained-maybe',
  附线索处置意见: 'case.handling-maybe',
  '巡察报告（征求意见稿）附后': 'report.draft-maybe',
  书记专题会议记录摘录: 'report.remarks-maybe',
}

const ordinaryTexts = [
  '保密工作责任制落实不到位,未与涉密人员签订保密承诺书',
  '村民委员会换届采取无记名、秘密投票方式选举',
  '设立秘密写票处不规范',
  '机密文件管理制度不健全,文件传阅登记不全',
  '未按规定保管涉密文件,清退不及时',
  '保守秘密10年来未发生泄密事件',
  '商业秘密保护期3年的约定不明确',
  '工作秘密管理台账缺失',
  '密级标注不规范',
  '密级：工作秘密',
  '密级：内部',
  '国家秘密长期保存要求未落实',
  '2024年保密教育培训只开展1次',
  '**秘密**投票箱未上锁',
  '机要室钥匙管理混乱',
  '低保初核工作不细致,入户调查走过场',
  '村级初核、乡镇复核、县级审批三级把关不严',
  '移交问题线索3件,其中初核1件、立案审查2件3人、留置1人',
  '立案审查调查5人,给予党政纪处分4人',
  '已给予党内警告处分2人,诫勉谈话3人',
  '建议给予2人党纪处分',
  '民事调解书采用留置送达方式',
  '村卫生室留置针使用登记不全',
  '加工合同中留置权条款不清',
  '审查调查室与村监委会联系机制未建立',
  '个人有关事项报告制度执行不严,填报不及时',
  '领导干部未按规定报告个人有关事项',
  '个人有关事项报告抽查核实结果运用不充分',
  '举报信箱长期无人开启',
  '举报电话公示不到位',
  '信访举报件办理超期',
  '对举报人信息保护不到位',
  '检举控告渠道不畅通',
  '巡察报告指出的问题整改不到位',
  '按照巡察反馈意见制定整改方案',
  '书记专题会议听取巡察情况汇报不及时',
  '对村干部苗头性问题谈话提醒不够',
  '信访人反映的排水沟淤堵问题未解决',
  '项目验收资料照片雷同,档案不全',
  '村党支部“三会一课”记录补写,存在弄虚作假',
  '拟给予困难群众临时救助2000元',
  '惠农补贴长期未公示,群众反映强烈',
  '纪检委员作用发挥不充分,监督流于形式',
  '对违纪党员处分决定执行不到位',
]

const fileNames: Record<string, string | null> = {
  '机密★长期 会议纪要.docx': 'secret.star',
  '秘密-会议纪要.docx': 'secret.file-name',
  '【机密】整改报告.pdf': 'secret.bracketed',
  '整改报告(秘密).pdf': 'secret.file-name',
  '整改报告（机密）.pdf': 'secret.file-name',
  '会议纪要_机密.pdf': 'secret.file-name',
  '举报信.pdf': 'tip.file',
  '举报信1.jpg': 'tip.file',
  '舉報材料(二).zip': 'tip.file',
  '个人有关事项报告表.xls': 'declaration.file',
  '领导干部个人有关事项报告.doc': 'declaration.file',
  '巡察报告（送审稿）.docx': 'report.draft-file',
  '立案审查决定书.pdf': 'case.filed',
  '秘密投票现场.jpg': null,
  '保密工作制度.docx': null,
  '举报信箱照片.jpg': null,
  '举报电话公示.jpg': null,
  '个人有关事项报告制度落实情况.docx': null,
  '巡察反馈意见整改报告.docx': null,
  '柳河村整改前后对比.jpg': null,
}

test('what bears a mark or is such a document is refused', () => {
  for (const [text, rule] of Object.entries(refusedTexts)) {
    assert.equal(key(text), rule, text)
    assert.equal(action(scan(scanner, text)), 'refuse', text)
  }
})

test('what may be either is asked about, and passes once it is confirmed', () => {
  for (const [text, rule] of Object.entries(askedTexts)) {
    assert.equal(key(text), rule, text)
    assert.equal(action(scan(scanner, text)), 'ask', text)
    assert.equal(scan(scanner, text, { confirmed: new Set([rule]) }), null, text)
  }
})

test('ordinary rectification work passes', () => {
  for (const text of ordinaryTexts) assert.equal(key(text), null, text)
})

test('file names', () => {
  for (const [name, rule] of Object.entries(fileNames)) assert.equal(key(name, 'filename'), rule, name)
})

test('every shipped rule is a valid one with a key of its own', () => {
  assert.equal(new Set(boundarySeed.map((seed) => seed.key)).size, boundarySeed.length)
  for (const seed of boundarySeed) BoundaryValue.parse(seed.value)
})

test('a text without a hit is looked at in one go: ten times the text, about ten times the time', () => {
  const text = ordinaryTexts.join('。').slice(0, 340)
  const fastest = (written: string) => {
    const body = { commandId: '01890000-0000-7000-8000-000000000000', version: 3, text: written }
    for (let n = 0; n < 500; n++) scan(scanner, body)
    // The fastest of many runs: on a shared machine only the floor says something about the code.
    const times = Array.from({ length: 40 }, () => {
      const from = performance.now()
      for (let n = 0; n < 20; n++) scan(scanner, body)
      return performance.now() - from
    })
    return Math.min(...times)
  }
  const [short, long] = [fastest(text), fastest(text.repeat(10))]
  assert.ok(long < short * 40, `${short} ms, then ${long} ms`)
})
