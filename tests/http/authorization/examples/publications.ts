import { sql } from 'kysely'
import type { actEndpoints } from '#features/publicity/api.ts'
import { pageKeysOf } from '#features/publicity/content.ts'
import { newId } from '#platform/ids.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import { PublicationWalk } from '#tests/support/publication-walk.ts'
import { bodyOf } from '../../bodies.ts'
import { day, type HousedCounty } from '../../house.ts'
import { always, type Example, type Examples } from '../example.ts'
import { answered, marks, type Scene } from '../scene.ts'
import { withPicture } from './problems.ts'

type Act = keyof typeof actEndpoints

const START = new Date(Date.now() - 2 * 86_400_000).toISOString()
const withholding = { reasonClass: 'sensitive', note: '正在协商', reviewOn: day(30) }

/** A publication about a problem of the upper village in each situation, brought there by people of the roster. */
async function situations({ east }: Scene) {
  const at = new Date(Date.now() - 4 * 86_400_000).toISOString()
  const { id: problemId } = (await new ProblemWalk(east, at).toRectifying()).acted
  const begun = () =>
    new PublicationWalk(east, START).begin('townClerk', { kind: 'problem', audience: 'society', problemId })
  const masked = async () => {
    const w = await (await begun()).toMaskCheck()
    for (const page of pageKeysOf((await w.row()).row.content))
      await w.act('townClerk', 'confirmPage', { page, marks: [], lifts: [] })
    return w
  }
  const approval = async () => {
    const w = await (await begun()).toSecrecyReview()
    await w.act('secrecy', 'passSecrecy', { opinion: '不涉密' })
    return w
  }
  const approved = async () => {
    const w = await approval()
    await w.act('townSecretary', 'approve', { opinion: '同意' })
    return w
  }
  const withdrawn = async () => {
    const w = await (await begun()).toPublished()
    await w.act('secrecy', 'withdraw', { reason: '误发' })
    return w
  }
  const withholdAsked = async () => {
    const w = await begun()
    await w.act('townClerk', 'withhold', withholding)
    return w
  }
  const withheld = async () => {
    const w = await withholdAsked()
    await w.act('leader', 'approveWithholding', {})
    return w
  }
  /** What the public said of it, and how far the answer is. */
  const commented = async (until: 'waiting' | 'forwarded' | 'answered') => {
    const walk = await (await begun()).toPublished()
    const commentId = newId()
    await east.deps.database.write(east.countyId, (tx) =>
      sql`SELECT leave_comment(${walk.acted.number}, ${commentId}, '沟渠又堵了', ${walk.at})`.execute(tx),
    )
    if (until !== 'waiting') await walk.act('townClerk', 'screenComment', { commentId, forward: true })
    if (until === 'answered')
      await walk.act('villageSecretary', 'answerComment', { commentId, answer: '已清理。' })
    return { walk, commentId }
  }
  const only = async (walk: Promise<PublicationWalk>) => ({ walk: await walk, commentId: newId() })
  return {
    problemId,
    of: {
      draft: await only(begun()),
      maskCheck: await only(begun().then((w) => w.toMaskCheck())),
      masked: await only(masked()),
      secrecyReview: await only(begun().then((w) => w.toSecrecyReview())),
      approval: await only(approval()),
      approved: await only(approved()),
      published: await only(begun().then((w) => w.toPublished())),
      waiting: await commented('waiting'),
      forwarded: await commented('forwarded'),
      answered: await commented('answered'),
      withdrawn: await only(withdrawn()),
      withholdAsked: await only(withholdAsked()),
      withheld: await only(withheld()),
    },
  }
}

type Situation = keyof Awaited<ReturnType<typeof situations>>['of']

/** Which situation each act is asked for in. A new act does not compile until it is said here. */
const situationOf = {
  revise: 'published',
  edit: 'draft',
  regenerate: 'draft',
  choosePictures: 'draft',
  submit: 'draft',
  drop: 'draft',
  confirmPage: 'maskCheck',
  passMasks: 'masked',
  passSecrecy: 'secrecyReview',
  approve: 'approval',
  publish: 'approved',
  withdraw: 'published',
  erasePublished: 'withdrawn',
  recordChannel: 'published',
  screenComment: 'waiting',
  answerComment: 'forwarded',
  passAnswer: 'answered',
  returnAnswer: 'answered',
  withhold: 'draft',
  approveWithholding: 'withholdAsked',
  refuseWithholding: 'withholdAsked',
  keepWithheld: 'withheld',
  discloseAfterAll: 'withheld',
} as const satisfies Record<Exclude<Act, 'begin' | 'checkPicture' | 'sendBack'>, Situation>

const idOf = (act: string): string => `publication${act[0]?.toUpperCase()}${act.slice(1)}`

export async function publicationExamples(scene: Scene): Promise<Examples> {
  const { house, east, clerk, uploads } = scene
  for (const county of [house.east, house.west]) await draftMarked(scene, county)
  const { problemId, of } = await situations(scene)
  const begin = { kind: 'problem', audience: 'society', problemId }
  const example = (act: string, situation: Situation): Example => {
    const { walk, commentId } = of[situation]
    return (asker) => {
      const { id, version } = walk.acted
      const own = { commandId: newId(), commentId, channel: 'notice_board', ...withholding }
      const body = { ...bodyOf(east, act, version), ...own, uploadId: uploads.picture(asker) }
      return { params: { id }, body }
    }
  }
  const picture = await pictureToCheck()
  const proof = await proofOf(of.answered.walk)
  const one = always({ params: { id: of.published.walk.acted.id } })
  return {
    listPublications: always(),
    getPublicationWork: always(),
    getPublication: one,
    getPublicationPicture: always({ params: { id: picture.id, sha256: picture.sha256 } }),
    getPublicationProof: always({ params: proof }),
    publicationBegin: () => ({ body: { commandId: newId(), ...begin } }),
    publicationCheckPicture: () => ({
      params: { id: picture.id },
      body: { ...bodyOf(east, 'checkPicture', picture.version), pictureId: picture.pictureId },
    }),
    publicationSendBack: {
      'from the masks': example('sendBack', 'maskCheck'),
      'from secrecy': example('sendBack', 'secrecyReview'),
      'from approval': example('sendBack', 'approval'),
      'when approved': example('sendBack', 'approved'),
    },
    ...Object.fromEntries(
      Object.entries(situationOf).map(([act, situation]) => [idOf(act), example(act, situation)]),
    ),
  }

  /** With a picture, which only the program's own store can give: waits for a look at it. */
  async function pictureToCheck() {
    const shown = await withPicture(scene)
    const post = async (path: string, payload: object) =>
      (await answered(house, clerk, { method: 'POST', url: `/api/v1/publications${path}`, payload })).json()
    const { id, version } = await post('', { commandId: newId(), ...begin, problemId: shown.id })
    const read = async () => (await answered(house, clerk, { url: `/api/v1/publications/${id}` })).json()
    const evidenceIds = [(await read()).choosable[0].evidenceId]
    const chosen = await post(`/${id}/choose-pictures`, { commandId: newId(), version, evidenceIds })
    const sent = await post(`/${id}/submit`, { commandId: newId(), version: chosen.version })
    const [{ id: pictureId, sha256 }] = (await read()).pictures
    return { id, version: sent.version as number, pictureId, sha256 }
  }

  /** Put up in the village with a picture of it; the walk goes on from there. */
  async function proofOf(walk: PublicationWalk) {
    const { id, version } = walk.acted
    const body = { commandId: newId(), version, channel: 'notice_board', place: '村口', happenedOn: day(0) }
    const recorded = await answered(house, clerk, {
      ...{ method: 'POST', url: `/api/v1/publications/${id}/record-channel` },
      payload: { ...body, uploadId: uploads.picture(clerk) },
    })
    walk.acted = recorded.json()
    const { channels } = (await answered(house, clerk, { url: `/api/v1/publications/${id}` })).json()
    return { id, sha256: channels[0].sha256 }
  }
}

/** A draft about each problem whose title says where it is. */
async function draftMarked({ house }: Scene, county: HousedCounty): Promise<void> {
  const { rows } = await house.test.owner.query<{ id: string }>(
    'SELECT id FROM problems WHERE county_id = $1 AND title = ANY($2)',
    [county.countyId, Object.values(marks)],
  )
  for (const { id: problemId } of rows)
    await new PublicationWalk(county, new Date(Date.now() - 3_600_000).toISOString()).begin('office', {
      ...{ kind: 'problem', audience: 'society', problemId },
    })
}
