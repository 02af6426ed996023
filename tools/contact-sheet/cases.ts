import type { Page } from '@playwright/test'
import { everyPage } from '../../tests/support/every-page.ts'
import type { Photographer, Shot, Width } from './photographer.ts'
import { chooseFile, chooseWrongFile, isChecked, row, search, untilTold } from './steps.ts'

/** What the ledger holds: the demo county, ten thousand problems more, or nothing. */
export type Fullness = 'demo' | 'thousands' | 'none'

/** Every picture to be taken while the ledger is that full. */
export function casesOf(fullness: Fullness, photographer: Photographer): Promise<Shot[]> {
  return { demo: demoCases, thousands: thousandsCases, none: noneCases }[fullness](photographer)
}

type Line = {
  id: string
  number: string
  organizationId: string
  organizationName: string
  townshipName: string | null
}
type DeskPage = Pick<Shot, 'name' | 'path' | 'before' | 'widths' | 'screenOnly'> & { as?: string | null }

const office = 'office'
const wide: readonly Width[] = [390, 1366]

async function demoCases(photographer: Photographer): Promise<Shot[]> {
  const read = async (query: string) =>
    (await photographer.read<{ rows: Line[] }>(office, `/problems?limit=200&${query}`)).rows
  const all = [...(await read('')), ...(await read('state=closed,consolidated,long_term'))]
  const longest = all.toSorted((a, b) => b.organizationName.length - a.organizationName.length)[0]!
  const relapsed = (await read('relapsed=true'))[0]!
  const elsewhere = all.find(({ townshipName }) => townshipName !== null && townshipName !== '石桥镇')!
  const pages: DeskPage[] = [
    ...(await everyPage((as, path) => photographer.read(as, path))).map((page) => ({
      ...page,
      // A panel stands beside what is seen at once.
      ...(page.path.includes('?act=') && { screenOnly: true as const }),
    })),
    ...opened,
  ]
  return [
    ...pages.map((page) => ({ as: office, ...page, name: `usual-${page.name}` })),
    { name: 'one-ledger', as: office, path: `/desk/ledger?q=${relapsed.number}` },
    ...longNames(longest),
    ...failures(relapsed.id),
    ...refusals(elsewhere.id),
    ...prints(relapsed.id, longest),
    ...pages.map(
      (page) =>
        ({ as: office, widths: wide, ...page, name: `english-${page.name}`, language: 'en' }) as const,
    ),
    ...pages.map(
      (page) => ({ as: office, widths: wide, ...page, name: `dark-${page.name}`, dark: true }) as const,
    ),
  ]
}

/** What has to be opened first. */
const opened: DeskPage[] = [
  {
    name: 'ledger-columns',
    widths: [1280, 1366],
    path: '/desk/ledger',
    before: (page) => page.getByRole('button', { name: /^(列|Columns)$/ }).click(),
  },
  { name: 'search', path: '/desk', before: search, screenOnly: true },
  {
    name: 'me',
    screenOnly: true,
    path: '/desk',
    before: (page) => page.getByRole('button', { name: /^(我|Me) / }).click(),
  },
  { name: 'import-checked', path: '/desk/import?kind=problems', before: chooseWrongFile },
]

const longNames = ({ id, organizationId, organizationName }: Line): Shot[] => [
  { name: 'longest-name-work', as: office, path: '/desk', everyName: organizationName, screenOnly: true },
  {
    name: 'longest-name-groups',
    as: office,
    path: '/desk/ledger?group=township',
    everyName: organizationName,
  },
  { name: 'longest-name-overview', as: office, path: '/desk/overview', everyName: organizationName },
  {
    ...{ name: 'longest-name-import', as: office, path: '/desk/import?kind=problems' },
    before: async (page) => {
      await chooseFile(page, [row(organizationName), row(organizationName, '', '随便')])
      await isChecked(page)
    },
  },
  { name: 'longest-name-ledger', as: office, path: `/desk/ledger?organization=${organizationId}` },
  { name: 'longest-name-problem', as: office, path: `/desk/problems/${id}` },
  {
    name: 'longest-name-act',
    screenOnly: true,
    as: office,
    path: `/desk/problems/${id}?act=requestCorrection`,
  },
  {
    ...{ name: 'longest-name-search', as: office, path: '/desk', screenOnly: true },
    before: async (page) => {
      await page.keyboard.press('Control+k')
      await page.keyboard.type(organizationName.slice(0, 6))
      await page.waitForTimeout(1_000)
    },
  },
]

const failures = (id: string): Shot[] =>
  [
    { name: 'error-work', path: '/desk' },
    { name: 'error-ledger', path: '/desk/ledger' },
    { name: 'error-ledger-groups', path: '/desk/ledger?group=township' },
    { name: 'error-problem', path: `/desk/problems/${id}` },
    { name: 'error-overview', path: '/desk/overview' },
    {
      ...{ name: 'error-import', path: '/desk/import?kind=problems' },
      before: async (page: Page) => {
        await chooseFile(page, [row('石桥镇下河村')])
        await untilTold(page)
      },
    },
  ].map((page) => ({ before: untilTold, ...page, as: office, fails: true }) as const)

const refusals = (id: string): Shot[] => [
  { name: 'no-permission-problem', as: 'village-secretary', path: `/desk/problems/${id}` },
  { name: 'no-permission-act', as: 'village-secretary', path: `/desk/problems/${id}?act=requestCorrection` },
  { name: 'no-permission-work', as: 'sysadmin', path: '/desk' },
  { name: 'no-permission-import', as: 'village-clerk', path: '/desk/import' },
  { name: 'no-permission-ledger', as: 'sysadmin', path: '/desk/ledger' },
  { name: 'no-permission-overview', as: 'sysadmin', path: '/desk/overview' },
]

const prints = (id: string, longest: Line): Shot[] =>
  [
    { name: 'print-front', path: '/', as: null },
    { name: 'print-work', path: '/desk', as: office },
    { name: 'print-ledger', path: '/desk/ledger?state=closed', as: office },
    { name: 'print-ledger-groups', path: '/desk/ledger?group=township', as: office },
    { name: 'print-import', path: '/desk/import?kind=problems', as: office, before: chooseWrongFile },
    { name: 'print-problem', path: `/desk/problems/${id}`, as: office },
    { name: 'print-longest-name', path: `/desk/problems/${longest.id}`, as: office },
    { name: 'print-overview', path: '/desk/overview', as: office },
    { name: 'print-appeals-overview', path: '/desk/appeals/overview', as: 'leader' },
  ].map((page) => ({ ...page, print: true }) as const)

const thousandsCases = async (): Promise<Shot[]> => [
  { name: 'thousands-work', as: office, path: '/desk', screenOnly: true },
  { name: 'thousands-ledger', as: office, path: '/desk/ledger' },
  {
    ...{ name: 'thousands-ledger-scrolled', as: office, path: '/desk/ledger' },
    before: async (page) => {
      for (let times = 0; times < 12; times++) {
        await page.mouse.move(200, 500)
        await page.mouse.wheel(0, 4_000)
        await page.waitForTimeout(150)
      }
      await page.waitForLoadState('networkidle')
    },
  },
  { name: 'thousands-ledger-groups', as: office, path: '/desk/ledger?group=township' },
  { name: 'thousands-overview', as: office, path: '/desk/overview' },
  {
    ...{ name: 'thousands-import', as: office, path: '/desk/import?kind=problems' },
    before: async (page) => {
      const rows = Array.from({ length: 10_000 }, (_, n) =>
        row('石桥镇下河村', String(n), n % 10 === 0 ? '随便' : undefined),
      )
      await chooseFile(page, rows)
      await isChecked(page)
    },
  },
  { name: 'thousands-print-ledger', as: office, path: '/desk/ledger', print: true, widths: [1280] },
  { name: 'thousands-print-overview', as: office, path: '/desk/overview', print: true, widths: [1280] },
]

const noneCases = async (): Promise<Shot[]> => [
  { name: 'none-work', as: office, path: '/desk' },
  { name: 'none-ledger', as: office, path: '/desk/ledger' },
  { name: 'none-ledger-groups', as: office, path: '/desk/ledger?group=township' },
  { name: 'none-ledger-village', as: 'village-clerk', path: '/desk/ledger' },
  { name: 'none-overview', as: office, path: '/desk/overview' },
  {
    ...{ name: 'none-import', as: office, path: '/desk/import?kind=problems' },
    before: async (page) => {
      await chooseFile(page, [])
      await page.waitForTimeout(2_000)
    },
  },
  { name: 'none-print-overview', as: office, path: '/desk/overview', print: true, widths: [1280] },
]
