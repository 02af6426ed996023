import type { ProblemDetail } from '../../views.ts'

type Answering = { lead: { id: string; name: string } | null; co: { id: string; name: string }[] }

/**
 * Who answers for the problem now: of this round, or of the last round that names anybody, until a new plan does. A
 * later plan may name another lead; the last one named answers.
 */
export function answering({ leaders, round }: Pick<ProblemDetail, 'leaders' | 'round'>): Answering {
  const latest = Math.max(0, ...leaders.map((l) => l.round).filter((r) => r <= round))
  const named = (part: 'lead' | 'co') =>
    leaders.filter((l) => l.round === latest && l.part === part).map((l) => l.person)
  const lead = named('lead').at(-1) ?? null
  return { lead, co: named('co').filter((person) => person.id !== lead?.id) }
}
