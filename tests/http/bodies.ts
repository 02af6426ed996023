import type { ProblemAct } from '#features/problems/lifecycle.ts'
import { newId } from '#platform/ids.ts'
import type { SmallCounty } from '#tests/support/small-county.ts'
import { day } from './house.ts'

/** What is fed back about the upper village, right in every field. */
export const feedbackBody = ({ organizations }: SmallCounty, given: object = {}) => ({
  ...{ commandId: newId(), source: 'county_inspection', sourceYear: 2026, classCode: 'environment' },
  ...{ severity: 'ordinary', scope: 'single', timing: 'new', secrecy: 'internal', feedbackOn: day(-1) },
  organizationId: organizations.upperVillage,
  title: '村口排水沟长期堵塞',
  feedbackText: '巡察组走访发现，村口排水沟淤堵三个月，雨天污水漫上路面，群众多次反映未解决。',
  ...given,
})

export const progressBody = (version: number, given: object = {}) => ({
  ...{ commandId: newId(), version, text: '已清淤三百米', happenedOn: day(0) },
  ...given,
})

export function planBody({ organizations, people }: SmallCounty, version: number, given: object = {}) {
  const measure = { organizationId: organizations.upperVillage, leaderId: people.villageSecretary }
  return {
    ...{ commandId: newId(), version, goal: '排水沟畅通', rootCause: 'weak_supervision', plannedOn: day(60) },
    ...{ leadLeaderId: people.townSecretary, coLeaderIds: [people.villageSecretary] },
    measures: [
      { ...measure, horizon: 'now', kind: 'major', text: '组织清淤', dueOn: day(10) },
      { ...measure, horizon: 'lasting', kind: 'rules', text: '制定管护办法', dueOn: day(60) },
    ],
    ...given,
  }
}

/** A body that is right in form for every act: fields that an act does not know are not looked at. */
export function bodyOf(county: SmallCounty, act: ProblemAct | string, version: number): object {
  if (act === 'report' || act === 'orderImmediate') return feedbackBody(county, { workdays: 5 })
  if (act === 'submitPlan') return planBody(county, version)
  const { people, organizations } = county
  const text = '说明情况'
  return {
    ...{ commandId: newId(), version, reason: text, opinion: text, note: text, text, report: text },
    ...{ summary: text, remaining: text, result: text, finding: text, newText: text },
    ...{ happenedOn: day(0), doneOn: day(0), takenOn: day(0), ratedOn: day(0), checkedOn: day(0) },
    ...{
      newDueOn: day(90),
      until: day(30),
      reasonClass: 'funding',
      relapseKind: 'returned',
      method: 'on_site',
    },
    ...{ completion: 'done', agrees: true, passed: true, kind: 'site', raterClass: 'residents' },
    ...{ handedOut: 9, valid: 9, satisfied: 7, fair: 1, unsatisfied: 1, followUpBody: 'discipline' },
    ...{
      leaderId: people.townSecretary,
      withPersonId: people.inspector2,
      measureId: newId(),
      evaluationId: newId(),
      uploadId: newId(),
      goodOnly: true,
      isReached: true,
    },
    // what is made public
    ...{ evidenceIds: [], page: 'found', pictureId: newId(), facesClear: true, platesClear: true },
    ...{ channel: 'site', place: text, reviewOn: day(30), commentId: newId(), forward: true, answer: text },
    // what residents bring up
    ...{ reasonCode: 'other', kindCode: 'accusation', destination: text, decision: text, way: 'phone' },
    ...{ handlerId: organizations.stoneBridge, assistantIds: [], properOwnerId: organizations.stoneBridge },
    ...{ placeId: organizations.upperVillage, title: text, cause: text, aboutVillage: false, people: 1 },
    ...{ track: 'ordinary', nature: 'help', urgency: 'ordinary', isComplex: false, fieldCode: 'roads' },
    ...{
      mainId: newId(),
      claim: 'solved',
      reasonableness: 'no_basis',
      agreed: true,
      upheld: true,
      solved: true,
    },
    ...{ year: new Date().getFullYear(), problemNumber: '2026-00001' },
    ...(act === 'appealUrge' && { kind: 'urge' }),
    // what people are asked
    ...{ answersUntil: day(20), batchId: newId(), n: 2, code: '2345-6789-ABCD', isVoid: true },
    ...{ id: newId(), purpose: 'service', questions: [{ kind: 'text', key: 'q1', title: text }] },
    places: [
      {
        organizationId: organizations.upperVillage,
        problems: [{ problemId: newId(), title: text }],
        asked: { residents: 9, delegates: 0, cppcc: 0 },
      },
    ],
    organizationId: organizations.willowVillage,
    parties: [{ level: 'direct', organizationId: organizations.upperVillage, opinion: text }],
  }
}
