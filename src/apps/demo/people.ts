import type { PostKind, Role } from '#features/accounts/index.ts'
import { createNames } from './names.ts'
import { countyCode, type Place } from './places.ts'

/** Somebody of the demo county: what they hold where, by organisation code. */
export type Somebody = {
  name: string
  username?: string
  posts: { organization: string; kind: PostKind; title: string }[]
  grants: { role: Role; organization: string }[]
  contacts: string[]
}

/** One account for each role that matters; printed at the start. All have the same password. */
export const demoPassword = 'bihuan-demo'
export const demoAccounts = [
  { username: 'office', role: '县委巡察办', tries: '转办、审核整改方案、审核销号资料；总览全县' },
  { username: 'office2', role: '县委巡察办副主任', tries: '同意销号（审资料的人不能自己销号）' },
  { username: 'leader', role: '领导小组', tries: '一页总览；批准挂账、改派、摘牌' },
  { username: 'inspector1', role: '验收专班甲', tries: '现场核查并录入；抽查已销号的问题' },
  { username: 'inspector2', role: '验收专班乙', tries: '确认甲录入的现场核查（须两人）' },
  { username: 'discipline', role: '县纪委监委', tries: '会签销号；接收转送的检举控告' },
  { username: 'personnel', role: '县委组织部', tries: '会签销号' },
  { username: 'town-secretary', role: '石桥镇党委书记', tries: '审核村级销号申请；申请本镇问题销号' },
  { username: 'town-clerk', role: '石桥镇整改联络员', tries: '报整改方案、进展；立行立改督办回报' },
  { username: 'village-secretary', role: '上河村党支部书记', tries: '认领问题、申请延期、申请销号' },
  { username: 'village-clerk', role: '上河村整改联络员', tries: '报方案、报进展、上传佐证' },
  { username: 'bureau-secretary', role: '县农业农村局党组书记', tries: '认领问题、申请销号' },
  { username: 'bureau-clerk', role: '县农业农村局整改联络员', tries: '报方案、报进展、上传佐证' },
  { username: 'registrar', role: '县诉求登记人', tries: '登记、派单、回访全县的群众诉求' },
  { username: 'town-registrar', role: '石桥镇诉求登记人', tries: '登记、派单、回访本镇的群众诉求' },
  { username: 'secrecy', role: '保密审查员', tries: '查看全县；公开前的保密审查' },
  { username: 'sysadmin', role: '系统管理员', tries: '管单位、人员、账号；看不到业务内容' },
  { username: 'secadmin', role: '安全管理员', tries: '管授权；看不到业务内容' },
  { username: 'auditor', role: '审计管理员', tries: '只看日志；看不到业务内容' },
] as const
type Username = (typeof demoAccounts)[number]['username']

/** Where the demo accounts of a township, a village and a department sit. */
export const demoPlaces = { town: '石桥镇', village: '上河村', bureau: '县农业农村局' } as const

/** Everybody, some 600: villages' secretaries and clerks, townships' leaders with contact villages, departments, county. */
export function listPeople(places: readonly Place[]): Somebody[] {
  const next = createNames('people')
  return [
    ...countyPeople(places, next),
    ...places.filter(isTown).flatMap((town) => townPeople(town, places, next)),
    ...places.filter(isVillage).flatMap((village) => villagePeople(village, next)),
    ...places
      .filter((place) => isBureau(place) && place.answers)
      .flatMap((place) => bureauPeople(place, next)),
    ...registrars(places, next),
  ]
}

export const isTown = ({ kind }: Place): boolean => ['township', 'street', 'committee'].includes(kind)
export const isVillage = ({ kind }: Place): boolean => kind === 'village' || kind === 'community'
const isBureau = ({ kind }: Place): boolean => kind === 'department' || kind === 'enterprise'

type Next = () => string

function holder(
  next: Next,
  organization: string,
  kind: PostKind,
  title: string,
  username?: Username,
): Somebody {
  const someone = { name: next(), posts: [{ organization, kind, title }], grants: [], contacts: [] }
  return username ? { ...someone, username } : someone
}

const granted = (someone: Somebody, role: Role, organization: string): Somebody => ({
  ...someone,
  grants: [...someone.grants, { role, organization }],
})

function countyPeople(places: readonly Place[], next: Next): Somebody[] {
  const code = (name: string) =>
    places.find((place) => place.shortName === name || place.name === name)?.code ?? ''
  const [office, group] = [code('县委巡察办'), code('县委巡察工作领导小组')]
  const [discipline, personnel] = [code('县纪委监委'), code('县委组织部')]
  const make = (role: Role, at: string, kind: PostKind, title: string, username?: Username) =>
    granted(holder(next, at, kind, title, username), role, countyCode)
  const groups = ['第一', '第二', '第三'].flatMap((nth) => [
    make('inspector', office, 'head', `${nth}巡察组组长`),
    make('inspector', office, 'deputy', `${nth}巡察组副组长`),
    make('inspector', office, 'member', `${nth}巡察组组员`),
    make('inspector', office, 'staff', `${nth}巡察组联络员`),
  ])
  return [
    make('office', office, 'head', '县委巡察办主任'),
    make('office', office, 'deputy', '县委巡察办副主任', 'office2'),
    make('office', office, 'staff', '县委巡察办督查科科长', 'office'),
    make('office', office, 'staff', '县委巡察办综合科干部'),
    make('leader', group, 'head', '领导小组组长'),
    make('leader', group, 'deputy', '领导小组副组长', 'leader'),
    make('leader', group, 'deputy', '领导小组副组长'),
    make('inspector', office, 'member', '验收专班成员', 'inspector1'),
    make('inspector', office, 'member', '验收专班成员', 'inspector2'),
    ...groups,
    make('discipline', discipline, 'member', '党风政风监督室主任', 'discipline'),
    make('discipline', discipline, 'member', '第二监督检查室主任'),
    make('personnel', personnel, 'member', '干部监督科科长', 'personnel'),
    make('personnel', personnel, 'member', '组织科科长'),
    make('viewer', code('县委办公室'), 'staff', '县委办督查室干部'),
    make('secrecy', code('县委办公室'), 'staff', '保密审查员', 'secrecy'),
    make('system_admin', code('县数据局'), 'staff', '系统管理员', 'sysadmin'),
    make('security_admin', code('县委办公室'), 'staff', '安全管理员', 'secadmin'),
    make('audit_admin', code('县审计局'), 'staff', '审计管理员', 'auditor'),
  ]
}

const townPosts: readonly [PostKind, string][] = [
  ['secretary', '党委书记'],
  ['head', '镇长'],
  ['deputy', '党委副书记'],
  ['deputy', '纪委书记'],
  ['deputy', '分管农业农村副镇长'],
  ['staff', '整改联络员'],
]

function townPeople(town: Place, places: readonly Place[], next: Next): Somebody[] {
  const own = demoPlaces.town === town.name
  const villages = places.filter((place) => place.parent === town.code)
  const word =
    town.kind === 'street'
      ? ['党工委', '办事处主任', '副主任']
      : ['党委', town.name.endsWith('乡') ? '乡长' : '镇长', town.name.endsWith('乡') ? '副乡长' : '副镇长']
  return townPosts.map(([kind, post], i): Somebody => {
    const title = post
      .replace('党委', word[0]!)
      .replace('副镇长', word[2]!)
      .replace(/^镇长$/, word[1]!)
    const username =
      own && kind === 'secretary' ? 'town-secretary' : own && kind === 'staff' ? 'town-clerk' : undefined
    const someone = holder(next, town.code, kind, `${town.name}${title}`, username)
    const contacts = kind === 'staff' ? [] : villages.filter((_, v) => v % 5 === i).map(({ code }) => code)
    const role = kind === 'secretary' ? 'secretary' : kind === 'staff' ? 'clerk' : undefined
    return { ...(role ? granted(someone, role, town.code) : someone), contacts }
  })
}

function villagePeople(village: Place, next: Next): Somebody[] {
  const own = demoPlaces.village === village.name
  const branch = village.kind === 'community' ? '党委书记、居委会主任' : '党支部书记、村委会主任'
  const clerk = village.kind === 'community' ? '社区干事、整改联络员' : '村文书、整改联络员'
  return [
    granted(
      holder(next, village.code, 'secretary', branch, own ? 'village-secretary' : undefined),
      'secretary',
      village.code,
    ),
    granted(
      holder(next, village.code, 'staff', clerk, own ? 'village-clerk' : undefined),
      'clerk',
      village.code,
    ),
  ]
}

/** 登记人 of appeals: the county's in 县信访局, and one in the service centre of each township. */
function registrars(places: readonly Place[], next: Next): Somebody[] {
  const bureau = places.find(({ name }) => name === '县信访局')?.code ?? ''
  const title = (town: Place) => `${town.name}便民服务中心干部`
  return [
    granted(holder(next, bureau, 'staff', '县信访局接访科干部', 'registrar'), 'registrar', countyCode),
    ...places.filter(isTown).map((town) => {
      const username = town.name === demoPlaces.town ? 'town-registrar' : undefined
      return granted(holder(next, town.code, 'staff', title(town), username), 'registrar', town.code)
    }),
  ]
}

function bureauPeople(place: Place, next: Next): Somebody[] {
  const own = demoPlaces.bureau === place.name
  const head = place.kind === 'enterprise' ? '党委书记、董事长' : '党组书记、主要负责人'
  return [
    granted(
      holder(next, place.code, 'secretary', head, own ? 'bureau-secretary' : undefined),
      'secretary',
      place.code,
    ),
    holder(next, place.code, 'deputy', place.kind === 'enterprise' ? '副总经理' : '分管负责人'),
    granted(
      holder(next, place.code, 'staff', '办公室主任、整改联络员', own ? 'bureau-clerk' : undefined),
      'clerk',
      place.code,
    ),
  ]
}
