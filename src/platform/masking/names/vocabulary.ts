import { dict } from '@node-rs/jieba/dict.js'
import { isNeverGiven, isTypicalGiven } from './given.ts'
import { isHanAt } from './letters.ts'
import { surnameLog } from './surnames.ts'
import { WordTable } from './word-table.ts'

/**
 * Ordinary words with the logarithm of their frequency, from the dictionary that search uses too. It marks 70,000
 * entries as names of persons, and is wrong both ways: 张贴 and 王道 are among them. So those marks count only for
 * pairs and triples that look like a name by their characters; the words below stay words.
 */
export const LONGEST_WORD = 5

const STAY_WORDS =
  '银山 绿水 青山 易涝 易滑 易发 易返 易燃 包案 包责 惠民 查明 查表 景谷 卫健 边巡 安康 安宁 安民 安全 安乐 安平 安心 安生 平安 平和 平生 平民 平静 平原 平台 和平 和善 和睦 和美 和谐 和顺 和气 金山 金秋 金玉 金光 金元 金华 金龙 金石 金银 金刚 金丹 金星 金平 凤山 凤凰 凤翔 常青 常平 常胜 常德 元宝 元月 元旦 元旦 云山 云海 云云 云彩 云霞 高峰 高山 高明 高平 高兴 高强 高洁 高雅 高清 高志 高安 高升 高远 高龄 江山 江河 江海 江水 江东 秦岭 秦川 石山 石林 石英 石河 白河 白天 白云 白雪 白金 水平 水利 水泉 水源 水泽 水花 花香 花木 花生 花草 花心 花园 方正 方志 文学 文明 文武 文化 文华 文胜 文山 文海 文军 文雅 文章 成长 成才 成立 成功 成熟 成华 成龙 成群 成山 时光 时立 时兴 时才 时新 时文 乐天 乐山 乐清 乐安 广东 广安 广大 广元 海东 海南 海洋 海鲜 海燕 海洋 海涛 海运 海峰 海军 宁波 宁静 宁德 宁海 宁夏 宁国 康养 康复 康德 康健 康平 康宁 喜庆 喜讯 贺喜 贺龙 齐全 齐心 齐鸣 齐备 通达 通俗 通海 利益 国庆 国家 国学 国民 国华 国兴 国富 国道 国军 国文 国立 国泰 国安 东方 东海 东山 东阳 东平 东莞 东兴 东升 东明 山东 山河 山海 山林 山泉 山水 山川 山田 山青 田园 田家 田野 田地 田林 田东 黄金 黄河 黄石 黄海 黄山 黄龙 黄花 黄土 黄昏 黄莲 全民 全家 全文 全武 全林 全天 全军 全顺 农民 农家 农林 农田 农学 农贸 强大 强胜 强军 强国 强制 解放 计生 万家 万元 万顺 万事 万民 万山 万年 龙山 龙江 龙门 龙虎 龙凤 龙泉 龙海 龙岗 马家 马江 马龙 马兰 牛顿 党建 党军 党龙 党员 党性 党风 党群 党章 党课 党委 党务 党纪 林业 林木 林地 林海 林场 林芝 林立 林权 叶面 叶子 丁香 夏天 夏季 夏日 夏秋 秋天 秋季 秋收 冬天 春天 春季 严重 严格 严明 严肃 严厉 严峻 严冬 严正 严防 雷雨 雷电 雷鸣 雷锋 雷达 季节 计划 计算 连续 连锁 连城 钱财 鲁班 孔子 孟子 孔明 徐州 汪洋 温暖 温馨 温和 武术 武装 武汉 武力 武平 武安 项目 单位 单独 于是 任务 任何 任重 解决 牧业 牧民 毛病 毛利 毛发 车辆 车间 车站 柳树 柳林 柳州 柳青 杨树 杨柳 杨梅 梅花 梅雨 桂林 桂花 兰花 兰州 兰亭 苗木 苗圃 苗族 苗家 古树 古代 池塘 池子 米面 路面 路灯 路边 路段 路线 路障 路基 房屋 房子 房产 房前 易地 易于 易燃 尚未 尚有 尚可 相关 相应 相对 明白 明显 明确 明细 明年 明天 管理 管护 管线 管道 管委 廉洁 廉政 廉价 包村 包括 包保 包干 包装 包户 包联 台账 台帐 曲折 温室 温度 红色 红旗 红线 红军 红花 红枣 蓝天 蓝色 乔木 符合 关于 关系 关心 关注 关键 关爱 关停 年轻 年底 年度 年限 司法 司机 冷库 冷链 冷水 冷落 桑树 桑叶 桑蚕 谷子 谷物 盛夏 盛世 盛大 游泳 游客 通知 通报 通过 通村 通水 向导 双方 双向 双创 双培 应对 应急 应用 应收 应付 应报 从严 从事 从未 从中 来访 来源 来自 来信 来电 后期 后续 后备 后山 后勤 公共 公开 公示 公益 公安 公正 公平 公路 公章 公告 公款 公文 公道 公用 公务 公司 公物 公祭 充分 充实 终身 终止 阳光 阳台 阴雨 满意 满足 容量 容易 能力 能否 居民 居住 居委 养老 养殖 养护 敬老 信用 信访 信息 信贷 福利 福建 福州 富裕 富民 富强 丰富 丰收 丰产 展示 展开 展板 火灾 火车 衣服 衣物 鱼塘 羊群 羊圈 牧草 冶炼 计量 计酬 党费 席位 席间 宣传 宣讲 宣布 殷实 舒适 时效 时常 时限 时任 时段 时间 时期 施工 施肥 施策 童年 祝福 祝贺 祝愿 皮革 皮鞋 皮毛 原因 原则 原件 原始 原有 巩固 商户 商店 商品 商铺 商议 商标 家庭 家属 官方 官僚 官员 钟点 钟表 成员 成本 成果 成效 成品 成交 成年 安排 安装 安置 安防 安抚 安保 安葬 何时 何况 何处 余款 余额 余地 余粮 余下 余热 全部 全体 全面 全年 全村 全镇 全县 全市 全区 全省 全国 全程 全员 全额 全力 全貌 金额 金融 方案 方便 方式 方法 方向 方面 方针 方位 万亩 万吨 水务 水费 水库 水泥 水稻 水果 水管 水渠 水井 水质 水田 水电 水产 水泵 水表 白菜 白条 白酒 白酒 白色 石油 石材 石料 石灰 石子 石板 石桥 石堡 石坡 花椒 花费 花销 花圃 毛巾 牛奶 牛羊 马上 马路 马匹 马铃 毕业 毕竟 常年 常态 常规 常务 常委 常见 常驻 常抓 常用 常住 汤药 车主 车位 车费 车祸 乐观 乐意 乐器 许多 许可 许诺 许愿 江苏 江西 江浙 何必 张贴 张望 张开 张罗 张扬 王道 王朝 王府 王牌 王法 高低 高价 高度 高校 高标 高于 高效 高速 高压 高考 高达 高温 高层 高质 高级 高等 高坡 高血 周边 周围 周期 周转 周全 周末 周密 周年 周岁 周日 陈列 陈旧 陈述 陈规 陈设 陈皮 陈年 程序 程度 章程 章节 文件 文物 文本 文档 文旅 文字 文书 文体 文艺 文娱 文号 贺信 贺卡 顾问 顾客 顾虑 顾全 伍佰 曾经 曾任 曾用 曾于 温饱 郎中 连片 连任 连带 连年 连队 左右 左边 左侧 安阳 解释 解除 解读 解答 项下 支书 关口 曲线 龙头 龙井 段落 段面 贾平 费用 费时 强化 强烈 强调 强迫 强行 强占 强弱 柴油 柴火 柴草 华山 华北 华东 华南 华夏 华侨 华西 金华 边界 边沟 边坡 边远 边缘 边防 吉林 吉祥 吉利 米脂 景区 景观 景点 敖包 苟且 麦子 麦田 麦收 农药 农村 农业 农户 农资 农机 农具 农活 农历 党政 党内 党组 党校 党支 党总 强弩 桂圆'

/** Known to everybody and part of what offices write: not masked. */
const PUBLIC_FIGURES =
  '习近平 毛泽东 邓小平 周恩来 孙中山 马克思 恩格斯 列宁 雷锋 焦裕禄 孔繁森 谷文昌 张桂梅 白求恩 鲁班 孔子 孟子 老子 包青天'

const FREQUENCY_OF_ALL = Math.log(60_101_967)
const LONGEST = 5
/** Rarer than that, an entry of the dictionary explains nothing. */
const LEAST_FREQUENCY = 2
const STAYS = -11
const IS_PUBLIC = -8
const SPACE = 32
const LINE_END = 10

let words: WordTable | undefined

/** Words with the logarithm of their share. Read once: some 200 ms, 15 MB. */
export function vocabulary(): WordTable {
  words ??= read()
  return words
}

function read(): WordTable {
  const made = new WordTable()
  readDictionary(new TextDecoder().decode(dict), (word, frequency, tag) => {
    if (!(tag.startsWith('nr') && looksLikeName(word))) made.set(word, Math.log(frequency) - FREQUENCY_OF_ALL)
  })
  for (const word of STAY_WORDS.split(' ')) if (!(made.logOf(word) > STAYS)) made.set(word, STAYS)
  for (const word of PUBLIC_FIGURES.split(' ')) made.set(word, IS_PUBLIC)
  return made
}

/** Lines of word, frequency and mark. Not split: 350,000 lines, and most are not wanted. */
function readDictionary(lines: string, tell: (word: string, frequency: number, tag: string) => void): void {
  for (let from = 0; from < lines.length; ) {
    let to = from
    while (lines.charCodeAt(to) !== SPACE && to < lines.length) to++
    let frequency = 0
    let at = to + 1
    for (; lines.charCodeAt(at) !== SPACE && at < lines.length; at++)
      frequency = frequency * 10 + lines.charCodeAt(at) - 48
    const tagFrom = at + 1
    while (lines.charCodeAt(at) !== LINE_END && at < lines.length) at++
    if (to - from <= LONGEST && frequency >= LEAST_FREQUENCY && isHanAt(lines, from))
      tell(lines.slice(from, to), frequency, lines.slice(tagFrom, at))
    from = at + 1
  }
}

/** 温州, 高县: what these end is a place. */
const PLACES = new Set('州县市省城镇')

function looksLikeName(word: string): boolean {
  if (word.length < 2 || surnameLog(word, 0) === undefined) return false
  if (word.length === 2) return isTypicalGiven(word.charCodeAt(1)) && !PLACES.has(word[1]!)
  for (let at = 1; at < word.length; at++) if (isNeverGiven(word.charCodeAt(at))) return false
  return true
}
