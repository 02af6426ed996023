import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { createReceipts } from '#features/appeals/index.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import { buildHttp } from '../../src/apps/http.ts'
import { createPortal } from '../../src/apps/portal.ts'
import { answerComment, aPage, appealPages, countPublicly, giveContacts, publish } from './published.ts'

/** The public pages as `serve --role portal` serves them, on a database of their own with a page in every state. */
export type PortalHouse = {
  test: TestDatabase
  app: FastifyInstance
  county: SmallCounty
  dataDir: string
  close(): Promise<void>
}

export async function openPortalHouse(): Promise<PortalHouse> {
  const test = await createTestDatabase()
  const county = await createSmallCounty(test, 1)
  const dataDir = mkdtempSync(join(tmpdir(), 'bihuan-portal-'))
  // As desk and worker make it; a portal only reads it.
  createReceipts(dataDir, { makes: true })
  const portal = createPortal(test.target, dataDir, () => undefined)
  const parts = { portal, ready: () => portal.counties() }
  const app = await buildHttp({ parts, version: '0.0.0', logLevel: 'silent' })
  await app.ready()
  return {
    ...{ test, app, county, dataDir },
    async close() {
      await app.close()
      await portal.stop()
      await test.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Every page that there is, in every state, with its status; what the tests of form, weight and barriers walk. */
export const portalStates = [
  ['/', 200],
  ['/published', 200],
  ['/published?month=2026-05&kind=month', 200],
  ['/published?month=1999-01', 200],
  ['/published/2026-0001', 200],
  ['/published/2026-0002', 200],
  ['/published/2026-0003', 410],
  ['/published/2026-0004', 410],
  ['/published/2026-0005', 410],
  ['/published/2026-0006', 200],
  ['/published/2026-0001/pictures', 200],
  ['/published/2026-9999', 404],
  ['/published/2026-0041', 200],
  ['/published/2026-0042', 200],
  ['/monthly', 200],
  ['/monthly?year=2025', 200],
  ['/data', 200],
  ['/embed/figures', 200],
  ['/embed/figures?kind=month', 200],
  ['/progress', 200],
  ['/progress?q=排水沟', 200],
  ['/progress?q=没有这样的事', 200],
  ['/report', 200],
  ['/about', 200],
  ['/open-data', 200],
  ['/appeals/new', 200],
  ['/appeals/status', 200],
  ['/nowhere', 404],
] as const

/** A publication for each way one can stand; enough of them for a second page of the list. */
export async function fillPortal({ test, county }: PortalHouse): Promise<void> {
  const { owner } = test
  const { stoneBridge, upperVillage, willowVillage } = county.organizations
  const township = { id: stoneBridge, name: '石桥镇' }
  const village = { organization: { id: upperVillage, name: '石桥镇上河村' }, township }
  const other = { organization: { id: willowVillage, name: '石桥镇柳树村' }, township }
  const over = new Date('2026-06-02T00:00:00Z')
  const pictures = [{ caption: '清淤后的排水沟', mime: 'image/png', bytes: aPng }]
  await publish(owner, 1, { ...village, slug: '2026-0001', pictures })
  await publish(owner, 1, {
    ...other,
    slug: '2026-0002',
    kind: 'month',
    month: '2026-05',
    title: '石桥镇2026年5月整改进展公示',
  })
  await publish(owner, 1, { ...village, slug: '2026-0003', withdrawn: { at: over, kind: 'early' } })
  await publish(owner, 1, {
    ...village,
    slug: '2026-0004',
    withdrawn: { at: over, kind: 'replaced', by: '2026-0004-2' },
  })
  await publish(owner, 1, { ...village, slug: '2026-0004-2' })
  await publish(owner, 1, { ...village, slug: '2026-0005', until: over })
  await publish(owner, 1, { ...other, slug: '2026-0006', title: LONGEST, pages: [] })
  for (let n = 10; n < 32; n++) await publish(owner, 1, { ...village, slug: `2026-00${n}` })
  // A year of both kinds; one month corrected, one missing, one of the year before.
  const whole = { organization: { id: county.organizations.county, name: '清溪县' } }
  for (const [n, month] of ['2026-01', '2026-02', '2026-04', '2025-12'].entries())
    await publish(owner, 1, {
      ...{
        ...whole,
        slug: `2026-005${n}`,
        kind: 'appeals',
        month,
        title: `清溪县${month}群众诉求办理情况公示`,
      },
      pages: appealPages(`${40 + n * 9}件`, n === 1 ? '不单独公布' : `${30 + n * 8}件`),
    })
  const may = { ...whole, kind: 'appeals' as const, month: '2026-05' }
  await publish(owner, 1, {
    ...{ ...may, slug: '2026-0041', title: '清溪县2026年5月群众诉求办理情况公示', correctedBy: '2026-0042' },
  })
  await publish(owner, 1, {
    ...{ ...may, slug: '2026-0042', title: '清溪县2026年5月群众诉求办理情况公示（更正）' },
    pages: appealPages('92件', '83件'),
    corrects: {
      ...{ slug: '2026-0041', number: '2026-0041', stands: true },
      changes: [{ where: '本月情况 · 办结', from: '81件', to: '83件' }],
    },
  })
  await publish(owner, 1, {
    ...{
      ...whole,
      slug: '2026-0043',
      kind: 'month',
      month: '2026-05',
      title: '清溪县2026年5月问题整改进展公示',
    },
    pages: [
      aPage({
        heading: '本月进展',
        facts: [
          { label: '累计发现', value: '60个' },
          { label: '已销号', value: '30个' },
          { label: '正在整改', value: '30个' },
        ],
      }),
    ],
  })
  await answerComment(owner, 1, '2026-0001', '水沟是通了，希望以后经常清。')
  await giveContacts(owner, 1)
  await countPublicly(owner, 1, [
    ...(['found', 'open', 'closed', 'overdue'] as const).flatMap((kind, n) => [
      [kind, 'county', '全县', 60 - n * 15] as const,
      [kind, stoneBridge, '石桥镇', 20 - n * 6] as const,
    ]),
    ['withheld', 'investigation', '正在初核或已立案尚未公布', 2],
    ['withheld', 'hype', '可能引起大的负面炒作', 0],
  ])
}

const LONGEST =
  '清溪县石桥镇上河流域水环境综合治理工程建设管理委员会办公室下属河道管护站2026年“农村人居环境整治资金使用不规范、公示不及时、群众知晓率不高”等问题整改落实情况公示'

/** One grey pixel. */
export const aPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
)
