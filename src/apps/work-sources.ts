import { sql } from 'kysely'
import { appealKind, appealWords, listAppealWork } from '#features/appeals/index.ts'
import { campaignKind, campaignWords, listCampaignWork } from '#features/evaluations/index.ts'
import { sourceOf, type WorkSource } from '#features/notices/index.ts'
import { listProblemWork, problemKind, problemWords } from '#features/problems/index.ts'
import { listPublicationWork, publicationKind, publicationWords } from '#features/publicity/index.ts'
import type { Catalogue } from '#ui/language.tsx'

const stepsOf = <States>({ zh, en }: Catalogue<{ states: States }>): Catalogue<States> => ({
  ...{ zh: zh.states, en: en.states },
})

/** The kinds of cases that people, groups and other systems are told of: one more is one more line here. */
export const workSources: readonly WorkSource[] = [
  sourceOf(problemKind, {
    ...{ label: { zh: '问题', en: 'Problem' }, listWork: listProblemWork },
    steps: stepsOf(problemWords),
    // 工作秘密 is named to no group and to no other system, its number too.
    within: sql`p.secrecy = 'work_secret'`,
  }),
  sourceOf(publicationKind, {
    ...{ label: { zh: '公示', en: 'Publication' }, listWork: listPublicationWork },
    steps: stepsOf(publicationWords),
    // One for the party may be about such a problem, and is kept as it is.
    within: sql`EXISTS (SELECT FROM problems s WHERE s.county_id = p.county_id AND s.id = p.problem_id
      AND s.secrecy = 'work_secret')`,
  }),
  sourceOf(appealKind, {
    ...{ label: { zh: '诉求', en: 'Appeal' }, listWork: listAppealWork },
    steps: stepsOf(appealWords),
    // That something went to the discipline office, or was set aside, says something of somebody.
    silent: ['diverted', 'set_aside'],
  }),
  // An evaluation takes no 工作秘密 up (evaluations/prepare.ts).
  sourceOf(campaignKind, {
    ...{ label: { zh: '群众评价', en: 'Evaluation' }, listWork: listCampaignWork },
    steps: stepsOf(campaignWords),
  }),
]
