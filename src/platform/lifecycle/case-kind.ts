import type { Lifecycle } from './lifecycle.ts'

/** A kind of case as the machinery knows it: its lifecycle, its table, and how what hangs on it names it. */
export type CaseKind<
  S extends string = string,
  A extends string = string,
  P extends string = string,
  N extends string = string,
  C extends string = string,
> = {
  lifecycle: Lifecycle<S, A, P, N, C>
  table: string
  /** The column by which child rows name their case. */
  belongs: string
}

/** The queue of what a state does by itself when its clock has run out. */
export const expiryJob = ({ lifecycle }: { lifecycle: { kind: string } }): string =>
  `${lifecycle.kind}-expiry`

export type Expiry = { countyId: number; caseId: string; commandId: string }
