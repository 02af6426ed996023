import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { uuid } from '#platform/fields.ts'
import { fold } from '#platform/search/index.ts'
import { isPublicKind } from '../public-kinds.ts'
import { readCounts } from './counts.ts'
import { CURSOR, readCursor, writeCursor } from './cursor.ts'
import type { Frame, Page } from './layout.ts'
import { aboutPage } from './pages/about.ts'
import { notFoundPage, withdrawnPage } from './pages/error.ts'
import { homePage } from './pages/home.ts'
import { listPage } from './pages/list.ts'
import { picturesPage } from './pages/pictures.ts'
import { MOST_FOUND, progressPage } from './pages/progress.ts'
import { publicationPage } from './pages/publication.ts'
import { reportPage } from './pages/report.ts'
import { paths, picturePath, picturesPath, publishedPath, SLUG } from './paths.ts'
import type { Answer, PageRequest, Portal } from './portal.ts'
import {
  findPicture,
  findPublished,
  type Listed,
  listChoices,
  listComments,
  listContacts,
  listPictures,
  listPublished,
} from './store.ts'
import { MOST_LETTERS } from './words.ts'

const NEWEST = 5
const PAGE_SIZE = 20

/** What of the list's address is understood; anything else counts as not asked. */
const ListAddress = z.object({
  township: uuid.optional().catch(undefined),
  organization: uuid.optional().catch(undefined),
  month: z
    .string()
    .regex(/^\d{4}-\d{2}$/)
    .optional()
    .catch(undefined),
  kind: z.enum(['problem', 'organization', 'month', 'appeals']).optional().catch(undefined),
  before: z.string().regex(CURSOR).optional().catch(undefined),
})

type Slug = { Params: { slug: string } }

/** GET of every page. */
export function registerPages(app: FastifyInstance, portal: Portal): void {
  const { database, now } = portal.deps
  const page = (path: string, request: (query: Record<string, unknown>) => PageRequest) =>
    app.get(path, (asked, reply) =>
      portal.answer(asked, reply, request((asked.query ?? {}) as Record<string, unknown>)),
    )

  page(paths.home, () => ({
    query: {},
    make: (frame, countyId) =>
      database.read(countyId, async (tx) => {
        const newest = await listPublished(tx, countyId, now(), {}, { most: NEWEST })
        return homePage(frame, newest.slice(0, NEWEST), await readCounts(tx, countyId, now()))
      }),
  }))

  page(paths.published, (query) => {
    const { before, ...filter } = ListAddress.parse(query)
    return {
      query: given({ ...filter, before }),
      make: (frame, countyId) =>
        database.read(countyId, async (tx) => {
          const at = now()
          const paging = { most: PAGE_SIZE, before: before === undefined ? undefined : readCursor(before) }
          const found = await listPublished(tx, countyId, at, filter, paging)
          const publications = found.slice(0, PAGE_SIZE)
          return listPage(frame, {
            query: given(filter),
            publications,
            choices: await listChoices(tx, countyId, at, filter.township),
            counts: await readCounts(tx, countyId, now()),
            next: found.length > PAGE_SIZE ? writeCursor(publications.at(-1) as Listed) : null,
            isLater: before !== undefined,
          })
        }),
    }
  })

  page(paths.progress, (query) => {
    const text = typeof query.q === 'string' ? clean(query.q) : ''
    return {
      query: given({ q: text }),
      typed: text !== '',
      make: (frame, countyId) =>
        database.read(countyId, async (tx) => {
          const found =
            text === ''
              ? null
              : await listPublished(tx, countyId, now(), { text: fold(text) }, { most: MOST_FOUND })
          return progressPage(frame, {
            text,
            found: found?.slice(0, MOST_FOUND) ?? null,
            counts: await readCounts(tx, countyId, now()),
          })
        }),
    }
  })

  page(paths.report, () => ({
    query: {},
    make: async (frame, countyId) =>
      reportPage(frame, await database.readOnce(countyId, (tx) => listContacts(tx, countyId))),
  }))

  page(paths.about, () => ({
    query: {},
    make: (frame, countyId) =>
      database.read(countyId, async (tx) =>
        aboutPage(frame, await listContacts(tx, countyId), await readCounts(tx, countyId, now())),
      ),
  }))

  const ofPublication =
    (make: (frame: Frame, countyId: number, slug: string) => Promise<Page | Answer>) =>
    (slug: string): PageRequest => ({
      query: {},
      make: async (frame, countyId) =>
        SLUG.test(slug) ? make(frame, countyId, slug) : { status: 404, page: notFoundPage(frame) },
    })

  const onePublication = ofPublication((frame, countyId, slug) =>
    database.read(countyId, async (tx) => {
      const publication = await findPublished(tx, countyId, slug, now())
      if (!publication) return { status: 404, page: notFoundPage(frame) }
      if (publication.withdrawn) return { status: 410, page: withdrawnPage(frame, publication) }
      const pictures = await listPictures(tx, countyId, slug)
      return publicationPage(frame, {
        publication,
        pictures,
        comments: await listComments(tx, countyId, slug),
      })
    }),
  )
  app.get<Slug>(publishedPath(':slug'), (request, reply) =>
    portal.answer(request, reply, onePublication(request.params.slug)),
  )

  const itsPictures = ofPublication((frame, countyId, slug) =>
    database.read(countyId, async (tx) => {
      const publication = await findPublished(tx, countyId, slug, now())
      const pictures = publication ? await listPictures(tx, countyId, slug) : []
      if (publication?.withdrawn) return { status: 410, page: withdrawnPage(frame, publication) }
      if (!publication || pictures.length === 0) return { status: 404, page: notFoundPage(frame) }
      return picturesPage(frame, publication, pictures)
    }),
  )
  app.get<Slug>(picturesPath(':slug'), (request, reply) =>
    portal.answer(request, reply, itsPictures(request.params.slug)),
  )

  app.get<{ Params: { slug: string; sha256: string } }>(
    picturePath(':slug', ':sha256'),
    async (request, reply) => {
      const { slug, sha256 } = request.params
      const { county_id } = await portal.deps.countyOf(request)
      const picture =
        SLUG.test(slug) && /^[0-9a-f]{64}$/.test(sha256)
          ? await database.readOnce(county_id, (tx) => findPicture(tx, county_id, slug, sha256, now()))
          : undefined
      if (!picture || !isPublicKind(picture.mime)) return portal.answerOnce(request, reply, 404, notFoundPage)
      return reply
        .type(picture.mime)
        .header('cache-control', 'private, max-age=30, must-revalidate')
        .header('etag', `"${sha256}"`)
        .send(picture.bytes)
    },
  )
}

/** Nothing that could run is given out as a picture, whatever was stored. */

const given = (query: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1])))

/** As typed, without what cannot be seen and cut to what the field takes. */
const clean = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
    .slice(0, MOST_LETTERS)
