import type { ActBody } from '#features/appeals/schema.ts'

/** What people of the demo county bring up, and what they are answered. Invented, as are those who say it. */
export type AppealText = {
  field: string
  nature: NonNullable<ActBody<'register'>['nature']>
  title: string
  cause: string
  progress: string
  answer: string
}

export const appealTexts: readonly AppealText[] = [
  {
    ...{ field: 'roads', nature: 'help', title: '村口路灯不亮' },
    cause: '村口三盏路灯坏了半个月，晚上老人出行不便。',
    progress: '电工已到现场查看，控制器烧坏，配件已订。',
    answer: '三盏路灯的控制器已经换新，当晚全部点亮，今后由村电工每周查看一次。',
  },
  {
    ...{ field: 'water_power', nature: 'complaint', title: '下午经常停水' },
    cause: '入夏以来每天下午停水两三个小时，没有人通知。',
    progress: '水厂查明是主管渗漏，正在开挖。',
    answer: '渗漏的主管已经更换，供水恢复正常；以后停水提前一天在村务群通知。',
  },
  {
    ...{ field: 'sanitation', nature: 'complaint', title: '垃圾池满了没人拉' },
    cause: '垃圾池满了十多天没有人来清运，气味很大。',
    progress: '已联系保洁公司，当天清运一车。',
    answer: '垃圾已清运完毕，清运改为每三天一次，公示了负责人。',
  },
  {
    ...{ field: 'subsidy', nature: 'help', title: '耕地补贴没有到账' },
    cause: '今年的耕地地力保护补贴邻村都发了，本组还没有收到。',
    progress: '核对名册，发现本组账号录错两位数字。',
    answer: '账号已更正，补贴三日内到账，可凭一卡通查询。',
  },
  {
    ...{ field: 'land', nature: 'complaint', title: '宅基地界址争议' },
    cause: '两家相邻的宅基地没有界桩，一家垒墙占了过道。',
    progress: '司法所和村委到现场丈量，两家都在场。',
    answer: '已按原批准面积埋设界桩，占用过道的墙体退回，两家在调解书上签字。',
  },
  {
    ...{ field: 'minimum_living', nature: 'help', title: '低保申请没有回音' },
    cause: '交了低保申请三个月，没有人入户核查，也没有答复。',
    progress: '民政办已入户核查，家庭收入情况已登记。',
    answer: '评议已通过并在村里公示，从下月起发放；延误的原因已向申请人说明。',
  },
  {
    ...{ field: 'neighbours', nature: 'complaint', title: '排水冲毁菜地' },
    cause: '邻居新修的排水口对着菜地，下雨就冲。',
    progress: '组织双方见面，商定改道方案。',
    answer: '排水口已改到公共沟渠，损失的菜苗由对方补种。',
  },
  {
    ...{ field: 'three_assets', nature: 'report', title: '鱼塘承包费没有公开' },
    cause: '集体鱼塘的承包费去年没有公开，想知道钱用在哪里。',
    progress: '调取合同和账目，正在核对。',
    answer: '两年的承包费收支已在公示栏补公开，今后按季度公开。',
  },
  {
    ...{ field: 'elderly', nature: 'help', title: '高龄补贴停发' },
    cause: '母亲八十六岁，高龄补贴从三月起停发，不知道原因。',
    progress: '查明是年度认证未通过，已上门补做认证。',
    answer: '认证已补做，停发的部分本月一并补发，以后由网格员上门认证。',
  },
  {
    ...{ field: 'health', nature: 'advice', title: '建议卫生室固定开门时间' },
    cause: '村卫生室一周有几天不开门，建议把开门时间贴在门口。',
    progress: '与卫生院商定排班。',
    answer: '已把每天的开门时间和值班电话贴在门口，您的建议很好，谢谢。',
  },
  {
    ...{ field: 'education', nature: 'help', title: '校车不到本组' },
    cause: '新修的路通了，校车还是停在两公里外。',
    progress: '教育和交通两家一起试跑了新路线。',
    answer: '从下周一起校车增设本组停靠点，时刻已贴在站牌上。',
  },
  {
    ...{ field: 'wages', nature: 'complaint', title: '工程队欠工资' },
    cause: '去年修水渠的工程队还欠八个人的工资。',
    progress: '约谈施工方，核对考勤和工资表。',
    answer: '拖欠的工资已全部打到个人卡上，八个人都已确认。',
  },
  {
    ...{ field: 'safety', nature: 'report', title: '水塘边没有护栏' },
    cause: '村小旁边的水塘没有护栏，孩子经常去玩水。',
    progress: '先拉了警戒带，安排人看守。',
    answer: '护栏和警示牌已装好，校门口到水塘的小路已封。',
  },
  {
    ...{ field: 'other', nature: 'praise', title: '感谢帮助找回走失老人' },
    cause: '前几天老人走失，村里和派出所找了一夜，特别感谢。',
    progress: '已转告参加搜寻的同志。',
    answer: '您的感谢已经转告大家，祝老人健康。',
  },
]

/** People who do not exist. */
export const residents = '周德福 吴秋菊 何满仓 罗桂香 谢长顺 邓春桃 彭有田 曾小满 蒋福来 沈翠花'.split(' ')
