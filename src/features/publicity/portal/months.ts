import type { FastifyInstance } from 'fastify'
import { sitePathOf } from '#platform/http/below-path.ts'
import { framableAnywhere } from '#platform/http/security.ts'
import { currentOf, type Issue, listIssues, readFigures } from './issues.ts'
import { given, ListQuery } from './lists.ts'
import { monthFigures } from './month-figures.ts'
import { dataPage } from './pages/data.ts'
import { embeddedPage } from './pages/embedded.ts'
import { monthlyPage } from './pages/monthly.ts'
import { paths } from './paths.ts'
import type { Portal } from './portal.ts'

/** GET of the months: issues and figures by year and place, what can be taken away, the figure for other sites. */
export function registerMonths(app: FastifyInstance, portal: Portal): void {
  const { database, now } = portal.deps

  app.get(paths.monthly, (request, reply) => {
    const { year, place } = ListQuery.parse(request.query ?? {})
    return portal.answer(request, reply, {
      query: given({ year, place }),
      make: (frame, countyId) =>
        database.read(countyId, async (tx) => {
          const at = now()
          const all = await listIssues(tx, countyId, at)
          const chosen = chosenOf(all, year, place)
          const issues = all.filter(
            ({ month, organizationId }) =>
              month.startsWith(`${chosen.year}-`) && organizationId === chosen.place?.id,
          )
          const current = currentOf(issues)
          const slugs = current.map(({ slug }) => slug)
          const told = await readFigures(tx, countyId, at, slugs)
          const figures = current.flatMap((issue) => {
            const of = told.get(issue.slug)
            return of ? [monthFigures(issue, of)] : []
          })
          return monthlyPage(frame, { ...chosen, issues, figures })
        }),
    })
  })

  app.get(paths.data, (request, reply) =>
    portal.answer(request, reply, {
      query: {},
      // Its own address stands in it, and whoever asks says what that is: kept for nobody else.
      typed: true,
      make: async (frame) => dataPage(frame, `${request.protocol}://${request.host}${sitePathOf(request)}`),
    }),
  )

  app.get(paths.embed, (request, reply) => {
    const { kind = 'appeals', place } = ListQuery.parse(request.query ?? {})
    reply.headers(framableAnywhere)
    return portal.answer(request, reply, {
      query: given({ kind, place }),
      make: (frame, countyId) =>
        database.read(countyId, async (tx) => {
          const at = now()
          const issues = currentOf(await listIssues(tx, countyId, at)).filter((issue) => issue.kind === kind)
          const own = place === undefined ? issues.filter(({ isCounty }) => isCounty) : issues
          const issue = (own.length > 0 ? own : issues).find(
            ({ organizationId }) => place === undefined || organizationId === place,
          )
          const told = issue && (await readFigures(tx, countyId, at, [issue.slug])).get(issue.slug)
          return embeddedPage(frame, issue && told ? monthFigures(issue, told) : null)
        }),
    })
  })
}

type Place = { id: string; name: string }

/** What was asked for where there is such; otherwise the whole county's newest year, or that of whoever has one. */
function chosenOf(all: readonly Issue[], year: string | undefined, place: string | undefined) {
  const years = [...new Set(all.map(({ month }) => month.slice(0, 4)))]
  const chosenYear = year !== undefined && years.includes(year) ? year : (years[0] ?? '')
  const places = new Map<string, Place & { isCounty: boolean }>()
  for (const { organizationId: id, organization: name, isCounty, month } of all)
    if (month.startsWith(`${chosenYear}-`) && !places.has(id)) places.set(id, { id, name, isCounty })
  const sorted = [...places.values()].sort(
    (a, b) => Number(b.isCounty) - Number(a.isCounty) || a.name.localeCompare(b.name, 'zh'),
  )
  return {
    year: chosenYear,
    place: sorted.find(({ id }) => id === place) ?? sorted[0] ?? null,
    choices: { years, places: sorted },
  }
}
