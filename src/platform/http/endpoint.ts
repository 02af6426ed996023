import type { z } from 'zod'

/**
 * One endpoint of the API as both sides see it: the server registers it (validation, OpenAPI), the browser calls
 * it with the same types. Chosen over generated client types: the contract lives in one repository, so a second,
 * generated copy of it would only be able to lag behind.
 */
export type Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> = {
  id: string
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** With `:name` parameters, below /api/v1. */
  path: string
  summary: string
  tag: string
  /** Who may call it at all; the record itself is judged by the feature's policy. */
  access: 'public' | 'signed-in'
  /** Steps of a sign-in that is not finished in which it may be called too; without them, only afterwards. */
  steps?: readonly string[]
  /** Only in those steps: whose sign-in is finished has no such step to do. */
  onlyInSteps?: boolean
  /** The scope an API token needs. Sessions are not bound by scopes. */
  scope?: string
  /** The body holds what nobody keeps as text (passwords, codes), so it is not looked at as text either. */
  secretBody?: boolean
  params?: Params
  query?: Query
  body?: Body
  answer: Answer
  /** The media type, where the answer is a file and no JSON. */
  file?: string
}

export function endpoint<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Answer extends z.ZodType,
>(spec: Endpoint<Params, Query, Body, Answer>): Endpoint<Params, Query, Body, Answer> {
  return spec
}

/** The media type of an Excel workbook. */
export const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

type Output<T> = T extends z.ZodType ? z.output<T> : undefined
type Input<T> = T extends z.ZodType ? z.input<T> : undefined

/** What a handler is given. */
export type Asked<E extends Endpoint> = {
  params: Output<NonNullable<E['params']>>
  query: Output<NonNullable<E['query']>>
  body: Output<NonNullable<E['body']>>
}

/** What a caller writes. */
export type Asking<E extends Endpoint> = {
  params?: Input<NonNullable<E['params']>>
  query?: Input<NonNullable<E['query']>>
  body?: Input<NonNullable<E['body']>>
}

export type Answer<E extends Endpoint> = z.output<E['answer']>

/** How every error looks: a stable code and structured details; wording is the screen's. */
export type ErrorAnswer = { error: { code: string; [detail: string]: unknown }; requestId: string }
