import assert from 'node:assert/strict'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { png } from '#platform/files/samples.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import type { OrganizationName } from '#tests/support/roster.ts'
import type { House, HousedCounty } from '../house.ts'
import { type Asker, callEverybody } from './askers.ts'

/** What is there before anybody asks. */
export type Scene = {
  house: House
  east: HousedCounty
  askers: Asker[]
  /** The askers whom examples need by name: two of the county, two of the upper village. */
  inspector: Asker
  securityAdmin: Asker
  secretary: Asker
  clerk: Asker
  /** A file of the asker's own, sent beforehand. */
  uploads: { picture(asker: Asker): string; sheet(asker: Asker, kind: SheetKind): string }
  /** Stands in the title of one problem in every place, whichever of them somebody sees. */
  word: string
}

export type SheetKind = keyof typeof sheets
const sheets = {
  organizations: '编码,名称,类别,上级编码\nC1-N1,新设的局,部门单位,C1-county\n',
  people: '姓名,单位编码,职务类别\n新来的人,C1-upperVillage,工作人员\n',
  problems:
    '单位名称,问题来源,年度,问题类别,性质,范围,新老,问题标题,反馈原文,反馈日期\n' +
    '上河村,巡察,2025,人居环境,一般问题,个性,新问题,表中的问题,原文,2026-01-05\n',
  appeals:
    '外部编号,村（社区）,来源渠道,收到日期,身份是否告知,标题,起因,诉求性质,领域\n' +
    '册-1,上河村,电话,2026-01-05,只限登记人,表中的诉求,起因,求助,道路\n',
}

const word = '水渠标记'

/** Titles of problems, by where they are: whose an answer holds is seen by them. */
export const marks = {
  own: `${word}在上河`,
  sibling: `${word}在下河`,
  away: `${word}在柳岸`,
  'other county': `${word}在西岭`,
}
export type Mark = keyof typeof marks

export async function prepareScene(house: House): Promise<Scene> {
  const { east, west } = house
  const askers = await callEverybody(house)
  const called = (role: Asker['role'], at: Asker['at']) =>
    askers.find((asker) => asker.role === role && asker.at === at)!
  const places: [HousedCounty, OrganizationName, string][] = [
    [east, 'upperVillage', marks.own],
    [east, 'lowerVillage', marks.sibling],
    [east, 'willowVillage', marks.away],
    [west, 'upperVillage', marks['other county']],
  ]
  for (const [county, organization, title] of places)
    await new ProblemWalk(county, new Date(Date.now() - 86_400_000).toISOString()).report(organization, {
      title,
    })
  return {
    ...{ house, east, askers, uploads: await sendFiles(house, askers), word },
    inspector: called('inspector', 'county'),
    securityAdmin: called('security_admin', 'county'),
    secretary: called('secretary', 'own'),
    clerk: called('clerk', 'own'),
  }
}

async function sendFiles(house: House, askers: readonly Asker[]): Promise<Scene['uploads']> {
  const sent = new Map<string, string>()
  const files = [
    ['picture', '照片.png', png()],
    ...Object.entries(sheets).map(([kind, text]) => [kind, '名单.csv', Buffer.from(text)]),
  ] as [string, string, Buffer][]
  for (const asker of askers.filter(({ personId }) => personId !== null))
    for (const [what, name, content] of files)
      sent.set(`${asker.personId} ${what}`, await sendFile(house, asker, name, content))
  const of = (asker: Asker, what: string) => sent.get(`${asker.personId} ${what}`) ?? NOBODYS
  return { picture: (asker) => of(asker, 'picture'), sheet: of }
}

/** What nobody sent, for who can send nothing. */
const NOBODYS = '01900000-0000-7000-8000-000000000000'

/** By the resumable protocol. Without content it is only begun. @returns the upload's id */
export async function sendFile(house: House, asker: Asker, name: string, content?: Buffer): Promise<string> {
  const begun = await answered(house, asker, {
    ...{ method: 'POST', url: '/api/v1/uploads', payload: content ?? '' },
    headers: {
      ...{ 'tus-resumable': '1.0.0', 'upload-length': String(content?.length ?? 3) },
      'upload-metadata': `filename ${Buffer.from(name).toString('base64')}`,
      ...(content ? { 'content-type': 'application/offset+octet-stream' } : {}),
    },
  })
  return String(begun.headers.location).split('/').at(-1) ?? ''
}

/** One request of an asker's. */
export const askAs = (
  house: House,
  { county, headers, token, remoteAddress }: Asker,
  { url, ...asked }: InjectOptions & { url: string },
): Promise<LightMyRequestResponse> =>
  house.ask(url, { ...asked, county, token, remoteAddress, headers: { ...headers, ...asked.headers } })

/** The same, which must succeed. */
export async function answered(
  house: House,
  asker: Asker,
  asked: InjectOptions & { url: string },
): Promise<LightMyRequestResponse> {
  const answer = await askAs(house, asker, asked)
  assert.ok(answer.statusCode < 300, `${asked.method} ${asked.url}: ${answer.statusCode} ${answer.body}`)
  return answer
}
