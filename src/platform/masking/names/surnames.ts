import { LetterTable } from './letters.ts'

/**
 * Surnames by how common they are, with the logarithm of their share among people, roughly as name registers publish
 * it. The last rows are surnames that are far more often an ordinary word.
 */
const SINGLE: readonly (readonly [number, string])[] = [
  [-2.65, '王李张刘'],
  [-3.4, '陈杨赵黄周吴'],
  [-4.3, '徐孙胡朱林何郭马罗梁宋郑谢韩唐冯'],
  [-4.9, '萧肖高董程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾魏薛潘杜戴钟汪姜范姚谭廖邹熊郝崔邱侯邵孟尹于'],
  [
    -5.6,
    '丁叶阎余夏田任方石金陆孔白康毛秦江史顾龙万段雷钱汤黎易常武乔贺赖龚文庞贝麻樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵欧阳解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺',
  ],
  [
    -6.8,
    '闫肖仝逯亓邰尚苟缪骆车阚汝亢况鄂茹逄佘谯伊戎茅须骆嵇滑裘荀羊惠麴储段富弓牧隗山宓蓬郗班仰秋仲伊宁仇栾暴厉祖符刘景束幸司韶郜蓟宿怀蒲邰从鄂索咸籍卓蔺屠池乔阴能苍双闻莘翟谭贡劳逄扶堵冉宰郦雍却璩濮寿通边扈郏浦尚农别晏充慕连茹宦鱼容向古慎戈终居衡步耿满弘国寇广禄阙东殳沃利蔚越夔隆师巩厍聂晁勾敖融訾辛阚那饶空曾毋沙乜养鞠丰巢蒯相后红竺权逯益桓公皮卞水云元平祁凤俞鱼酆昌褚汲邴糜松井富乌焦巴年爱阳佴言福海覃撒粟揣缑勾阎岩呼遆仉腾滕火衣展',
  ],
]

/** Words that join others, hardly ever a surname. */
const FUNCTION_WORDS = '由从全向公应后来和都能须别却应充终同相'
/** Ordinary words first, surnames seldom: only a strong surrounding makes them one. */
const SELDOM =
  '易时原由从全向公应后来时和成年通都利相位原明师保国海广双平水东山容满红言福农展强党能须别养充终居却空扬台官'

const COMPOUND =
  '欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 夏侯 端木 南宫 宇文 长孙 轩辕 呼延 申屠 赫连 澹台 闻人 太史 钟离 濮阳 淳于 东郭 西门 公冶 宗政 拓跋 完颜 独孤 司空 鲜于 闾丘 亓官 仲孙 百里 万俟 第五 单于 公羊 太叔 令狐 尉迟 夏侯'

const SELDOM_LOG = -8.6
const FUNCTION_WORD_LOG = -10.5
const COMPOUND_LOG = -5.5

const single = new LetterTable().add(FUNCTION_WORDS, FUNCTION_WORD_LOG).add(SELDOM, SELDOM_LOG)
for (const [log, letters] of SINGLE) single.add(letters, log)
const compound = new Set(COMPOUND.split(' '))
const beginsCompound = new LetterTable()
for (const name of compound) beginsCompound.add(name[0]!, 1)

/** The logarithm of the share of people whose surname is this character; undefined when it is none. */
export function surnameLog(text: string, at: number): number | undefined {
  const log = single.at(text.charCodeAt(at))
  return Number.isNaN(log) ? undefined : log
}

/** The same for a surname of two characters. */
export const compoundLog = (text: string, at: number): number | undefined =>
  beginsCompound.at(text.charCodeAt(at)) === 1 && compound.has(text.slice(at, at + 2))
    ? COMPOUND_LOG
    : undefined

export const isSeldomSurname = (text: string, at: number): boolean =>
  (surnameLog(text, at) ?? 0) <= Math.fround(SELDOM_LOG)
