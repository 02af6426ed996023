import { type Actor, isTownshipLike } from '#features/accounts/index.ts'
import { Refused } from '#platform/refusal.ts'
import { ALL, type ScopeKind } from './facts.ts'
import type { Wanted } from './months.ts'

/** Whose figures somebody reads: the whole county's, or those of townships. */
type Reading = { all: true } | { all: false; townshipIds: readonly string[] }

const ofCounty = ['leader', 'office', 'viewer', 'registrar']
const ofTownship = ['registrar', 'secretary', 'viewer']

/**
 * Who works for the whole county on appeals, or looks over it, reads all of it; a township's registrar and secretary
 * theirs. Villages and handlers read no rates of anybody: an appeal of theirs alone would be told by its figure.
 * @throws Refused `not_yours`
 */
export function figuresReadBy(actor: Actor): Reading {
  if (actor.grants.some((g) => g.organizationKind === 'county' && ofCounty.includes(g.role)))
    return { all: true }
  const townshipIds = actor.grants
    .filter((g) => isTownshipLike(g.organizationKind) && ofTownship.includes(g.role))
    .map((g) => g.organizationId)
  if (townshipIds.length === 0)
    throw new Refused({ code: 'not_yours', act: 'getAppealFigures', by: ['registrar', 'leaders'] })
  return { all: false, townshipIds }
}

type Asked = { scope: ScopeKind; id?: string | undefined; township?: string | undefined }

/**
 * The lines that this reader gets of what they ask for: somebody of one township gets that township's part of every
 * field and handler, and as its whole its own line.
 * @throws Refused `not_yours`, `not_found` for another township
 */
export function linesFor(actor: Actor, { scope, id, township }: Asked): Wanted {
  const reading = figuresReadBy(actor)
  const own = reading.all ? undefined : (township ?? reading.townshipIds[0])
  if (own !== undefined && !reading.all && !reading.townshipIds.includes(own))
    throw new Refused({ code: 'not_found' })
  const within = own ?? township
  if (within !== undefined)
    return scope === 'county' || scope === 'township'
      ? { scope: 'township', within, id: within }
      : { scope, within, id }
  // Below the whole county, villages and townships stand in their own townships.
  return { scope, within: scope === 'township' || scope === 'place' ? '*' : ALL, id }
}
