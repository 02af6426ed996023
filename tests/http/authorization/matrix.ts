import assert from 'node:assert/strict'
import Excel from 'exceljs'
import type { LightMyRequestResponse } from 'fastify'
import type { KnownRoute } from '../house.ts'
import type { Asker } from './askers.ts'
import { takeBaseline } from './baseline.ts'
import type { Asking, Example, Examples } from './example.ts'
import { askAs, type Mark, marks, type Scene } from './scene.ts'

export type Answer = { asker: Asker; status: number; code: string; sees: Mark[] }

/** One line of the matrix: one request, and what everybody was answered. */
export type Line = {
  route: KnownRoute
  /** Endpoint id, or method and path. */
  id: string
  feature: string
  /** Which of several things it is asked about. */
  of: string
  answers: Answer[]
}

/** Every route there is; the head of a page is asked for like the page. */
export const routesToAsk = (known: readonly KnownRoute[]): KnownRoute[] =>
  known.filter(
    ({ method, url }) =>
      method !== 'HEAD' || !known.some((other) => other.method === 'GET' && other.url === url),
  )

export const idOf = ({ method, url, endpoint }: KnownRoute): string => endpoint?.id ?? `${method} ${url}`

export function featureOf({ url, endpoint }: KnownRoute): string {
  if (endpoint) return endpoint.tag
  if (url.startsWith('/api/v1/uploads')) return 'files'
  return url.startsWith('/health/') || url.startsWith('/api/') ? 'service' : 'pages'
}

/** Asks every route as everybody. After each request that changed something all is put back as it was. */
export async function askEverybody(scene: Scene, examples: Examples): Promise<Line[]> {
  const { house } = scene
  const baseline = await takeBaseline(house.test)
  const lines: Line[] = []
  try {
    for (const route of routesToAsk(house.known))
      for (const [of, example] of examplesOf(examples, idOf(route))) {
        const answers: Answer[] = []
        for (const asker of scene.askers) {
          answers.push(await ask(scene, route, example, asker))
          if (route.method !== 'GET' && (await baseline.putBack())) forget(scene)
        }
        lines.push({ route, id: idOf(route), feature: featureOf(route), of, answers })
      }
  } finally {
    await baseline.close()
  }
  return lines
}

const examplesOf = (examples: Examples, id: string): [string, Example][] => {
  const given = examples[id]
  assert.ok(given, `${id} has no example`)
  return typeof given === 'function' ? [['', given]] : Object.entries(given)
}

async function ask({ house }: Scene, route: KnownRoute, example: Example, asker: Asker): Promise<Answer> {
  const asking = await example(asker)
  const { body, payload, headers } = asking
  const answer = await askAs(house, asker, {
    ...{ method: route.method as 'GET', url: addressOf(route.url, asking) },
    ...(headers ? { headers } : {}),
    ...(body || payload ? { payload: body ?? payload } : {}),
  })
  const { statusCode: status } = answer
  return { asker, status, code: codeOf(answer), sees: status < 300 ? await seenIn(answer) : [] }
}

function addressOf(url: string, { params = {}, query = {} }: Asking): string {
  const path = url.replace(/:(\w+)|\*/g, (all, name: string | undefined) => params[name ?? '*'] ?? all)
  const search = new URLSearchParams(query).toString()
  return search ? `${path}?${search}` : path
}

function codeOf({ statusCode, headers, body }: LightMyRequestResponse): string {
  if (statusCode < 400 || body === '' || !/json/.test(String(headers['content-type']))) return ''
  return (JSON.parse(body) as { error?: { code?: string } }).error?.code ?? ''
}

/** Whose matters an answer holds, also where it is a workbook. */
async function seenIn(answer: LightMyRequestResponse): Promise<Mark[]> {
  const type = String(answer.headers['content-type'] ?? '')
  if (!/spreadsheetml/.test(type)) return marksIn(answer.body)
  const book = new Excel.Workbook()
  await book.xlsx.load(answer.rawPayload as never, { ignoreNodes: ['dataValidations'] })
  return marksIn(JSON.stringify(book.worksheets.map((sheet) => sheet.getSheetValues())))
}

const marksIn = (text: string): Mark[] =>
  (Object.keys(marks) as Mark[]).filter((mark) => text.includes(marks[mark]))

/** What the program keeps in memory of the rows that were put back. */
function forget({ house: { program, east, west } }: Scene): void {
  for (const { countyId } of [east, west]) {
    program.imports.changed(countyId)
    program.problems.worlds.forget(countyId)
  }
}
