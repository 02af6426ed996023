import type { Actor } from '#features/accounts/index.ts'

/** What is done to an organisation as a whole; each is an entry in its history. */
export type Reorganization = 'rename' | 'merge' | 'split' | 'move' | 'close'

/** Whoever runs the system keeps its register of organisations (domain.md 7.7); it shows no business. */
export const mayReorganize = (actor: Pick<Actor, 'grants'>): boolean =>
  actor.grants.some(({ role, organizationKind }) => role === 'system_admin' && organizationKind === 'county')

/** What may be done to an organisation now. The county itself is only given another name. */
export function reorganizations(
  actor: Pick<Actor, 'grants'>,
  { kind, status }: { kind: string; status: string },
): Reorganization[] {
  if (!mayReorganize(actor) || status !== 'active') return []
  if (kind === 'county') return ['rename']
  // A township stands below the county only: there is nowhere to move it.
  const movable = !['township', 'street', 'committee'].includes(kind)
  return ['rename', 'merge', 'split', ...(movable ? (['move'] as const) : []), 'close']
}
