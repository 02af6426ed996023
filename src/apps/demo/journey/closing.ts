import { words } from '../texts/words.ts'
import type { Journey } from './journey.ts'

/** Applying for closure, the gates behind it, and refusal. */

export async function apply(j: Journey): Promise<void> {
  const mostly = j.problem.dated.some(({ act }) => act === 'keepLongTerm')
  await j.act(j.unit.secretary, 'requestClosure', {
    ...{ completion: mostly ? 'mostly' : 'done', summary: j.say(words.summary) },
    remaining: mostly ? j.say(words.remaining) : undefined,
  })
}

/** A village's application is judged by its township, others by the office. */
export const endorse = (j: Journey) =>
  j.act(j.town?.secretary ?? j.county.office, 'endorse', {
    opinion: j.say(j.isVillage ? words.endorse : words.endorseOffice),
  })
export const sendBack = (j: Journey) => j.act(j.county.office, 'sendBack', { reason: j.say(words.sendBack) })
export const passPapers = (j: Journey) =>
  j.act(j.county.office, 'passDocuments', { opinion: j.say(words.passDocuments) })

export const check = (j: Journey) =>
  j.act(j.county.inspector, 'recordSiteCheck', { ...j.siteCheck(words.sitePassed), passed: true })
export const failCheck = (j: Journey) =>
  j.act(j.county.inspector, 'recordSiteCheck', { ...j.siteCheck(words.siteFailed), passed: false })
export const confirm = (j: Journey) =>
  j.act(j.county.second, 'passSiteCheck', { note: j.say(words.confirmCheck) })

export async function evaluate(j: Journey): Promise<void> {
  await rate(j, 'residents', j.random.int(18, 60))
  if (j.random.chance(0.3)) await rate(j, j.random.pick(['delegates', 'cppcc'] as const), j.random.int(3, 9))
}

async function rate(
  j: Journey,
  raterClass: 'residents' | 'delegates' | 'cppcc',
  handedOut: number,
): Promise<void> {
  const { random } = j
  const valid = handedOut - random.int(0, Math.floor(handedOut / 8))
  const unsatisfied = random.int(0, Math.floor(valid / 14))
  const fair = random.int(0, Math.floor(valid / 7))
  await j.act(j.town?.clerk ?? j.county.office, 'attachEvaluation', {
    ...{ raterClass, handedOut, valid, satisfied: valid - fair - unsatisfied, fair, unsatisfied },
    ratedOn: j.on,
  })
}

export const passEvaluation = (j: Journey) =>
  j.act(j.county.chief, 'passEvaluation', { note: j.say(words.passEvaluation) })

export const signDiscipline = (j: Journey) =>
  j.act(j.county.discipline, 'countersign', { agrees: true, note: j.say(words.agrees) })
export const signPersonnel = (j: Journey) =>
  j.act(j.county.personnel, 'countersign', { agrees: true, note: j.say(words.agrees) })
export const disagree = (j: Journey) =>
  j.act(j.county.personnel, 'countersign', { agrees: false, note: j.say(words.disagrees) })

export const close = (j: Journey) => j.act(j.county.chief, 'close', { opinion: j.say(words.close) })
export const keepLongTerm = (j: Journey) =>
  j.act(j.county.chief, 'keepLongTerm', {
    remaining: j.say(words.remaining),
    opinion: j.say(words.keepLongTerm),
  })
export const refuse = (j: Journey) =>
  j.act(j.county.office, 'refuseClosure', { reason: j.say(words.refuseClosure) })

/** Who answers for what: the place directly, its township mainly, a department for not having helped (S0-34). */
export async function attribute(j: Journey): Promise<void> {
  const { attribution } = words
  const bureau = [...j.stage.cast.units.values()].find(({ place }) => place.shortName === '县农业农村局')!
  await j.act(j.county.office, 'attribute', {
    parties: [
      { level: 'direct', organizationId: j.unit.id, opinion: attribution.direct },
      ...(j.town ? [{ level: 'main' as const, organizationId: j.town.id, opinion: attribution.main }] : []),
      ...(j.isVillage && j.random.chance(0.4)
        ? [{ level: 'cooperating' as const, organizationId: bureau.id, opinion: attribution.cooperating }]
        : []),
    ],
    followUpBody: j.random.pick(['discipline', 'personnel'] as const),
  })
}
