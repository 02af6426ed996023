import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { type APIRequestContext, expect } from '@playwright/test'
import type { Me } from '#features/accounts/api.ts'
import { listOrganizations, type OrganizationLine } from '#features/organizations/api.ts'
import { type Acted, actEndpoints, getProblem, getProblemHistory, getWork } from '#features/problems/api.ts'
import type { ProblemAct } from '#features/problems/lifecycle.ts'
import type { ActBody } from '#features/problems/schema.ts'
import type { HistoryLine, ProblemDetail, WorkLine } from '#features/problems/views.ts'
import type { Asking, Endpoint, Answer as EndpointAnswer } from '#platform/http/endpoint.ts'
import { newId } from '#platform/ids.ts'
import { urlOf } from '#ui/api.ts'

type Begins = 'report' | 'orderImmediate'
export type Act = Exclude<ProblemAct, Begins | 'attachCampaign' | 'succeed'>
export type Fields<A extends Act> = Omit<ActBody<A>, 'commandId' | 'version'>
type Refused = { status: number; code: string }

const TUS = { 'tus-resumable': '1.0.0' }

/** One person who uses the API over HTTP with a session, as a program of the county's own would. */
export class Caller {
  readonly #http: APIRequestContext
  readonly person: Me['person']

  constructor(http: APIRequestContext, person: Me['person']) {
    this.#http = http
    this.person = person
  }

  async call<E extends Endpoint>(endpoint: E, asking: Asking<E> = {}): Promise<EndpointAnswer<E>> {
    const answer = await this.#ask(endpoint, asking)
    expect(answer.status(), `${endpoint.id}: ${(await answer.text()).slice(0, 500)}`).toBe(200)
    return answer.json()
  }

  /** For what must be refused. */
  async refusal<E extends Endpoint>(endpoint: E, asking: Asking<E> = {}): Promise<Refused> {
    const answer = await this.#ask(endpoint, asking)
    const { error } = (await answer.json()) as { error?: { code: string } }
    return { status: answer.status(), code: error?.code ?? '' }
  }

  /** Acts on the problem as it stands now. */
  async act<A extends Act>(problemId: string, act: A, fields: Fields<A>): Promise<Acted> {
    const { version } = await this.problem(problemId)
    return this.call(actEndpoints[act], bodyFor(problemId, { commandId: newId(), version, ...fields }))
  }

  async refusedAct<A extends Act>(problemId: string, act: A, fields: Fields<A>): Promise<Refused> {
    const { version } = await this.problem(problemId)
    return this.refusal(actEndpoints[act], bodyFor(problemId, { commandId: newId(), version, ...fields }))
  }

  problem(id: string): Promise<ProblemDetail> {
    return this.call(getProblem, { params: { id } })
  }

  /** The whole history, newest first. */
  async history(id: string): Promise<HistoryLine[]> {
    const lines: HistoryLine[] = []
    for (let before: number | undefined; ; ) {
      const { rows, next } = await this.call(getProblemHistory, { params: { id }, query: { before } })
      lines.push(...rows)
      if (next === null) return lines
      before = next
    }
  }

  async workOn(problemId: string): Promise<WorkLine | undefined> {
    return (await this.call(getWork)).rows.find(({ id }) => id === problemId)
  }

  async organization(code: string): Promise<OrganizationLine> {
    const { rows } = await this.call(listOrganizations)
    return rows.find((organization) => organization.code === code)!
  }

  async download(path: string): Promise<Buffer> {
    const answer = await this.#http.get(`/api/v1${path}`)
    expect(answer.status()).toBe(200)
    return answer.body()
  }

  /** Sends a file by the resumable protocol, here in one piece. @returns the upload's id */
  async upload(file: string | { name: string; content: Buffer }): Promise<string> {
    const { name, content } =
      typeof file === 'string' ? { name: basename(file), content: readFileSync(file) } : file
    const begun = await this.#http.post('/api/v1/uploads', {
      headers: {
        ...TUS,
        'upload-length': String(content.length),
        'upload-metadata': `filename ${Buffer.from(name).toString('base64')}`,
      },
    })
    expect(begun.status(), await begun.text()).toBe(201)
    const { location = '' } = begun.headers()
    const sent = await this.#http.patch(location, {
      headers: { ...TUS, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
      data: content,
    })
    expect(sent.status(), await sent.text()).toBe(204)
    return location.split('/').at(-1) ?? ''
  }

  #ask<E extends Endpoint>(endpoint: E, asking: Asking<E>) {
    const { body } = asking
    return this.#http.fetch(urlOf(endpoint, asking), {
      method: endpoint.method,
      ...(body === undefined ? {} : { data: body }),
    })
  }
}

const bodyFor = (id: string, body: object) => ({ params: { id }, body }) as never
