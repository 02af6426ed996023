import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { Lifecycle } from '#platform/lifecycle/lifecycle.ts'
import type { World } from '#platform/world.ts'
import type { Catalogue } from '#ui/language.tsx'

/** One case as notices know it: which one, and by when. What it is about stays where it is. */
export type Waiting = { id: string; number: string; state: string; due_at: Date | number }

/**
 * A kind of case about which people are told. Who is asked derives from its lifecycle, through the feature's own "my
 * work"; when, from the columns that every kind of case has. There is no kind that notices know by name.
 */
export type WorkSource = {
  kind: string
  table: string
  /** Those in which somebody or something is waited for; of the ends nobody is reminded. */
  states: readonly string[]
  /** 问题、公示、诉求. */
  label: { zh: string; en: string }
  /** 方案审核中, 待签收: what each state is called on the desk. */
  steps: Catalogue<Readonly<Record<string, string>>>
  listWork(tx: Tx, actor: Actor, world: World): Promise<readonly Waiting[]>
  /** Rows `p` of which groups and other systems are told nothing, not even a number; whose work it is, is by mail. */
  within: RawBuilder<unknown>
  /** States that other systems are not told: what they would say of somebody is not the county's to hand on. */
  silent: readonly string[]
}

type Kind<S extends string> = { table: string; lifecycle: Pick<Lifecycle<S>, 'kind' | 'states'> }

export const sourceOf = <S extends string>(
  { table, lifecycle }: Kind<S>,
  source: Pick<WorkSource, 'label' | 'listWork'> & { steps: Catalogue<Readonly<Record<S, string>>> } & {
    within?: RawBuilder<unknown>
    silent?: readonly S[]
  },
): WorkSource => ({
  ...{ within: sql`false`, silent: [], ...source },
  ...{ kind: lifecycle.kind, table },
  states: (Object.keys(lifecycle.states) as S[]).filter((state) => !lifecycle.states[state].ends),
})

/** A line of somebody's work, with its kind. */
export type WorkLine = Waiting & { source: WorkSource }

/** Everything that lies with somebody, of every kind, by deadline. */
export async function allWork(
  tx: Tx,
  sources: readonly WorkSource[],
  actor: Actor,
  world: World,
): Promise<WorkLine[]> {
  const lines: WorkLine[] = []
  for (const source of sources)
    for (const { id, number, state, due_at } of await source.listWork(tx, actor, world))
      lines.push({ id, number, state, due_at, source })
  return lines.sort((a, b) => Number(a.due_at) - Number(b.due_at))
}

/** Of these, the ids that may be named outside of the house. */
export async function mayLeave(
  tx: Tx,
  countyId: number,
  source: WorkSource,
  ids: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    SELECT p.id FROM ${sql.table(source.table)} p
    WHERE p.county_id = ${countyId} AND p.id = ANY(${ids}::uuid[]) AND NOT (${source.within})`.execute(tx)
  return new Set(rows.map(({ id }) => id))
}
