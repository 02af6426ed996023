import type { AppealState } from '#features/appeals/lifecycle.ts'
import { counterOf } from '#features/appeals/register.ts'
import { addDays } from '#platform/calendar/index.ts'
import { type AppealCase, Appealing, type AppealStage } from './appealing.ts'
import { atOnce } from './at-once.ts'
import type { Cast, Unit } from './cast.ts'
import { demoPlaces, isTown, isVillage } from './people.ts'
import { createRandom } from './random.ts'
import { appealTexts, residents } from './texts/appeals.ts'

/** Appeals of the demo county in every state, made through the real acts at past moments. */

type Life = {
  /** How many of them. */
  n: number
  /** Begun between so many and so many days ago. */
  ago: readonly [number, number]
  state: AppealState
  /** What they are about, where not every matter has such a life. */
  field?: string
  live: (a: Appealing) => Promise<unknown>
}

const byReceipt = 'resident'
const closed = async (a: Appealing) => {
  await a.register()
  await a.handling()
  await a.toCallback()
  return a.solved()
}
const petition = { track: 'petition', nature: 'complaint' } as const
const askSuspension = (a: Appealing, days: number) =>
  a.act(a.of.registrar, 'requestSuspension', {
    ...{ until: addDays(a.on, days), reasonCode: 'project', leaderId: a.of.town.secretary.id },
    reason: '已列入下半年的农村道路项目，资金下达后实施。',
  })
const askReturn = { reasonCode: 'not_ours', reason: '不属于本单位职责，应由镇里牵头。' } as const

const lives: Record<string, Life> = {
  solved: {
    ...{ n: 36, ago: [50, 170], state: 'archived' },
    live: async (a) => {
      await closed(a)
      if (a.of.random.chance(0.25))
        await a.wait({ days: 1 }).act(byReceipt, 'rate', { satisfaction: 'satisfied', solved: true })
      await a.archived()
    },
  },
  /** Of the month that ended last: what is published of it, enough of them for tables by township and field. */
  ofLastMonth: {
    ...{ n: 80, ago: [26, 58], state: 'archived' },
    live: async (a) => {
      await closed(a)
      await a.wait({ days: 16 }).act('timer', 'archive', {})
    },
  },
  redone: {
    ...{ n: 4, ago: [60, 150], state: 'archived' },
    live: async (a) => {
      await a.register()
      await a.handling()
      await a.toCallback()
      await a
        .wait({ hours: 5 })
        .act(a.of.registrar, 'redo', { reason: '回访时群众说没有修到位，请再去一次。' })
      await a.toCallback()
      await a.solved()
      await a.archived()
    },
  },
  extended: {
    ...{ n: 3, ago: [60, 120], state: 'archived' },
    live: async (a) => {
      await a.register({ nature: 'complaint' })
      await a.handling()
      const newDueOn = addDays(await a.dueOn(), 1)
      await a.act(a.of.handler.clerk, 'requestExtension', { newDueOn, reason: '等待配件到货，已告知本人。' })
      await a.act(a.of.town.secretary, 'approveExtension', {})
      await a.wait({ days: 2 }).toCallback()
      await a.solved()
      await a.archived()
    },
  },
  excluded: {
    ...{ n: 2, ago: [60, 120], state: 'archived' },
    live: async (a) => {
      await a.register()
      await a.handling()
      await a.act(a.of.handler.clerk, 'requestExclusion', {
        ...{ reasonCode: 'third_party', reason: '须等待供电公司按程序迁改线路。' },
      })
      await a.act(a.of.town.secretary, 'approveExclusion', {})
      await a.toCallback()
      await a.solved()
      await a.archived()
    },
  },
  atOnce: {
    ...{ n: 6, ago: [40, 160], state: 'archived' },
    live: async (a) => {
      await a.register({ nature: 'inquiry' })
      await a.act(a.of.registrar, 'answerAtOnce', {
        text: '所需材料和办理地点已当场说明。',
        satisfaction: 'satisfied',
      })
      await a.archived()
    },
  },
  refused: {
    ...{ n: 2, ago: [2, 8], state: 'refused' },
    live: async (a) => {
      await a.register()
      const text = '此事法院正在审理，请等待判决，有疑问可问立案庭。'
      await a.act(a.of.registrar, 'refuse', {
        reasonCode: 'litigation',
        destination: '县人民法院立案庭',
        text,
      })
    },
  },
  justSolved: { n: 10, ago: [7, 16], state: 'closed', live: closed },
  notSolved: {
    ...{ n: 3, ago: [8, 15], state: 'closed' },
    live: async (a) => {
      await a.register()
      await a.handling()
      await a.toCallback()
      await a.wait({ hours: 4 }).act(a.of.registrar, 'closeUnsolved', {
        ...{ reasonableness: 'no_basis', satisfaction: 'fair', reason: '按现行政策不能办，已当面解释。' },
      })
    },
  },
  unreached: {
    ...{ n: 1, ago: [9, 14], state: 'closed' },
    live: async (a) => {
      await a.register()
      await a.handling()
      await a.toCallback()
      for (let i = 0; i < 3; i++)
        await a.wait({ hours: 3 }).act(a.of.registrar, 'recordCall', { note: '无人接听' })
      await a.act(a.of.registrar, 'closeUnreached', {})
    },
  },
  screening: { n: 3, ago: [1, 2], state: 'screening', live: (a) => a.receive() },
  setAside: {
    ...{ n: 1, ago: [3, 6], state: 'set_aside' },
    live: async (a) => {
      await a.receive()
      await a.act(a.of.registrar, 'setAside', { reasonCode: 'advertisement' })
    },
  },
  registered: { n: 4, ago: [1, 3], state: 'registered', live: (a) => a.register() },
  dispatched: {
    ...{ n: 5, ago: [1, 4], state: 'dispatched' },
    live: async (a) => {
      await a.register()
      await a.dispatched()
    },
  },
  signed: {
    ...{ n: 4, ago: [2, 4], state: 'signed' },
    live: async (a) => {
      await a.register()
      await a.signed()
    },
  },
  handling: {
    ...{ n: 10, ago: [4, 12], state: 'handling' },
    live: async (a) => {
      await a.register()
      await a.handling()
    },
  },
  old: {
    ...{ n: 2, ago: [20, 40], state: 'handling', field: 'land' },
    live: async (a) => {
      await a.register({ sinceOn: addDays(a.on, -1100), people: 6 })
      await a.handling()
      await a.act(a.of.town.secretary, 'assignLeader', { leaderId: a.of.town.secretary.id })
      await a.act(a.of.town.secretary, 'pledge', { year: Number(a.on.slice(0, 4)) })
      await a
        .wait({ days: 8 })
        .act(a.of.registrar, 'urge', { kind: 'order', reason: '已超过办理期限，请尽快调解。' })
    },
  },
  waiting: {
    ...{ n: 2, ago: [4, 6], state: 'waiting' },
    live: async (a) => {
      await a.register()
      await a.handling()
      await a.act(a.of.handler.clerk, 'askResident', { text: '请告诉我们具体是哪一户门前的管道。' })
    },
  },
  returning: {
    ...{ n: 2, ago: [2, 3], state: 'returning' },
    live: async (a) => {
      await a.register()
      await a.dispatched()
      await a
        .wait({ hours: 2 })
        .act(a.of.handler.clerk, 'requestReturn', { ...askReturn, properOwnerId: a.of.town.id })
    },
  },
  disputed: {
    ...{ n: 1, ago: [3, 4], state: 'return_disputed' },
    live: async (a) => {
      const properOwnerId = a.of.town.id
      await a.register()
      await a.dispatched()
      await a.act(a.of.handler.clerk, 'requestReturn', { ...askReturn, properOwnerId })
      await a.act(a.of.registrar, 'refuseReturn', { reason: '事项在本村范围内，请先办理。' })
      await a.act(a.of.handler.clerk, 'requestSecondReturn', { ...askReturn, properOwnerId })
    },
  },
  answered: {
    ...{ n: 3, ago: [5, 8], state: 'answered' },
    live: async (a) => {
      await a.register()
      await a.handling()
      await a.answered()
    },
  },
  callback: {
    ...{ n: 4, ago: [6, 9], state: 'callback' },
    live: async (a) => {
      await a.register()
      await a.handling()
      await a.toCallback()
    },
  },
  objected: {
    ...{ n: 2, ago: [9, 14], state: 'objected' },
    live: async (a) => {
      await closed(a)
      await a
        .wait({ hours: 10 })
        .act(byReceipt, 'sayUnsolved', { reason: '下雨后又是老样子。', satisfaction: 'unsatisfied' })
    },
  },
  meeting: {
    ...{ n: 1, ago: [24, 30], state: 'joint_meeting' },
    live: async (a) => {
      await a.register()
      await a.handling()
      for (const reason of ['仍未解决，请再办。', '第二次仍未解决。']) {
        await a.toCallback()
        await a.act(a.of.registrar, 'redo', { reason })
      }
      await a.toCallback()
      await a.act(a.of.registrar, 'callMeeting', { reason: '两次重办仍未解决，提请联席会商。' })
    },
  },
  suspended: {
    ...{ n: 3, ago: [20, 60], state: 'suspended' },
    live: async (a) => {
      await a.register()
      await a.handling()
      await askSuspension(a, 150)
      await a.act(a.of.town.secretary, 'approveSuspension', {})
    },
  },
  diverted: {
    ...{ n: 1, ago: [5, 9], state: 'diverted' },
    live: async (a) => {
      await a.register()
      await a.act(a.of.registrar, 'divert', { kindCode: 'accusation' })
    },
  },
  withdrawn: {
    ...{ n: 1, ago: [5, 20], state: 'withdrawn' },
    live: async (a) => {
      await a.register()
      await a.dispatched()
      await a.wait({ hours: 3 }).act(byReceipt, 'withdraw', { reason: '已经自己处理好了。' })
    },
  },
  reviewing: {
    ...{ n: 1, ago: [18, 22], state: 'reviewing', field: 'land' },
    live: async (a) => {
      await a.register(petition)
      await a.handling()
      await a.toCallback()
      await a.solved()
      await a.wait({ days: 1 }).act(a.of.registrar, 'applyReview', { reason: '对处理意见不服，申请复查。' })
    },
  },
  finalReview: {
    ...{ n: 1, ago: [45, 50], state: 'final_review', field: 'land' },
    live: async (a) => {
      const [leader] = a.stage.cast.county.leader
      if (!leader) throw new Error('no leader')
      await a.register(petition)
      await a.handling()
      await a.toCallback()
      await a.solved()
      await a.act(a.of.registrar, 'applyReview', { reason: '对处理意见不服，申请复查。' })
      await a.wait({ days: 12 }).act(leader, 'decideReview', { decision: '维持原处理意见。', upheld: true })
      await a
        .wait({ days: 6 })
        .act(a.of.registrar, 'applyFinalReview', { reason: '对复查意见不服，申请复核。' })
    },
  },
}

/** In a second pass: each goes to one that runs at the same place. */
const JOINED = { n: 2, life: 'joined' } as const

/** Enters the appeals; gives back where the numbers of each year go on. */
export async function bringAppeals(stage: AppealStage): Promise<Map<string, number>> {
  const cases = listCases(stage)
  const counters = new Map<string, number>()
  for (const one of cases) {
    const year = counterOf(stage.worldAt(one.start).today.slice(0, 4))
    one.n = counters.get(year) ?? 1
    counters.set(year, one.n + 1)
  }
  const running: Appealing[] = []
  const [joining, others] = [
    cases.filter(({ life }) => life === JOINED.life),
    cases.filter(({ life }) => life !== JOINED.life),
  ]
  await atOnce(8, others, async (one) => {
    const { live, state } = lives[one.life]!
    const a = new Appealing(stage, one)
    await live(a)
    if (a.acted.state !== state)
      throw new Error(`an appeal is ${a.acted.state}, and was to be ${state}: ${one.life}`)
    if (a.on >= stage.today) throw new Error(`an appeal goes on until ${a.on}: ${one.life}`)
    if (state === 'handling') running.push(a)
  })
  const mains = running.toSorted((a, b) => a.of.n - b.of.n)
  for (const [i, one] of joining.entries()) {
    const main = mains[i]
    if (!main) break
    const { village, town, registrar, text } = main.of
    const a = new Appealing(stage, { ...one, village, town, registrar, text })
    await a.register()
    await a.act(registrar, 'join', { mainId: main.acted.id })
  }
  return counters
}

function listCases({ cast, today }: AppealStage): AppealCase[] {
  const names = [
    ...Object.entries(lives).flatMap(([life, { n }]) => Array.from({ length: n }, () => life)),
    ...Array.from({ length: JOINED.n }, () => JOINED.life),
  ]
  const bureau = [...cast.units.values()].find(({ place }) => place.name === demoPlaces.bureau)
  return names
    .map((life, i): AppealCase => {
      const random = createRandom(`appeal/${life}/${i}`)
      const village = placeOf(cast, i, random)
      const town = cast.units.get(village.place.parent)
      const registrar = cast.registrars.get(village.place.parent)
      if (!town || !registrar || !bureau) throw new Error(`nobody registers for ${village.place.name}`)
      const { ago: [least, most] = [1, 2], field = undefined } = lives[life] ?? {}
      const texts = appealTexts.filter((text) => field === undefined || text.field === field)
      const day = addDays(today, -random.int(least, most))
      const start = new Date(`${day}T0${random.int(0, 5)}:${String(random.int(10, 59))}:00Z`)
      // Villages handle most; who is asked to return it says that the township should.
      const handler = random.chance(0.8) || i % 7 === 0 ? village : random.chance(0.7) ? town : bureau
      return {
        ...{ life, n: 0, start, village, town, registrar, random },
        handler: ['returning', 'disputed'].includes(life) ? village : handler,
        ...{ text: random.pick(texts), resident: random.pick(residents) },
      }
    })
    .sort((a, b) => a.start.getTime() - b.start.getTime())
}

/** Half of them lie with the demo accounts: in their township, and half of these in their village. */
function placeOf({ units }: Cast, i: number, random: AppealCase['random']): Unit {
  const villages = [...units.values()].filter(({ place }) => isVillage(place))
  const own = [...units.values()].find(({ place }) => isTown(place) && place.name === demoPlaces.town)
  const near = villages.filter(({ place }) => place.parent === own?.place.code)
  const demo = near.find(({ place }) => place.name === demoPlaces.village)
  if (i % 4 === 0 && demo) return demo
  return random.pick(i % 4 === 1 ? near : villages)
}
