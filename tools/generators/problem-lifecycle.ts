import { timer } from '#features/accounts/index.ts'
import { problemLifecycle } from '#features/problems/lifecycle.ts'
import { type Belonging, partiesOf } from '#features/problems/policy.ts'
import { zh as pageWords } from '#features/problems/staff/problem/words.zh.ts'
import { zh as words } from '#features/problems/words.zh.ts'
import {
  createRoster,
  organizationsOf,
  peopleOf,
  personNames,
  villageProblem,
} from '#tests/support/roster.ts'
import { lifecyclePage } from './lifecycle.ts'

/** docs/generated/problem-lifecycle.md */
export async function problemLifecyclePage(): Promise<string> {
  const roster = createRoster()
  const { organizations } = roster
  const everybody = (problem: Belonging) => [
    ...personNames.map((name) => ({ name, parties: partiesOf(roster.actor(name), problem) })),
    { name: 'clock', parties: partiesOf(timer(roster.countyId), problem) },
  ]
  return lifecyclePage({
    title: 'The life of a problem 问题的生命周期',
    source: 'src/features/problems/lifecycle.ts',
    lifecycle: problemLifecycle,
    words: { ...words, missing: pageWords.needs },
    people: [
      ...personNames.map((name) => {
        const [role, organization] = peopleOf[name]
        return { name, is: `role \`${role}\` at ${organizationsOf[organization].name}` }
      }),
      { name: 'clock', is: 'the program itself, when a time has come' },
    ],
    cases: [
      { title: 'A problem of a village 村的问题（上河村）', people: everybody(villageProblem(roster)) },
      {
        title: 'A problem of a township 乡镇的问题（石桥镇）',
        people: everybody({
          organization_id: organizations.stoneBridge,
          township_id: organizations.stoneBridge,
        }),
      },
      {
        title: 'A problem of a department 部门的问题（农业农村局）',
        people: everybody({ organization_id: organizations.agriculture, township_id: null }),
      },
    ],
  })
}
