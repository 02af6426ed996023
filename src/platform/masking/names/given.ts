import { LetterTable } from './letters.ts'

/**
 * How likely a character is in a given name, as the logarithm of its share. Five steps are enough: what decides is
 * the distance to what the same characters would cost as words. Written from general knowledge of Chinese names, not
 * from any list of people.
 */
const STEPS: readonly (readonly [number, string])[] = [
  [
    -4.6,
    '国建明华文军平志伟红英玉秀春金永德丽海云小桂晓新林兰成芳俊荣霞燕峰强梅忠生庆立福祥辉宏宝敏静杰勇艳娟涛超',
  ],
  [
    -5.5,
    '秋元东学家振世正清丹兴民光天长才龙飞雪月凤珍莲花琴琳玲娜婷慧淑萍洁雅佳欣怡子梓涵浩宇轩博鑫鹏斌彬磊刚洪波江山松柏树青翠贵财发富有满来喜顺利胜武虎彪豪毅仁义礼智信诚孝良善和安康乐健大广素爱彩芬香菊莉萌瑶倩颖莹琪思雨晨阳',
  ],
  [
    -6.4,
    '晶亮星旭昊然凯奇锋威震雄鸣远达通运开展继承守维先保全根柱栋梁森田水泉润泽洋帆航进向群士昌盛银铁钢石岩川河润溪湖冰冬夏晴岚霖露虹蕾蓉薇菲茜苗蔓芸茹芝芹荷菁萱葵艺巧妙婉嫣媛嫦姣姗妮娇娅嫒璐琦琼瑞瑾琰珊珠璇玥珂瑜璟环尚昭昕昱晖曼景晗曦朝培基坤均坚堂增圣城克光兆先元亨凡加劲勤劭力助卫原双发取合同名吉向君启善嘉声',
  ],
  [
    -6.4,
    '存孟季宁宗定宜宣宪宾宽寅富察寒尔尧少尊岭岳峻崇嵩川州巍平年幸广庭应廷延建弘弟弼彤彦影彰征律徐得心志必忆怀念恒恩悦悟惠惟慎慕懋成战戎才扬承抗拥振捷敬敦文斐旺易昂时晋显普曙曾月朋朗望木本权材来杨极柔柯栓桃桐梦棠楚楠森椿榕槐欢正步武毓汉江汝沛治法沁治泓泰泳洁津洲活浪润涌淇淼渊温湘源满滨漫潇澄澜瀚灿炎炜炳烈烨焕然煜熙照熠燕爽琛琨琳瑛瑗璋甜用田甲畅畴略登白百皓益盈相省真睿知硕碧磊社祖祯祺禄禾秉科秦程稳穗立竹笑笛策筠简米粉精纪纯纲纶经绍绪继维绮绣缘罗美群羽翔翰耀聪肖胜能腾臣自至舒舟艾节芙花芮苇若苏英茂范茵荔莎菲萃葆蓓蓝蕊蕴薪藏虎虹行衡衍裕观解言训许询诗语谊谋谦谷豹贝贤赛赞超越路跃轶载辰迅迎连迪逊通道遥邦郁郎都配重野金鉴钊钦钧钰铎铭锁锐锦镇镜闯阔阿陆陶隆雁雄集雷霄霆青靖韬韵音顶项领颂风飘香馨骏骥高鲁鲲鸿鹤鹰麒麟麦黎齐',
  ],
  [
    -7.6,
    '七三四五六二八九十一丁万上下专业东丛中丰久之乔乖书买二云五井亚交京人今仓仕代令仪仲任伍伏众优会伦传伯伴位住佑何余作佩侠依修倪倍倩假偲僧儒儿允兄兆党入全公兰关兵其典养内册农冠况冲凌凤凰出刁分创初别到剑功务劳勇包化北区医千升午半卓单南卡卯厂厚叔取变古句台司吴周咏品哲唐商啸喆嘉囡团园围固圆土圣地坡垚垒基堡塔增墨壮夕多夜够太夫央头奎奕奋女好如妙妞妹妍始姐姑委娃娘婕婵孙孩宇守完官实客宸容宿密尘尤尹尼尾居屏岗峨嵘工巨己市布帅师希帮常幼庄序库店度座庸开异弄张当彻微徽忍快怀态怜怡总恋悠情惜意愿慈懿戈户扣执扶抒拴拾挺捷掌提放政敏整敢数斌料斗方施旦日旱昆昔星晚晰智暄暖暑暗曲更替最有服望朱朴机李杏村杜束来板枝枫架柄某柏染查柜柳栀栗校样核格桑桥桩桔梨棋棉棣棵楷楼榜榆横樱橙止正殿毛民气水永求汛沙沧河油治沿泊泡波注泽洞洲浅浇测浙浦消淘深清渔渠港游湛滔演潭激火灵灯灿炀炉点炼烁热焰煊熊燃爷父片牛牡特牧犇狗狮狼猛猫献玄率玖玛玫王玲珏珑珺理琅琬琴瑶璞璨瓜瓶甘生电男画界留番疆登皇盘目直眉睦瞳短矿砚砖砾碗磐祁祈禅禧福秀秦种秋积稚稳稷穆穹空窕章端竞笃笙筱算箐米粒粮糖紫红纤纹织绒给统绵绿缨罡羚群翎翠翼老者耕耘联聚肃育胤脉膳臻舞航良色艮艾芒芭芯芷芽苑苹茶草荀荃荆荣荷莘莺菀菡菱萤营萧落葳蒙蒲蓬蔚蔡薛藤蛟蝉蝶血衣裳裴西要见规角誉让许诚诺谅谨豆象财贞质贯贺贻赢赤起趣足踏身车轮辅辉边达迁过运近述逸道遂邓邢郎部郭里金鑫钗钟钱铃铜铸锋锤镖长门闪闲间闵阁阅阐阡阵阴陈院除隐雀雅雏霍霏霜霭非静面鞠韦韩页顾预题额颢风飒食馥马驰驹驿骄骐骞骨魁鱼鲜鸣鸽鸾鹃鹂鹭鹿麓黄黑默鼎鼓龄娥嫂寿洗绢绸缎浆焦裕琳堃燚炯璧璠琢瑄瑢瑀瑭璎瓒颉颐颦馗骅駿麾黛黠娴婧嫚婀娓姝娆妤妃姬姿娉嫱嬿孜宛寓峥崎崔嵋巧帆幂庠廉廖彬徵愉慷憬扎抱拓捧掬摇撷攀攸斯旋旗旌旖昀昙晏晟晓晔晞晤暎曜朔杉杭枚枢柘栩桦梅梧梵楹楣榛樊樟檀欧欣歆歌殊毕汐汶沅沐沣泉泾洛洵浏浔涓涟涯润淮淳渝渭湄湉溥滢漪漩潞潼澈澍濂濡瀛灏炅炫焱煌煦熹爵牵犁狄珅珈珉珞珩珣琊琚琮琥琪琲琶瑚瑛瑟瑰璁璃甄甫申畅畔略疏皎皑皙盎瞻矢碑碘祚祜祥禹禺稼穰笠筝筱箫篆簇籽糯絮絮绚绫缇缦羲翊翩翮耿聆聿肇舜艇芃芊芍芜芩芳苓茉茗茜荞莅莉莎莞菏菖菩萁葛葶蒂蒿蓁蔷薏蘅蘭虞蜜裘褚襄诏诣谛豫贤赋赓赟跃辙迈迩逢逵遐郝郡鄞酉采野釉钏铄铠锟锴镕闰闻阖阜陌雯霁霓霖靓靳鞍韫韶颀飏馀驭骁骊骋鲤鳌鸥鹏鹦黍',
  ],
]

/** Not on the list, but possible: people are called by every character. */
const OTHER_LOG = -9.6
/** Never in a name: what only joins words together. */
const NEVER =
  '的了是在不们这那着么吗呢吧啊呀嘛很也都就而且或但若则因与及且于被把让使对到比并其此该每各何什怎谁哪您你我他她它个些没未非无否已某等号日岁第条款项份只件种类级局厅处股队组员委县乡镇村户亩米吨克斤'
const NEVER_LOG = -16
/** Usual as the first of two characters, hardly ever as the last: there it belongs to the next word (王娜家, 周飞借了). */
const RARELY_LAST =
  '家建永志振世继现多交借共均已同曾从向可以在出去上下不有无打写拿办收取用做作提住养种开发还到没又再也'
const RARELY_LAST_LOG = -2.2

const anywhere = new LetterTable().add(NEVER, NEVER_LOG)
for (const [log, letters] of STEPS) anywhere.add(letters, log)
const atTheEnd = new LetterTable().add(RARELY_LAST, RARELY_LAST_LOG)

/** The logarithm of the share of this character among those of given names. */
export function givenLog(unit: number): number {
  const log = anywhere.at(unit)
  return Number.isNaN(log) ? OTHER_LOG : log
}

/** The same for the last character of a given name. */
export function lastGivenLog(unit: number): number {
  const less = atTheEnd.at(unit)
  return Number.isNaN(less) ? givenLog(unit) : givenLog(unit) + less
}

export const isNeverGiven = (unit: number): boolean => anywhere.at(unit) === NEVER_LOG

/** The commonest ones: with a surname before them they are a name even where a dictionary has the pair. */
export const isTypicalGiven = (unit: number): boolean => givenLog(unit) >= -5.5
