import type { Theme } from './theme.ts'

/** 人居环境、生态：看得见的问题。 */
export const environmentThemes: readonly Theme[] = [
  {
    ...{
      key: 'drain',
      quick: true,
      classCode: 'environment',
      fieldCode: 'drainage',
      at: ['village'],
      scene: 'drain',
    },
    title: '{组}排水沟长期淤堵，雨天污水漫上路面',
    found:
      '巡察组{月}走访发现，{组}主排水沟约{c}米淤堵严重，沟盖板破损{a}处，雨天污水漫上路面，{户}户群众出行受影响，群众多次反映未解决。反映出{本}党组织对群众身边的小事研究不够、抓得不紧。',
    goal: '排水沟全线畅通，雨天不漫水；有人管、有钱管、有制度管。',
    causes: ['purpose', 'weak_supervision', 'responsibility'],
    now: [
      ['major', '组织清淤{c}米，更换破损沟盖板{a}块', '已清淤{c}米，更换沟盖板{a}块，雨后查看无积水'],
      ['extension', '对全村其余沟渠逐段排查，列出清单一并清理', '排查沟渠{b}处，同类问题{d}处已一并清理'],
    ],
    lasting: [
      [
        'rules',
        '制定沟渠管护办法，每组明确1名管护员，汛前汛后各清理一次',
        '管护办法经村民代表会议通过并上墙，管护员已到岗',
      ],
    ],
    progress: [
      '联系施工队现场测量，{组}段先行施工，计划十日内完成',
      '清淤过半，发现一处暗管塌陷，已一并列入修复',
    ],
    open: true,
    households: [12, 86],
  },
  {
    ...{
      key: 'rubbish',
      quick: true,
      classCode: 'environment',
      fieldCode: 'sanitation',
      at: ['village'],
      scene: 'bins',
    },
    title: '垃圾清运不及时，{组}垃圾池长期满溢',
    found:
      '{月}实地查看，{组}垃圾池满溢，周边散落建筑垃圾约{b}立方米；保洁员名册{d}人，实际在岗不足一半，保洁费照发{元}。反映出{本}对环境卫生日常监管缺位。',
    basis: '《农村人居环境整治长效管护办法》关于保洁员职责和考核的规定',
    goal: '垃圾日产日清，保洁员在岗在责，经费按考核结果发放。',
    causes: ['lax_assessment', 'loose_execution'],
    now: [
      ['major', '{a}日内清理积存垃圾，撤除露天垃圾池，改设密闭收集点', '积存垃圾已清运，设密闭收集点{a}处'],
      ['recovery', '核对保洁员出勤，追回未出勤期间发放的保洁费', '核对出勤表，追回{元}，已交村集体账户'],
    ],
    lasting: [
      [
        'rules',
        '实行保洁员划片包干、周检查月考核，考核结果公示后发放报酬',
        '考核办法执行两个月，结果逐月公示',
      ],
    ],
    progress: ['与镇环卫站重新签订清运协议，由两天一清改为一天一清', '保洁员重新划片，名册和片区图已公示'],
    open: true,
    yuan: [3_200, 28_000],
  },
  {
    ...{
      key: 'toilet',
      quick: true,
      classCode: 'environment',
      fieldCode: 'toilets',
      at: ['village'],
      scene: 'house',
    },
    title: '公共厕所建成后长期上锁，群众无法使用',
    found:
      '{年}年建成的{组}公共厕所，{月}三次查看均上锁，水电未接通，粪污无人清掏，投入{元}未发挥作用。群众说“修给上面看的”。反映出重建设、轻管护，形式主义问题突出。',
    goal: '公厕正常开放，有专人保洁，群众愿意用。',
    causes: ['formalism', 'shallow_research'],
    now: [
      ['major', '接通水电，维修洁具，{b}日内对外开放', '水电已接通，更换洁具{a}套，每日6时至21时开放'],
      ['extension', '对辖区公厕逐座检查开放情况', '检查公厕{f}座，均已正常开放'],
    ],
    lasting: [
      [
        'rules',
        '落实专人保洁和粪污定期清掏，费用列入村级管护经费',
        '已签订保洁、清掏协议，牌上公布责任人和电话',
      ],
    ],
    progress: ['水管改造完成，等待供电所接电', '管护人员已确定，开放时间牌已安装'],
    open: true,
    yuan: [48_000, 160_000],
  },
  {
    ...{
      key: 'river',
      quick: true,
      classCode: 'environment',
      fieldCode: 'pollution',
      at: ['village'],
      scene: 'water',
    },
    title: '村级河长巡河流于形式，河道漂浮物、违规排口未处理',
    found:
      '抽查{月}巡河记录{b}次，内容雷同，其中{a}次记录时间为同一日补记；现场查看河段漂浮物成片，生活污水直排口{a}处未上报。反映出落实河长制不严不实。',
    goal: '河面清洁，直排口全部封堵或接入管网，巡河记录真实。',
    causes: ['formalism', 'responsibility'],
    now: [
      ['major', '打捞漂浮物，封堵直排口{a}处', '打捞漂浮物{b}立方米，直排口{a}处已接入收集管'],
      ['accountability', '对补记巡河记录的责任人批评教育', '责任人作出书面检查，镇河长办已通报'],
    ],
    lasting: [['rules', '巡河记录当日填写，镇河长办按月抽查并公布结果', '已按月抽查，未发现补记']],
    progress: ['河道打捞已完成一遍，沿岸{户}户排水去向摸清', '接管工程进场，预计两周完工'],
    open: true,
    households: [8, 46],
  },
  {
    ...{ key: 'trees', classCode: 'environment', fieldCode: 'greening', at: ['village'], scene: 'trees' },
    title: '绿化项目重栽轻管，{c}株苗木成片枯死',
    found:
      '{年}年实施村庄绿化，栽植苗木{c}株，投入{元}。现场清点成活不足四成，管护合同未约定成活率，尾款已全额支付。反映出项目管理粗放、资金使用绩效不高。',
    goal: '枯死苗木补齐，成活率达到合同要求，资金不白花。',
    causes: ['weak_supervision', 'coordination'],
    now: [
      ['recovery', '约谈施工方，按合同补植并承担费用', '施工方已补植{c}株，费用由其承担'],
      ['extension', '对近三年绿化项目逐项清点成活率', '清点{f}个项目，补植苗木{b}株'],
    ],
    lasting: [['rules', '绿化项目预留质保金，成活率验收后支付', '新签{f}份合同均约定质保金和成活率']],
    progress: ['施工方已到场清点，秋季补植苗木已落实来源', '补植完成三分之二，浇水管护到人'],
    open: true,
    yuan: [36_000, 210_000],
  },
  {
    ...{
      key: 'manure',
      quick: true,
      classCode: 'environment',
      fieldCode: 'pollution',
      at: ['village'],
      scene: 'field',
    },
    title: '养殖粪污露天堆放，周边{户}户群众反映强烈',
    found:
      '{组}{a}户养殖户粪污露天堆放，距最近住户不足{b}米，气味扰民，群众向村里反映{d}次，均答复“已经说过了”。反映出对群众反映强烈的环境问题回应不力、办理不实。',
    goal: '粪污全部入池、资源化利用，周边群众满意。',
    causes: ['purpose', 'responsibility'],
    now: [
      ['major', '督促养殖户建设储粪池，清运露天粪污', '建成储粪池{a}座，露天粪污全部清运还田'],
      ['campaign', '会同镇农业农村办开展散养户整治', '整治散养户{d}户，均签订承诺书'],
    ],
    lasting: [
      ['rules', '将畜禽散养管理写入村规民约，每季度入户查看一次', '村规民约已修订，第一次入户查看完成'],
    ],
    progress: ['入户动员，{a}户中已有过半开工建池', '镇里落实补助政策，剩余户已签字同意'],
    households: [11, 52],
  },
  {
    ...{ key: 'lamps', quick: true, classCode: 'environment', at: ['village'], scene: 'lamp' },
    title: '路灯坏了大半年无人维修，夜间出行不便',
    found:
      '{组}沿线太阳能路灯{e}盏，不亮{d}盏，最长达{a}个月；维修电话无人接听，村里未列入工作安排。反映出服务群众意识不强、小事拖成难事。',
    goal: '路灯亮起来，坏了三天内有人修。',
    causes: ['purpose', 'weak_supervision'],
    now: [['major', '更换蓄电池和灯头，修复全部不亮路灯', '修复路灯{d}盏，夜间抽查全部亮灯']],
    lasting: [['rules', '灯杆贴编号和报修电话，明确三日内修复', '编号牌全部贴好，报修{f}次均在三日内修复']],
    progress: ['统计故障原因，多为蓄电池老化，已采购配件'],
    open: true,
    households: [20, 120],
  },
  {
    ...{ key: 'water', quick: true, classCode: 'environment', at: ['village'], scene: 'water' },
    title: '饮水工程管护缺失，{户}户时常断水',
    found:
      '{组}饮水点蓄水池未清洗、管网漏损，{月}断水{b}次，{户}户靠拉水生活；水费收取{元}未单独记账，也未公示。反映出民生工程后续管护责任未落实。',
    goal: '稳定供水，水质合格，水费收支公开。',
    causes: ['weak_supervision', 'loose_execution'],
    now: [
      ['major', '清洗蓄水池，更换漏损管道{c}米', '蓄水池清洗消毒，更换管道{c}米，恢复正常供水'],
      ['recovery', '清理水费收支，单独建账', '水费收入{元}全部入账，结余公示'],
    ],
    lasting: [
      ['rules', '成立用水管理小组，按季公示水费收支和水质检测结果', '用水管理小组履职，首期公示无异议'],
    ],
    progress: ['县水利部门已现场勘查，管道材料到位', '完成主管道更换，正在逐户接入'],
    households: [16, 140],
    yuan: [2_600, 31_000],
  },
  {
    ...{ key: 'road', classCode: 'projects', fieldCode: 'roads', at: ['village'], scene: 'road' },
    title: '{组}通组路破损{c}米，群众反映一年未修',
    found:
      '{组}通组路建成不足三年即出现大面积破损，坑槽{b}处、断板{a}处，{户}户群众出行、学生上学不便。村里{年}年已上报，此后无人跟进。反映出对群众急难愁盼问题久拖不决。',
    goal: '道路修复通行，质量有人负责，后续养护有着落。',
    causes: ['responsibility', 'coordination'],
    now: [
      ['major', '修补坑槽{b}处、更换断板{a}处，恢复通行', '坑槽、断板全部修复，道路恢复通行'],
      [
        'accountability',
        '查阅施工合同，属质保期内的由施工方免费返修',
        '施工方承认质量缺陷，免费返修并延长质保一年',
      ],
    ],
    lasting: [['rules', '建立村组道路养护台账，汛期后全面排查一次', '台账建立，秋季排查完成']],
    progress: ['镇里协调县交通部门现场看过，先铺砂石保通', '断板切割完成，等待浇筑'],
    open: true,
    households: [18, 96],
  },
  {
    ...{ key: 'square', classCode: 'projects', fieldCode: 'culture', at: ['village'], scene: 'square' },
    title: '文化广场建成后闲置，健身器材损坏未修',
    found:
      '{年}年投入{元}建设的文化广场，选址离居住点{c}米以上，{月}多次查看无人活动，健身器材损坏{d}件，舞台堆放杂物。建设前未征求群众意见。反映出决策脱离实际。',
    goal: '广场用起来，器材修好，活动常有。',
    causes: ['shallow_research', 'formalism'],
    now: [['major', '清理杂物，修复器材，增设照明和座椅', '清理杂物，修复器材{d}件，增设照明{a}盏']],
    lasting: [
      [
        'rules',
        '征求群众意见后排出活动计划，每月至少开展一次活动',
        '已开展文艺、义诊等活动{a}次，群众参与踊跃',
      ],
    ],
    progress: ['召开院坝会征求意见{a}次，群众提出增设照明、遮阳'],
    open: true,
    yuan: [60_000, 480_000],
  },
]
