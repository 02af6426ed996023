import { timer } from '#features/accounts/index.ts'
import { campaignLifecycle } from '#features/evaluations/lifecycle.ts'
import { type Belonging, partiesOf } from '#features/evaluations/policy.ts'
import { campaignWords } from '#features/evaluations/words.ts'
import { createRoster, organizationsOf, peopleOf, personNames } from '#tests/support/roster.ts'
import { lifecyclePage } from './lifecycle.ts'

/** docs/generated/evaluation-lifecycle.md */
export async function evaluationLifecyclePage(): Promise<string> {
  const roster = createRoster()
  const { organizations } = roster
  const everybody = (campaign: Belonging) => [
    ...personNames.map((name) => ({ name, parties: partiesOf(roster.actor(name), campaign) })),
    { name: 'clock', parties: partiesOf(timer(roster.countyId), campaign) },
  ]
  return lifecyclePage({
    title: 'The life of an evaluation campaign 评价活动的生命周期',
    source: 'src/features/evaluations/lifecycle.ts',
    lifecycle: campaignLifecycle,
    words: { ...campaignWords.zh, missing: campaignWords.zh.needs },
    people: [
      ...personNames.map((name) => {
        const [role, organization] = peopleOf[name]
        return { name, is: `role \`${role}\` at ${organizationsOf[organization].name}` }
      }),
      { name: 'clock', is: 'the program itself, when a time has come' },
    ],
    cases: [
      {
        title: 'Held by a township 乡镇组织的（石桥镇）',
        people: everybody({
          organization_id: organizations.stoneBridge,
          township_id: organizations.stoneBridge,
        }),
      },
      {
        title: 'Held by the county 县里组织的',
        people: everybody({ organization_id: organizations.county, township_id: null }),
      },
    ],
  })
}
