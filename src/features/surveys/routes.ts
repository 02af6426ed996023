import type { Actor } from '#features/accounts/index.ts'
import type { Directory } from '#features/organizations/index.ts'
import type { Database } from '#platform/database/transaction.ts'
import type { Route } from '#platform/http/route.ts'
import { Refused } from '#platform/refusal.ts'
import * as api from './api.ts'
import { findDraft, listDrafts, listVersions, lockDraft, publishDraft, saveDraft } from './store.ts'

export type Deps = { database: Database; directory: Directory }

/** Questionnaires are the county's: its office designs them, whoever holds a survey uses them. */
const mayDesign = (actor: Actor): boolean =>
  actor.grants.some(({ role, organizationKind }) => role === 'office' && organizationKind === 'county')

/** Whoever works on the business may see what is asked; an administrator has none of it. */
const mayRead = (actor: Actor): boolean =>
  actor.grants.some(({ role }) =>
    ['office', 'leader', 'inspector', 'viewer', 'secretary', 'clerk'].includes(role),
  )

/** The HTTP of surveys: parse (done), ask policy, store, answer; nothing else. */
export function surveyRoutes(route: Route<Actor>, { database, directory }: Deps): void {
  route(api.listSurveys, async (_asked, { actor, countyId }) => {
    if (!mayRead(actor)) return { rows: [], mayDesign: false }
    const rows = await database.readOnce(countyId, (tx) => listDrafts(tx, countyId))
    const person = await directory.people(
      countyId,
      rows.map(({ changed_by }) => changed_by),
    )
    return {
      rows: rows.map((row) => ({
        ...{
          id: row.id,
          purpose: row.purpose,
          title: row.title,
          questions: row.questions,
          version: row.version,
        },
        ...{ changedAt: row.changed_at.toISOString(), changedBy: person(row.changed_by) },
        published:
          row.number === null || row.published_at === null
            ? null
            : { number: row.number, publishedAt: row.published_at.toISOString(), same: row.same === true },
      })),
      mayDesign: mayDesign(actor),
    }
  })

  route(api.listSurveyVersions, async ({ query }, { actor, countyId }) => {
    if (!mayRead(actor)) return { rows: [] }
    const rows = await database.readOnce(countyId, (tx) => listVersions(tx, countyId, query.purpose))
    return {
      rows: rows.map((row) => ({
        ...{ surveyId: row.survey_id, number: row.number, title: row.title, questions: row.questions },
        publishedAt: row.published_at.toISOString(),
      })),
    }
  })

  route(api.saveSurvey, async ({ body }, { actor, countyId, now }) => {
    const by = designer(actor, 'saveSurvey', now)
    return { version: await database.write(countyId, (tx) => saveDraft(tx, by, body)) }
  })

  route(api.publishSurvey, async ({ params, body }, { actor, countyId, now }) => {
    const number = await database.write(countyId, async (tx) => {
      await lockDraft(tx, countyId, params.id)
      const found = await findDraft(tx, countyId, params.id)
      if (!found) throw new Refused({ code: 'not_found' })
      return publishDraft(tx, designer(actor, 'publishSurvey', now), found, body.version)
    })
    return { number }
  })
}

function designer(actor: Actor, act: string, now: Date) {
  if (!mayDesign(actor) || actor.personId === null)
    throw new Refused({ code: 'not_yours', act, by: ['office'] })
  return { countyId: actor.countyId, personId: actor.personId, now }
}
