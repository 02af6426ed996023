import type { Theme } from './theme.ts'

/** 村级财务、集体“三资”、民生资金。 */
export const moneyThemes: readonly Theme[] = [
  {
    ...{ key: 'slips', classCode: 'village_finance', at: ['village'], scene: 'ledger' },
    title: '村级财务白条入账{元}',
    found:
      '抽查{年}年凭证{c}份，以自制收条、便条入账{b}笔，合计{元}，主要为零工、车辆租用支出，无经手人、证明人签字的{a}笔。反映出财务审核把关不严、财经纪律意识淡薄。',
    basis: '《农村集体经济组织会计制度》关于原始凭证的规定',
    goal: '白条全部清理，支出凭证真实、完整、合法。',
    causes: ['loose_execution', 'weak_supervision', 'training'],
    now: [
      [
        'recovery',
        '逐笔核实白条支出，补办手续，无法证明的退回',
        '核实{b}笔，其余补办手续，{a}笔无法证明，退回{部分}',
      ],
      ['accountability', '对报账员和审核人员谈话提醒', '已谈话提醒{a}人，作出书面检查'],
    ],
    lasting: [
      [
        'rules',
        '明确白条界定标准和票据审核流程，镇农经站按月审核',
        '制度已印发上墙，连续两个月审核未发现白条',
      ],
      ['extension', '对其他年度凭证开展自查', '自查凭证{c}份，发现问题{f}笔，已一并处理'],
    ],
    progress: ['凭证已调齐，逐笔列出清单交镇农经站复核', '收款人说明材料收齐{b}份，其余正在联系'],
    yuan: [4_800, 96_000],
  },
  {
    ...{ key: 'cash', quick: true, classCode: 'village_finance', at: ['village'], scene: 'ledger' },
    title: '大额现金支付和坐收坐支{元}',
    found:
      '{年}年{月}，{本}以现金方式支付工程款、物资款{b}笔共{元}，其中单笔超过限额的{a}笔；收取的场地租金未入账直接用于开支。反映出资金管理混乱，存在廉政风险。',
    goal: '收入全部入账，支出一律转账，现金限额管理。',
    causes: ['loose_execution', 'weak_supervision'],
    now: [
      ['recovery', '清理坐支款项，应收尽收、全额入账', '清理入账{元}，账款相符'],
      ['accountability', '对责任人员批评教育', '对{a}名责任人员批评教育，责令限期报账'],
    ],
    lasting: [['rules', '实行村级资金线上支付，现金限额500元以内', '线上支付已开通，近三个月无大额现金']],
    progress: ['逐笔核对银行流水与凭证，差异{a}笔已找到原因'],
    yuan: [12_000, 180_000],
  },
  {
    ...{ key: 'arrears', classCode: 'village_finance', at: ['village'], scene: 'ledger' },
    title: '往来款长期挂账{元}未清理',
    found:
      '{本}账面应收款{b}笔共{元}，最长挂账{a}年，其中部分对象已失联，未作催收，也未提交村民代表会议研究。反映出集体资产管理责任不落实。',
    goal: '往来款逐笔清、逐笔有结论。',
    causes: ['responsibility', 'coordination'],
    now: [
      ['recovery', '逐笔催收，签订还款计划', '收回{大半}，{a}笔签订分期还款协议'],
      ['major', '确属无法收回的，按程序核销', '{f}笔经村民代表会议和镇农经站审核后核销'],
    ],
    lasting: [['rules', '往来款每季度对账，超过一年的专项报告', '第一次季度对账完成，结果公示']],
    progress: ['发出催收通知{b}份，{a}户已到村委会核对'],
    yuan: [26_000, 420_000],
  },
  {
    ...{ key: 'latebooks', quick: true, classCode: 'village_finance', at: ['village'], scene: 'ledger' },
    title: '报账不及时，{a}个月凭证积压未记账',
    found:
      '{月}检查发现，{本}已连续{a}个月未到镇农经站报账，积压凭证{c}份，账面余额与银行对账单不符，差异{元}，未查明原因。',
    goal: '账目日清月结，账实相符。',
    causes: ['training', 'lax_assessment'],
    now: [
      ['major', '集中整理积压凭证，限期报账', '积压凭证{c}份全部报账'],
      ['recovery', '查明账实差异原因并调整', '差异{元}系漏记收入，已补记'],
    ],
    lasting: [['rules', '每月10日前报账，逾期由镇农经站通报', '连续三个月按期报账']],
    progress: ['镇农经站派人驻村帮助整理，已完成一半'],
    yuan: [1_200, 36_000],
  },
  {
    ...{ key: 'lease', classCode: 'three_assets', at: ['village'], scene: 'papers' },
    title: '集体土地低价长期发包，合同{b}年不调价',
    found:
      '{本}早年将集体机动地{c}亩以不足市价三分之一的租金发包，期限{b}年，未经村民代表会议讨论，合同无违约条款，群众意见大。反映出集体“三资”管理失管失察。',
    basis: '《中华人民共和国村民委员会组织法》第二十四条',
    goal: '合同依法规范，租金合理，收益归集体。',
    causes: ['loose_execution', 'weak_supervision'],
    now: [
      ['recovery', '与承包方协商调价，补签协议', '租金调至市场价，每年增收{部分}'],
      ['extension', '清理全部集体资产资源合同', '清理合同{e}份，规范{a}份，终止{f}份'],
    ],
    lasting: [['rules', '集体资源发包一律进入农村产权交易平台', '新发包{a}宗均公开交易']],
    progress: ['聘请法律顾问审查合同，提出三条修改意见', '承包方同意调价，正在商定年限'],
    yuan: [18_000, 260_000],
  },
  {
    ...{ key: 'rent', classCode: 'three_assets', at: ['village'], scene: 'papers' },
    title: '集体门面房租金{元}应收未收',
    found:
      '{本}门面房{d}间对外出租，{年}年以来欠租{a}户，累计{元}，村里未催收、未公示。其中个别承租人与村干部有亲属关系，群众有议论。',
    goal: '欠租收齐，出租过程公开透明。',
    causes: ['responsibility', 'loose_execution'],
    now: [
      ['recovery', '逐户催收欠租，拒不缴纳的依法处理', '收回欠租{元}，{a}户全部结清'],
      ['accountability', '对村干部亲属承租情况逐户说明并公示', '承租情况已公示七天，无异议'],
    ],
    lasting: [['rules', '门面房出租公开竞价，村干部亲属承租须报镇纪委备案', '制度经村民代表会议通过']],
    progress: ['首轮催收收回过半，其余签订缴款计划'],
    yuan: [9_600, 150_000],
  },
  {
    ...{ key: 'idle', classCode: 'three_assets', fieldCode: 'industry', at: ['village'], scene: 'house' },
    title: '扶持资金建设的厂房闲置{a}个月，资产未确权登记',
    found:
      '{年}年利用衔接资金{元}建设的标准化厂房，建成后未投产、未出租，产权未登记到村集体，资产台账无记录。反映出项目前期论证不充分、后续运营不负责。',
    goal: '厂房用起来、收益入集体、资产记上账。',
    causes: ['shallow_research', 'coordination'],
    now: [
      ['major', '招引经营主体，公开招租', '签订租赁合同，年租金{部分}入村集体账户'],
      ['recovery', '办理资产移交和登记', '资产移交手续办结，已登记入账'],
    ],
    lasting: [['rules', '经营性资产按季巡查、按年评价', '第一季度巡查完成，运转正常']],
    progress: ['发布招租公告，{a}家企业到场看过', '与意向企业商谈带动就业条件'],
    households: [10, 60],
    yuan: [180_000, 960_000],
  },
  {
    ...{ key: 'unbooked', classCode: 'three_assets', at: ['village'], scene: 'papers' },
    title: '集体资产底数不清，{b}项资产未入账',
    found:
      '对照{年}年清产核资结果，{本}仍有文化活动室、提灌设备等{b}项资产未入账，{a}项有账无物。反映出清产核资走过场。',
    goal: '账账相符、账实相符。',
    causes: ['formalism', 'training'],
    now: [['major', '逐项盘点，补登资产台账', '补登{b}项，{a}项有账无物已查明去向']],
    lasting: [['rules', '每年12月全面盘点一次并公示', '盘点制度已执行，结果公示']],
    progress: ['成立盘点小组，党员、群众代表参加，已盘点过半'],
  },
  {
    ...{ key: 'oldage', quick: true, classCode: 'livelihood_funds', at: ['village'], scene: 'papers' },
    title: '高龄津贴核查不及时，{a}人去世后仍在发放',
    found:
      '比对{年}年发放名册，{本}有{a}人去世后仍发放高龄津贴，涉及{元}；村级按月上报未核实。反映出民生资金监管不严。',
    goal: '多发资金追回，信息按月核实。',
    causes: ['lax_assessment', 'loose_execution'],
    now: [
      ['recovery', '追回多发资金并上缴', '追回{元}，已缴县财政专户'],
      ['extension', '对全部在册对象入户核实', '核实在册对象{e}人，停发{a}人'],
    ],
    lasting: [['rules', '网格员每月采集、镇民政办每周审核', '机制运行正常，信息变更三日内上报']],
    progress: ['逐户说明政策，多数家属已退回'],
    yuan: [600, 9_800],
  },
  {
    ...{ key: 'meal', quick: true, classCode: 'livelihood_funds', at: ['village'], scene: 'house' },
    title: '老年助餐点挂牌不运营，补助资金结余{元}',
    found:
      '{本}老年助餐点{年}年挂牌，{月}三次查看均未开餐，补助{元}趴在账上，登记用餐老人{b}名经电话核实无一人用过餐。',
    goal: '助餐点真开餐，老人吃得上、吃得好。',
    causes: ['formalism', 'purpose'],
    now: [['major', '恢复开餐，摸清有需求老人底数', '每天为{b}名老人供应午餐，已连续开餐{a}周']],
    lasting: [['rules', '用餐登记由老人签字确认，收支按月公示', '签字表和收支已公示两期']],
    progress: ['厨房改造完成，炊事员体检办证', '试餐一周，老人提出菜要软一些，已调整'],
    open: true,
    yuan: [12_000, 68_000],
  },
  {
    ...{ key: 'area', classCode: 'subsidies', at: ['village'], scene: 'field' },
    title: '耕地地力补贴面积不实，{户}户多报少报',
    found:
      '抽查{户}户，申报补贴面积与确权面积不一致，多报{a}户、少报{d}户，涉及补贴{元}；村级公示仅一天，群众不知情。反映出惠农政策执行不严。',
    goal: '面积核准，补贴发准，群众清楚。',
    causes: ['loose_execution', 'shallow_research'],
    now: [
      ['recovery', '逐户核对面积，多领退回、少领补发', '退回、补发共{元}，{户}户签字确认'],
      ['extension', '全村逐户复核补贴面积', '复核{c}户，更正{b}户'],
    ],
    lasting: [['rules', '补贴申报公示不少于七天，由村监委会签字确认', '新一年度申报公示七天，无异议']],
    progress: ['与确权数据逐户比对完成，差异户入户核实中'],
    households: [8, 54],
    yuan: [1_100, 24_000],
  },
  {
    ...{ key: 'forest', classCode: 'subsidies', at: ['village'], scene: 'papers' },
    title: '公益林补偿款分配方案未经讨论，{户}户未领到',
    found:
      '{年}年公益林补偿资金{元}到账后，{本}未召开村民代表会议讨论分配，{户}户至今未领到，资金滞留村账{a}个月。',
    goal: '补偿款足额发到户。',
    causes: ['purpose', 'responsibility'],
    now: [['recovery', '召开会议定方案，足额兑付到户', '补偿款{元}全部打卡发放，{户}户签收']],
    lasting: [['rules', '惠农资金到账十日内公示并发放', '后续资金均在十日内发放']],
    progress: ['村民代表会议已通过分配方案，公示期内'],
    households: [14, 90],
    yuan: [8_000, 120_000],
  },
  {
    ...{ key: 'lowincome', classCode: 'minimum_living', at: ['village'], scene: 'house' },
    title: '低保动态管理不到位，{a}户应退未退、{f}户应保未保',
    found:
      '入户走访低保户{b}户，家庭收入、人口已发生变化未调整的{a}户；同时有因病支出大的{f}户未纳入，多发{元}。反映出对困难群众情况掌握不清、作风不实。',
    basis: '《最低生活保障审核确认办法》关于动态管理的规定',
    goal: '该保的保、该退的退，群众认可。',
    causes: ['purpose', 'shallow_research', 'loose_execution'],
    now: [
      [
        'campaign',
        '开展入户调查、邻里访问、信息核对三项清查',
        '清查在册户{e}户，新增{f}户、停发{a}户，均已公示',
      ],
      ['recovery', '追回违规领取资金', '追回{元}'],
    ],
    lasting: [['rules', '每季度入户核查一次，变化情况当月上报', '首季核查完成，调整{f}户']],
    progress: ['入户调查完成三分之二，两户因外出务工改为视频核实'],
    yuan: [1_800, 26_000],
  },
  {
    ...{ key: 'review', classCode: 'minimum_living', at: ['village'], scene: 'board' },
    title: '低保民主评议走过场，评议记录签名雷同',
    found:
      '查阅{年}年低保评议记录，{a}次会议签名笔迹雷同，{b}名参会代表经询问表示未参加；评议结果未张榜。反映出民主程序空转。',
    goal: '评议真开、结果真公开。',
    causes: ['formalism', 'loose_execution'],
    now: [
      ['major', '对在册对象重新组织评议', '重新评议，{b}名代表到场，票数当场公布'],
      ['accountability', '对弄虚作假的责任人批评教育', '责任人已作检查，镇党委通报'],
    ],
    lasting: [['rules', '评议会由镇民政办派员列席，结果张榜七天', '已张榜公示，无异议']],
    progress: ['评议代表名单重新推选并公示'],
  },
]
