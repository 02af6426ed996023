import type { OfferedAct } from '#features/appeals/api.ts'
import { png } from '#platform/files/samples.ts'
import { newId } from '#platform/ids.ts'
import { AppealWalk } from '#tests/support/appeal-walk.ts'
import type { OrganizationName } from '#tests/support/roster.ts'
import { day, type HousedCounty } from '../../house.ts'
import { always, type Example, type Examples } from '../example.ts'
import { answered, marks, type Scene } from '../scene.ts'

const START = () => new Date(Date.now() - 3 * 3_600_000).toISOString()

/** An appeal of the upper village in each situation, brought there by people of the roster. */
async function situations({ house, east }: Scene) {
  const { organizations, people } = east
  const walk = () => new AppealWalk(east, house.program.appeals, START())
  const registered = () => walk().register()
  const dispatched = async () => (await registered()).dispatched()
  const signed = async () => (await dispatched()).act('villageClerk', 'sign', {})
  const handling = async () => (await signed()).act('villageClerk', 'contact', { way: 'phone' })
  const callback = async () => (await handling()).toCallback()
  const closed = async () => (await callback()).act('townRegistrar', 'closeSolved', {})
  const elsewhere = { reasonCode: 'not_ours', reason: '不属本村', properOwnerId: organizations.stoneBridge }
  const redone = async () => {
    const w = await callback()
    for (let i = 0; i < 2; i++) {
      await w.act('townRegistrar', 'redo', { reason: '没修好' })
      await w.toCallback()
    }
    return w
  }
  const asked = async (act: 'requestExtension' | 'requestSuspension' | 'requestExclusion') => {
    const w = await handling()
    const fields = {
      requestExtension: { newDueOn: await w.dayAfterDue(), reason: '等配件' },
      requestSuspension: {
        ...{ until: w.day(60), reasonCode: 'project', reason: '列入项目' },
        leaderId: people.townSecretary,
      },
      requestExclusion: { reasonCode: 'beyond_power', reason: '超出职权' },
    }
    return w.act('villageClerk', act, fields[act] as never)
  }
  const returning = async () => (await dispatched()).act('villageClerk', 'requestReturn', elsewhere)
  const petition = async () => {
    const w = await walk().register({ track: 'petition', nature: 'complaint', fieldCode: 'land' })
    await w.toHandling()
    await w.toCallback()
    return w.act('townRegistrar', 'closeSolved', {})
  }
  const reviewing = async () => (await petition()).resident('applyReview', { reason: '不服' })
  const reviewed = async () =>
    (await reviewing()).act('leader', 'decideReview', { decision: '维持', upheld: true })
  const final = async () => {
    const w = await reviewed()
    return w.resident('applyFinalReview', { reason: '不服复查' })
  }
  const setAside = async () => {
    const w = await walk().receive()
    return w.act('townRegistrar2', 'setAside', { reasonCode: 'test' })
  }
  const pictured = () => walk().receive({}, { picture: png() })
  const disputed = async () => {
    const w = await returning()
    await w.act('townRegistrar', 'refuseReturn', { reason: '属本村' })
    return w.act('villageClerk', 'requestSecondReturn', elsewhere)
  }
  const refused = async () =>
    (await registered()).act('townRegistrar', 'refuse', {
      ...{ reasonCode: 'litigation', destination: '法院', text: '请向法院反映' },
    })
  const unreached = async () => {
    const w = await callback()
    for (let i = 0; i < 3; i++) await w.act('townRegistrar', 'recordCall', {})
    return w
  }
  const objected = async () => (await closed()).resident('sayUnsolved', {})
  const main = await handling()
  return {
    main,
    of: {
      screening: await walk().receive(),
      registered: await registered(),
      inquiry: await walk().register({ nature: 'inquiry' }),
      dispatched: await dispatched(),
      signed: await signed(),
      handling: await handling(),
      assisted: await (await registered())
        .act('townRegistrar', 'dispatch', {
          ...{ handlerId: organizations.stoneBridge, assistantIds: [organizations.upperVillage] },
        })
        .then((w) => w.act('townClerk', 'sign', {}))
        .then((w) => w.act('townClerk', 'contact', { way: 'phone' })),
      waiting: await handling().then((w) => w.act('villageClerk', 'askResident', { text: '哪一盏？' })),
      returning: await returning(),
      returnedOnce: await returning()
        .then((w) => w.act('townRegistrar', 'agreeReturn', {}))
        .then((w) => w.dispatched()),
      disputed: await disputed(),
      extensionAsked: await asked('requestExtension'),
      suspensionAsked: await asked('requestSuspension'),
      exclusionAsked: await asked('requestExclusion'),
      answered: await handling().then((w) =>
        w.act('villageClerk', 'answer', { text: '已修好', claim: 'solved' }),
      ),
      callback: await callback(),
      unreached: await unreached(),
      redone: await redone(),
      objected: await objected(),
      meeting: await redone().then((w) => w.act('townRegistrar', 'callMeeting', { reason: '两次未解决' })),
      suspended: await asked('requestSuspension').then((w) =>
        w.act('townSecretary', 'approveSuspension', {}),
      ),
      closed: await closed(),
      petition: await petition(),
      reviewing: await reviewing(),
      reviewed: await reviewed(),
      final: await final(),
      refused: await refused(),
      joined: await walk().registerJoined(main),
      setAside: await setAside(),
      pictured: await pictured(),
      withheld: await pictured().then((w) => w.act('townRegistrar', 'withholdPictures', {})),
      diverted: await registered().then((w) => w.act('townRegistrar', 'divert', { kindCode: 'accusation' })),
    },
  }
}

type Situation = keyof Awaited<ReturnType<typeof situations>>['of']

/** Which situation each act is asked for in. A new act does not compile until it is said here. */
const situationOf = {
  pass: 'screening',
  setAside: 'screening',
  restore: 'setAside',
  withholdPictures: 'pictured',
  showPictures: 'withheld',
  amend: 'registered',
  classify: 'registered',
  answerAtOnce: 'inquiry',
  dispatch: 'registered',
  recall: 'dispatched',
  reassign: 'handling',
  refuse: 'registered',
  object: 'refused',
  join: 'registered',
  separate: 'joined',
  divert: 'registered',
  sign: 'dispatched',
  requestReturn: 'dispatched',
  requestSecondReturn: 'returnedOnce',
  agreeReturn: 'returning',
  refuseReturn: 'returning',
  forceHandler: 'disputed',
  contact: 'signed',
  reportProgress: 'handling',
  addEvidence: 'handling',
  recordMediation: 'handling',
  reportAssistance: 'assisted',
  askResident: 'handling',
  replyResident: 'waiting',
  resumeHandling: 'waiting',
  requestExtension: 'handling',
  approveExtension: 'extensionAsked',
  refuseExtension: 'extensionAsked',
  requestSuspension: 'handling',
  approveSuspension: 'suspensionAsked',
  refuseSuspension: 'suspensionAsked',
  returnFromSuspension: 'suspended',
  requestExclusion: 'handling',
  approveExclusion: 'exclusionAsked',
  refuseExclusion: 'exclusionAsked',
  urge: 'handling',
  assignLeader: 'handling',
  answer: 'handling',
  passAnswer: 'answered',
  returnAnswer: 'answered',
  recordCall: 'callback',
  closeSolved: 'callback',
  closeUnsolved: 'callback',
  closeUnreached: 'unreached',
  redo: 'callback',
  callMeeting: 'redone',
  keepClosed: 'objected',
  meetingRedo: 'meeting',
  meetingClose: 'meeting',
  reply: 'handling',
  applyReview: 'petition',
  decideReview: 'reviewing',
  applyFinalReview: 'reviewed',
  decideFinalReview: 'final',
  makeProblem: 'closed',
  pledge: 'handling',
} as const satisfies Record<OfferedAct, Situation>

const idOf = (act: string): string => `appeal${act[0]?.toUpperCase()}${act.slice(1)}`
const given = { reason: '核实情况' }

export async function appealExamples(scene: Scene): Promise<Examples> {
  const { house, east, clerk, uploads } = scene
  for (const county of [house.east, house.west]) await registerMarked(scene, county)
  const { main, of } = await situations(scene)
  const { rows } = await house.test.owner.query<{ number: string }>(
    'SELECT number FROM problems WHERE county_id = $1 LIMIT 1',
    [east.countyId],
  )
  const problemNumber = rows[0]?.number ?? ''
  const newDueOn = await of.handling.dayAfterDue()
  const example = (act: OfferedAct): Example => {
    const { id, version } = of[situationOf[act]].acted
    return (asker) => ({
      params: { id },
      body: {
        ...bodyOf(east, act, { version, mainId: main.acted.id, problemNumber, newDueOn }),
        uploadId: uploads.picture(asker),
      },
    })
  }
  const one = { id: of.handling.acted.id }
  const matter = new AppealWalk(east, house.program.appeals, START()).matter()
  const registering = { channel: 'phone', openness: 'handler', person: {}, ...matter }
  const classed = { nature: 'help', fieldCode: 'roads' }
  const { organizations, people } = east
  const reception = {
    ...{ day: day(7), hours: '9:00-11:00', place: '镇便民服务中心', leaderId: people.townSecretary },
  }
  return {
    listAppeals: always(),
    getAppealWork: always(),
    getAppealOverview: always(),
    listPledges: always({ query: { year: '2025' } }),
    getAppeal: always({ params: one }),
    getAppealEvidence: always({ params: await proof() }),
    listSimilarAppeals: always({ body: { placeId: organizations.upperVillage, text: '村口路灯不亮' } }),
    prefillAppeal: always({ body: { text: '上河村路灯坏了' } }),
    listHandlerSuggestions: always({ params: { id: of.registered.acted.id } }),
    openAppealIdentity: {
      'the handler may know': () => ({ params: one, body: { commandId: newId(), ...given } }),
      'the registrar alone': always({
        params: { id: await guarded() },
        body: { commandId: newId(), ...given },
      }),
    },
    reissueAppealReceipt: () => ({ params: one, body: { commandId: newId(), ...given } }),
    findAppealByReceipt: always({ body: { receipt: of.handling.receipt } }),
    listDiverted: always(),
    openDiverted: () => ({ params: { id: of.diverted.acted.id }, body: { commandId: newId(), ...given } }),
    listReceptionDays: always(),
    addReceptionDay: {
      'of the township': () => ({
        body: { id: newId(), organizationId: organizations.stoneBridge, ...reception },
      }),
      'of the county': () => ({ body: { id: newId(), organizationId: organizations.county, ...reception } }),
    },
    cancelReceptionDay: always({ params: { id: await announced() }, body: {} }),
    registerAppeal: () => ({ body: { commandId: newId(), ...registering, ...classed } }),
    registerJoinedAppeal: () => ({ body: { commandId: newId(), ...registering, mainId: main.acted.id } }),
    ...Object.fromEntries((Object.keys(situationOf) as OfferedAct[]).map((act) => [idOf(act), example(act)])),
  }

  /** Who brought it up wants nobody but the registrar to know. */
  async function guarded(): Promise<string> {
    const w = await new AppealWalk(east, house.program.appeals, START()).register({ openness: 'registrar' })
    return (await w.toHandling()).acted.id
  }

  async function proof() {
    const w = await new AppealWalk(east, house.program.appeals, START()).register()
    await w.toHandling()
    const { id, version } = w.acted
    const body = { commandId: newId(), version, kind: 'site', takenOn: day(0) }
    await answered(house, clerk, {
      ...{ method: 'POST', url: `/api/v1/appeals/${id}/add-evidence` },
      payload: { ...body, uploadId: uploads.picture(clerk) },
    })
    const { evidence } = (await answered(house, clerk, { url: `/api/v1/appeals/${id}` })).json()
    return { id, sha256: evidence[0].sha256 }
  }

  async function announced(): Promise<string> {
    const id = newId()
    const secretary = scene.askers.find(({ role, at }) => role === 'secretary' && at === 'over')!
    await answered(house, secretary, {
      ...{ method: 'POST', url: '/api/v1/reception-days' },
      payload: { id, organizationId: organizations.stoneBridge, ...reception },
    })
    return id
  }
}

type Named = { version: number; mainId: string; problemNumber: string; newDueOn: string }

/** A body that is right in form for every act: fields that an act does not know are not looked at. */
function bodyOf({ organizations, people }: HousedCounty, act: OfferedAct, named: Named): object {
  const text = '说明情况'
  const codes: Partial<Record<OfferedAct, string>> = {
    ...{ setAside: 'test', refuse: 'litigation', requestSuspension: 'project' },
    ...{ requestExclusion: 'beyond_power' },
  }
  const kinds: Partial<Record<OfferedAct, string>> = { urge: 'urge', addEvidence: 'site' }
  return {
    ...{ commandId: newId(), ...named, text, note: text, reason: text, decision: text, destination: text },
    ...{ placeId: organizations.upperVillage, title: text, cause: text, aboutVillage: false, people: 1 },
    ...{ track: 'ordinary', nature: 'help', urgency: 'ordinary', isComplex: false, fieldCode: 'roads' },
    ...{ handlerId: organizations.stoneBridge, assistantIds: [], properOwnerId: organizations.stoneBridge },
    ...{ reasonCode: codes[act] ?? 'not_ours', kindCode: 'accusation', kind: kinds[act], way: 'phone' },
    ...{ happenedOn: day(0), takenOn: day(0), until: day(60), agreed: true, solved: true },
    ...{ leaderId: people.townSecretary, claim: 'solved', reasonableness: 'no_basis', upheld: true },
    year: new Date().getFullYear(),
  }
}

/** An appeal in every place whose title says where it is, dispatched to the village. */
async function registerMarked({ house }: Scene, county: HousedCounty): Promise<void> {
  const places: [OrganizationName, string][] =
    county === house.east
      ? [
          ['upperVillage', marks.own],
          ['lowerVillage', marks.sibling],
          ['willowVillage', marks.away],
        ]
      : [['upperVillage', marks['other county']]]
  for (const [place, title] of places) {
    const w = new AppealWalk(county, house.program.appeals, START())
    await w.register({ title }, place, 'countyRegistrar')
    await w.dispatched(place, 'countyRegistrar')
  }
}
