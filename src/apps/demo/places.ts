import type { OrganizationLine } from '#features/organizations/index.ts'
import { createRandom } from './random.ts'

type OrganizationKind = OrganizationLine['kind']

/** An organisation of the demo county. Codes begin with 99, which no province has. */
export type Place = {
  code: string
  kind: OrganizationKind
  name: string
  shortName: string
  /** Code of what stands above it. */
  parent: string
  sort: number
  /** Bodies that inspect others are not inspected themselves here. */
  answers: boolean
}

export const countyCode = '991024'
export const countyName = '清溪县'

const townships: readonly [name: string, kind: 'street' | 'township' | 'committee'][] = [
  ['清源街道', 'street'],
  ['东岸街道', 'street'],
  ['石桥镇', 'township'],
  ['柳林镇', 'township'],
  ['白杨镇', 'township'],
  ['龙泉镇', 'township'],
  ['望山镇', 'township'],
  ['双河镇', 'township'],
  ['青石镇', 'township'],
  ['大坪镇', 'township'],
  ['云台乡', 'township'],
  ['枫树乡', 'township'],
]

const VILLAGES_EACH = 15
const LONG_NAME = '龙泉岭易地扶贫搬迁集中安置区幸福家园第二社区'

/** Bodies that steer and supervise, then the departments, then the enterprises of the county. */
const bodies = [
  '县委巡察工作领导小组',
  '县委巡察工作领导小组办公室/县委巡察办',
  '县纪委监委',
  '县委组织部',
] as const
const departments =
  '县委办公室 县委宣传部 县委统战部 县委政法委 县政府办公室 县发展和改革局/县发改局 县教育局 县工业和信息化局/县工信局 县民政局 县司法局 县财政局 县人力资源和社会保障局/县人社局 县自然资源局 县生态环境局 县住房和城乡建设局/县住建局 县城市管理局/县城管局 县交通运输局/县交通局 县水利局 县农业农村局 县林业局 县商务局 县文化和旅游局/县文旅局 县卫生健康局/县卫健局 县退役军人事务局 县应急管理局 县审计局 县市场监督管理局/县市场监管局 县医疗保障局/县医保局 县信访局 县数据局 县供销合作社'
const enterprises =
  '清溪县城市建设投资有限公司/县城投公司 清溪县清源水务有限公司/清源水务公司 清溪县粮油储备有限公司/县粮油储备公司 清溪县田野农业发展有限公司/田野农发公司 清溪县公共交通有限公司/县公交公司'

const two = (n: number) => String(n).padStart(2, '0')

function countyBodies(): Place[] {
  const make = (text: string, kind: OrganizationKind, letter: string, answers: boolean) => (at: number) => {
    const [name = '', shortName = name] = text.split('/')
    return {
      code: `${countyCode}-${letter}${two(at + 1)}`,
      kind,
      name,
      shortName,
      parent: countyCode,
      answers,
    }
  }
  return [
    ...bodies.map((text) => make(text, 'department', 'A', false)),
    ...departments.split(' ').map((text) => make(text, 'department', 'D', true)),
    ...enterprises.split(' ').map((text) => make(text, 'enterprise', 'E', true)),
  ].map((made, i) => ({ ...made(i), sort: 200 + i }))
}

/** 180 villages and communities, all named differently; the first of 石桥镇 are those of the demo accounts. */
function villageNames(): () => string {
  const random = createRandom('villages')
  const heads = [...'上下大小东西南北新老前后高长青白红金'].concat(
    ...[
      '柏树',
      '槐树',
      '枣园',
      '桃园',
      '竹林',
      '梅岭',
      '荷塘',
      '茶山',
      '松坡',
      '柿树',
      '三岔',
      '石磨',
      '莲花',
      '鹿鸣',
    ],
  )
  const tails = [...'湾坪岭沟桥塘冲坝庄店营寨峪河溪']
  const all = heads.flatMap((head) => tails.filter((tail) => !head.includes(tail)).map((tail) => head + tail))
  const names = random.shuffle(all.filter((name) => !['上河', '下河'].includes(name)))
  return () => names.pop() ?? ''
}

function villagesOf(township: Place, index: number, next: () => string): Place[] {
  const isStreet = township.kind === 'street'
  const fixed = township.name === '石桥镇' ? ['上河村', '下河村'] : []
  return Array.from({ length: VILLAGES_EACH }, (_, i) => {
    const isCommunity = isStreet ? i < 11 : i >= VILLAGES_EACH - 1
    const plain = fixed[i] ?? `${next()}${isCommunity ? '社区' : '村'}`
    const name = township.name === '龙泉镇' && i === VILLAGES_EACH - 1 ? LONG_NAME : plain
    return {
      code: `${township.code}2${two(i)}`,
      kind: isCommunity ? 'community' : 'village',
      name,
      shortName: name === LONG_NAME ? '幸福家园二社区' : name,
      parent: township.code,
      sort: index * 100 + i,
      answers: true,
    }
  })
}

/** The county below its root, parents first. */
export function listPlaces(): Place[] {
  const next = villageNames()
  const towns = townships.map(
    ([name, kind], i): Place => ({
      ...{ code: `${countyCode}${100 + i}`, kind, name, shortName: name, parent: countyCode },
      ...{ sort: 10 + i, answers: true },
    }),
  )
  return [...towns, ...countyBodies(), ...towns.flatMap((town, i) => villagesOf(town, i, next))]
}
