import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { png } from '#platform/files/samples.ts'
import { publish } from '#tests/support/published.ts'
import { always, type Examples } from '../example.ts'
import type { Scene } from '../scene.ts'

const assets = resolve(import.meta.dirname, '../../../../dist/staff/assets')

/** What is for everybody: pages, their files, and what watches over the program. Both counties have published alike. */
export async function pageExamples({ house }: Scene): Promise<Examples> {
  // Of a year long past: those of this year are numbered by the program.
  const slug = '2020-0001'
  const pictures = [{ caption: '清淤后', mime: 'image/png', bytes: png() }]
  for (const { countyId, organizations } of [house.east, house.west])
    await publish(house.test.owner, countyId, {
      ...{ slug, organization: { id: organizations.upperVillage, name: '上河村' }, pictures },
    })
  const { rows } = await house.test.owner.query('SELECT sha256 FROM published_pictures LIMIT 1')
  const one = always({ params: { slug } })
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  return {
    'GET /': always(),
    'GET /portal.css': always(),
    'GET /published': always(),
    'GET /published/:slug': one,
    'GET /published/:slug/pictures': one,
    'GET /published/:slug/pictures/:sha256': always({ params: { slug, sha256: rows[0].sha256 } }),
    'GET /published/:slug/comments': one,
    'POST /published/:slug/comments': always({
      params: { slug },
      headers: form,
      payload: new URLSearchParams({ words: '沟里干净多了。' }).toString(),
    }),
    'GET /progress': always(),
    'GET /report': always(),
    'GET /monthly': always(),
    'GET /data': always(),
    'GET /data/:name.csv': always({ params: { name: 'publications' } }),
    'GET /data/:name.xlsx': always({ params: { name: 'publications' } }),
    'GET /feed.xml': always(),
    'GET /embed/figures': always({ query: { kind: 'appeals' } }),
    'GET /about': always(),
    'GET /desk': always(),
    'GET /desk/*': always({ params: { '*': 'ledger' } }),
    'GET /desk/assets/*': always({ params: { '*': readdirSync(assets)[0] ?? '' } }),
    'GET /health/live': always(),
    'GET /health/ready': always(),
    'GET /api/openapi.json': always(),
  }
}
