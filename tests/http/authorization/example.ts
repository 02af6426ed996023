import type { InjectOptions } from 'fastify'
import type { Asker } from './askers.ts'

/** What fills a route's parameters, query and body. */
export type Asking = {
  params?: Record<string, string>
  query?: Record<string, string>
  body?: object
  headers?: Record<string, string>
  payload?: InjectOptions['payload']
}

/**
 * A request that is right in every way, about a matter of the upper village where it is about one; whoever may,
 * succeeds with it. Asked of each asker anew, so that it may name something of theirs.
 */
export type Example = (asker: Asker) => Asking | Promise<Asking>

/** By endpoint id, or by method and path of what is no endpoint; several where the same endpoint serves several things. */
export type Examples = Record<string, Example | Record<string, Example>>

/** The same request for everybody. */
export const always =
  (asking: Asking = {}): Example =>
  () =>
    asking
