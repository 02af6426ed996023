import type { FastifyInstance } from 'fastify'
import { html } from 'ghtml'
import { given, ListQuery } from './lists.ts'
import { lookOf } from './look.ts'
import { placeOf } from './pages/publication-list.ts'
import { paths, publishedPath } from './paths.ts'
import type { Portal, PortalCounty } from './portal.ts'
import { toTraditional } from './script.ts'
import { type Listed, listPublished } from './store.ts'
import { kindWords } from './words.ts'

const NEWEST = 30

/** What was published last, as RSS 2.0: of all, of a township, an organisation or a kind. What is withdrawn is gone. */
export function registerFeed(app: FastifyInstance, portal: Portal): void {
  app.get(paths.feed, async (request, reply) => {
    const { database, now } = portal.deps
    const { township, organization, kind } = ListQuery.parse(request.query ?? {})
    const filter = { township, organization, kind }
    const { look } = lookOf((request.query ?? {}) as Record<string, unknown>, undefined)
    return portal.answerData(request, reply, {
      query: { ...given(filter), script: look.script },
      typed: Boolean(township ?? organization),
      async make(county, site) {
        const rows = await database.read(county.county_id, (tx) =>
          listPublished(tx, county.county_id, now(), filter, { most: NEWEST }),
        )
        const xml = feedOf(site, county, rows.slice(0, NEWEST))
        return {
          type: 'application/rss+xml; charset=utf-8',
          body: look.script === 'hant' ? toTraditional(xml) : xml,
        }
      },
    })
  })
}

/** XML takes no control characters, however they are written. */
const plain = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cs}]/gu, ' ')

function feedOf(site: string, { name }: PortalCounty, rows: readonly Listed[]): string {
  return html`<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>${plain(name)}公示</title>
<link>${site}${paths.published}</link>
<atom:link href="${site}${paths.feed}" rel="self" type="application/rss+xml"/>
<description>整改情况和群众诉求的公示，经脱敏、保密审查和审批后公布。</description>
<language>zh-CN</language>
!${rows
    .map(
      ({ slug, kind, title, organization, township, publishedAt, replacedBy }) => html`<item>
<title>${plain(title)}</title>
<link>${site}${publishedPath(slug)}</link>
<guid isPermaLink="false">${slug}</guid>
<pubDate>${publishedAt.toUTCString()}</pubDate>
<category>${kindWords[kind]}</category>
<description>${plain(placeOf(organization, township))}，公示编号${slug}!${replacedBy === null ? '' : html`，已由${replacedBy}更正`}</description>
</item>`,
    )
    .join('\n')}
</channel>
</rss>
`
}
