import { z } from 'zod'
import { uuid } from '../fields.ts'
import { type Endpoint, endpoint } from '../http/endpoint.ts'
import { type Lifecycle, statesOf } from './lifecycle.ts'

/** What every act answers: the row as it is now, and the entry it made. */
const actedOf = <S extends string>(lifecycle: Lifecycle<S>) =>
  z.object({
    id: uuid,
    number: z.string(),
    version: z.int(),
    state: z.enum(statesOf(lifecycle) as [S, ...S[]]),
    round: z.int(),
    seq: z.int(),
  })

export type Acted<S extends string> = {
  id: string
  number: string
  version: number
  state: S
  round: number
  seq: number
}

const none = z.undefined().optional()
const one = z.object({ id: uuid })

export type ActEndpoint<S extends string, Body extends z.ZodType> = Endpoint<
  typeof one | typeof none,
  typeof none,
  Body,
  z.ZodType<Acted<S>>
>

const kebab = (act: string): string => act.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)

/** Acts of parties who have no seat at the desk alone: the clock, which nobody may ask for, and whom else is named. */
export const isFromOutside = (
  lifecycle: Lifecycle,
  act: string,
  outside: readonly string[] = ['timer'],
): boolean => {
  const rows = [lifecycle.begins[act], ...statesOf(lifecycle).map((state) => lifecycle.table[state]?.[act])]
  return rows.every((row) => !row || row.by.every((party) => outside.includes(party)))
}

/**
 * One endpoint an act, made from the lifecycle and the schemas: POST /problems/:id/submit-plan and so on. `begins`
 * says where an act that begins a case is asked for, for those that begin one out of nothing.
 */
export function actEndpointsOf<
  S extends string,
  A extends string,
  Schemas extends Readonly<Record<A, z.ZodType>>,
  Timed extends A,
  Elsewhere extends A = never,
>(
  lifecycle: Lifecycle<S, A>,
  schemas: Schemas,
  options: {
    tag: string
    scope: string
    /** Where cases of this kind stand in the address. */
    path: string
    begins: Partial<Record<A, string>>
    /** The endpoint's name, where another kind has an act of the same name. */
    idOf?: (act: A) => string
    /** For the types; `isFromOutside` says the same of the table. */
    timed: readonly Timed[]
    /** Parties who have no seat at the desk, when there are others than the clock. */
    outside?: readonly string[]
    /** Acts that have an endpoint of their own, which answers more. */
    elsewhere?: readonly Elsewhere[]
  },
): { [O in Exclude<A, Timed | Elsewhere>]: ActEndpoint<S, Schemas[O]> } {
  const { tag, scope, path, begins, idOf = (act) => act, timed, outside, elsewhere = [] } = options
  const answer = actedOf(lifecycle)
  const here = (Object.keys(schemas) as A[]).filter((act) => !(elsewhere as readonly A[]).includes(act))
  const offered = here.filter((act) => !isFromOutside(lifecycle as Lifecycle, act, outside))
  const forgotten = here.filter((act) => offered.includes(act) === (timed as readonly A[]).includes(act))
  if (forgotten.length > 0) throw new Error(`${lifecycle.kind}: whose are ${forgotten.join(', ')}?`)
  return Object.fromEntries(
    offered.map((act) => [
      act,
      endpoint({
        id: idOf(act),
        method: 'POST',
        path: begins[act] ?? `${path}/:id/${kebab(act)}`,
        summary: `Act on a ${lifecycle.kind}: ${act}.`,
        tag,
        access: 'signed-in',
        scope,
        params: begins[act] === undefined ? one : none,
        query: none,
        body: schemas[act],
        answer,
      }),
    ]),
  ) as unknown as { [O in Exclude<A, Timed | Elsewhere>]: ActEndpoint<S, Schemas[O]> }
}
