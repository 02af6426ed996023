import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { after, before, test } from 'node:test'
import { isAdminRole, Role } from '#features/accounts/index.ts'
import type { Examples } from './authorization/example.ts'
import { accountExamples } from './authorization/examples/accounts.ts'
import { appealFigures } from './authorization/examples/appeal-figures.ts'
import { appealPortalExamples } from './authorization/examples/appeal-portal.ts'
import { appealExamples } from './authorization/examples/appeals.ts'
import { evaluationExamples } from './authorization/examples/evaluations.ts'
import { fileExamples } from './authorization/examples/files.ts'
import { importExamples } from './authorization/examples/imports.ts'
import { noticeExamples } from './authorization/examples/notices.ts'
import { organizationExamples } from './authorization/examples/organizations.ts'
import { pageExamples } from './authorization/examples/pages.ts'
import { personalDataExamples } from './authorization/examples/personal-data.ts'
import { problemExamples } from './authorization/examples/problems.ts'
import { publicationExamples } from './authorization/examples/publications.ts'
import { rightsExamples } from './authorization/examples/rights.ts'
import { signInExamples } from './authorization/examples/sign-in.ts'
import { type Answer, askEverybody, idOf, type Line, routesToAsk } from './authorization/matrix.ts'
import { pageOf } from './authorization/page.ts'
import { answered, prepareScene, type Scene } from './authorization/scene.ts'
import { type House, openHouse } from './house.ts'

/**
 * Every route × every role × own, sibling and foreign row. What is answered is compared with the page that is
 * reviewed; what must hold whatever the page says is laid down here.
 */
/** An identity provider that cannot be reached: whoever may ask for it is told so. */
const AWAY = { issuer: 'http://127.0.0.1:9', clientId: 'bihuan', clientSecret: 'for no door' }

let house: House
let scene: Scene
let examples: Examples
let lines: Line[]
before(async () => {
  house = await openHouse({ sso: new Map([['', AWAY]]) })
  scene = await prepareScene(house)
  examples = {
    ...accountExamples,
    ...(await organizationExamples(scene)),
    ...importExamples(scene),
    ...appealFigures,
    ...fileExamples(scene),
    ...(await pageExamples(scene)),
    ...(await problemExamples(scene)),
    ...(await appealExamples(scene)),
    ...(await publicationExamples(scene)),
    ...(await evaluationExamples(scene)),
    ...(await appealPortalExamples(scene)),
    ...(await rightsExamples(scene)),
    ...(await personalDataExamples(scene)),
    ...(await noticeExamples(scene)),
    ...(await signInExamples(scene)),
  }
  mustBeWhole()
  lines = await askEverybody(scene, examples)
})
after(() => house.close())

/** Whoever adds a route says here how it is asked rightly; whoever removes one takes that away. */
function mustBeWhole(): void {
  const ids = routesToAsk(house.known).map(idOf)
  const without = ids.filter((id) => !(id in examples))
  assert.deepEqual(without, [], 'routes without an example in tests/http/authorization/examples')
  assert.deepEqual(
    Object.keys(examples).filter((id) => !ids.includes(id)),
    [],
    'examples without a route',
  )
}

/** Whom a rule is about, in a form that says what went wrong. */
function exceptions(of: readonly Line[], broken: (line: Line, answer: Answer) => boolean): string[] {
  return of.flatMap((line) =>
    line.answers
      .filter((answer) => broken(line, answer))
      .map(
        ({ asker, status, code }) =>
          `${line.id} ${line.of} by ${asker.role} (${asker.at}): ${status} ${code}`,
      ),
  )
}

const done = ({ status }: Answer) => status < 400
const writes = ({ route: { method } }: Line) => !['GET', 'HEAD', 'OPTIONS'].includes(method)
const isOpen = ({ route: { endpoint }, feature }: Line) =>
  endpoint ? endpoint.access === 'public' : feature === 'pages' || feature === 'service'
const closed = () => lines.filter((line) => !isOpen(line))
/** What an administrator is there for; everything else is business, also what comes to be. */
const ADMINISTRATION = [
  ...['accounts', 'rights', 'personal-data', 'organizations', 'organizing', 'first-passwords', 'sign-in'],
  // What leaves the house, by whichever way; of no case more than number and deadline.
  'notices',
  ...['pages', 'service', 'files'],
]
const isBusiness = ({ feature, of }: Line) =>
  feature === 'imports' ? of === 'problems' : !ADMINISTRATION.includes(feature)
/** Asked about one thing of the village by its id. */
const isOfOne = ({ route: { url } }: Line) => /:(id|sha256)\b/.test(url)
/** Their ids are made by whose they are; the same one elsewhere is another. */
const OWN = ['saveView', 'dropView']
/** The whole county's, of no place: whom it refuses by role alone has learnt nothing of the row. */
const OF_ALL = ['publishSurvey']

/**
 * Asked in vain on purpose: with nobody's password or passkey, for first passwords that nobody waits for, for the steps
 * of a sign-in that is finished, and for a provider that is away; with a code that came by mail to nobody; of other
 * systems without their key.
 */
const NONES = [
  ...['signIn', 'showPasskey', 'addPasskey', 'startFirstPasswords'],
  ...['showCode', 'askPasskey', 'beginSsoLink', 'askNoticeCode', 'confirmNoticeAddress'],
  ...['json', 'xml'].map((format) => `POST /open311/v2/requests.${format}`),
  'GET /open311/v2/tokens/:id',
]

test('the page of answers is the one that was reviewed', (t) => {
  const file = resolve(import.meta.dirname, '../../docs/generated/authorization.md')
  t.assert.fileSnapshot(pageOf(lines), file, { serializers: [(page: string) => page] })
})

test('every role there is was asked, at several standpoints', () => {
  for (const { id, answers } of lines) {
    assert.deepEqual([...new Set(answers.map(({ asker }) => asker.role))].length, Role.options.length + 2, id)
    assert.ok(answers.length > 40, id)
  }
})

test('nobody is let in, and nobody with a token that names no scope', () => {
  assert.deepEqual(
    exceptions(closed(), (_, { asker, status }) => asker.role === 'nobody' && status !== 401),
    [],
  )
  assert.deepEqual(
    exceptions(closed(), (_, { asker, status }) => asker.role === 'token without scope' && status !== 403),
    [],
  )
})

test('each request is right: somebody succeeds with it', () => {
  const without = lines.filter(({ id, answers }) => !NONES.includes(id) && !answers.some(done))
  assert.deepEqual(
    without.map(
      ({ id, of, answers }) => `${id} ${of}: ${[...new Set(answers.map((a) => `${a.status} ${a.code}`))]}`,
    ),
    [],
  )
})

test('what is of one county is nothing to anybody of another', () => {
  const foreign = ({ asker }: Answer) => asker.at === 'other county'
  const ofOne = closed().filter((line) => isOfOne(line) && !OWN.includes(line.id))
  assert.ok(ofOne.length > 40)
  // Whom administration refuses by role alone has learnt nothing of the row.
  const hidden = (line: Line) => (isBusiness(line) ? [404] : [403, 404])
  assert.deepEqual(
    exceptions(ofOne, (line, answer) => foreign(answer) && !hidden(line).includes(answer.status)),
    [],
  )
  assert.deepEqual(
    exceptions(lines, (_, answer) => foreign(answer) && answer.sees.some((mark) => mark !== 'other county')),
    [],
  )
  assert.deepEqual(
    exceptions(lines, (_, answer) => !foreign(answer) && answer.sees.includes('other county')),
    [],
  )
})

test('an administrator does no business and sees nothing of it', () => {
  const admin = ({ asker }: Answer) => isAdminRole(asker.role as Role) && asker.at !== 'other county'
  assert.deepEqual(
    exceptions(lines, (_, answer) => admin(answer) && answer.sees.length > 0),
    [],
  )
  const business = lines.filter((line) => isBusiness(line) && !OWN.includes(line.id))
  assert.deepEqual(
    exceptions(business, (line, answer) => admin(answer) && done(answer) && (writes(line) || isOfOne(line))),
    [],
  )
})

test('the log is the audit administrator’s alone, who changes nothing but says yes or no', () => {
  const log = lines.filter(({ id }) => /Log$/.test(id))
  assert.ok(log.length > 1)
  assert.deepEqual(
    exceptions(log, (_, answer) => answer.asker.role !== 'audit_admin' && done(answer)),
    [],
  )
  const changes = lines.filter(
    (line) => writes(line) && line.feature === 'rights' && line.id !== 'decideGrants',
  )
  assert.deepEqual(
    exceptions(changes, (_, answer) => answer.asker.role === 'audit_admin' && done(answer)),
    [],
  )
})

test('a matter of another village or township is not there, neither to read nor to act on', () => {
  const apart = ({ asker }: Answer) => ['sibling', 'away', 'away village'].includes(asker.at)
  const ofOne = closed().filter(
    (line) => isOfOne(line) && isBusiness(line) && ![...OWN, ...OF_ALL].includes(line.id),
  )
  assert.deepEqual(
    exceptions(ofOne, (_, answer) => apart(answer) && answer.status !== 404),
    [],
  )
  const unseen = { sibling: 'own', away: 'own', 'away village': 'own' } as const
  assert.deepEqual(
    exceptions(lines, (_, { asker, sees }) => asker.at in unseen && sees.includes('own')),
    [],
  )
})

test('what is counted for somebody is what the ledger shows them', async () => {
  const everybody = scene.askers.filter(({ personId }) => personId !== null)
  const all = await Promise.all(
    everybody.map(async (asker) => {
      const get = async (of: string) =>
        (await answered(house, asker, { url: `/api/v1/problems${of}` })).json()
      const { rows, next } = await get('?limit=200')
      assert.equal(next, null)
      const { places } = await get('/counts')
      const { figures, trend, oldest } = await get('/overview')
      const counted = (places as { states: Record<string, number> }[])
        .flatMap(({ states }) => Object.values(states))
        .reduce((sum, n) => sum + n, 0)
      const who = `${asker.role} (${asker.at})`
      assert.deepEqual([counted, figures[0].n], [rows.length, rows.length], who)
      const isAdmin = isAdminRole(asker.role as Role)
      if (isAdmin) assert.deepEqual([rows, places, trend, oldest], [[], [], [], []], who)
      return rows.length as number
    }),
  )
  assert.ok(new Set(all).size > 4, 'scopes of several sizes')
})

test('who only looks changes nothing but what is their own', () => {
  const business = lines.filter((line) => isBusiness(line) && writes(line) && !OWN.includes(line.id))
  assert.deepEqual(
    exceptions(business, (_, answer) => answer.asker.role === 'viewer' && done(answer)),
    [],
  )
})

test('nothing is answered but what is known', () => {
  const known = [200, 201, 204, 302, 303, 401, 403, 404, 409, 422]
  const isAway = ({ status, code }: Answer) => status === 503 && code === 'sso_away'
  assert.deepEqual(
    exceptions(lines, (_, answer) => !known.includes(answer.status) && !isAway(answer)),
    [],
  )
})
