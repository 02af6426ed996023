import { timer } from '#features/accounts/index.ts'
import { publicationLifecycle } from '#features/publicity/lifecycle.ts'
import { type Belonging, partiesOf } from '#features/publicity/policy.ts'
import { zh as words } from '#features/publicity/words.zh.ts'
import {
  createRoster,
  organizationsOf,
  peopleOf,
  personNames,
  villageProblem,
} from '#tests/support/roster.ts'
import { lifecyclePage } from './lifecycle.ts'

/** docs/generated/publication-lifecycle.md */
export async function publicationLifecyclePage(): Promise<string> {
  const roster = createRoster()
  const { organizations } = roster
  const everybody = (publication: Belonging) => [
    ...personNames.map((name) => ({ name, parties: partiesOf(roster.actor(name), publication) })),
    { name: 'clock', parties: partiesOf(timer(roster.countyId), publication) },
  ]
  return lifecyclePage({
    title: 'The life of a publication 公示的生命周期',
    source: 'src/features/publicity/lifecycle.ts',
    lifecycle: publicationLifecycle,
    words,
    people: [
      ...personNames.map((name) => {
        const [role, organization] = peopleOf[name]
        return { name, is: `role \`${role}\` at ${organizationsOf[organization].name}` }
      }),
      { name: 'clock', is: 'the program itself, when a time has come' },
    ],
    cases: [
      { title: 'About a village 村的公示（上河村）', people: everybody(villageProblem(roster)) },
      {
        title: 'About a township 乡镇的公示（石桥镇）',
        people: everybody({
          organization_id: organizations.stoneBridge,
          township_id: organizations.stoneBridge,
        }),
      },
      {
        title: 'About the county 全县的公示',
        people: everybody({ organization_id: organizations.county, township_id: null }),
      },
    ],
  })
}
