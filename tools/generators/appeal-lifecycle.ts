import { timer } from '#features/accounts/index.ts'
import { appealLifecycle } from '#features/appeals/lifecycle.ts'
import { asResident, type Belonging, partiesOf } from '#features/appeals/policy.ts'
import { zh as words } from '#features/appeals/words.zh.ts'
import { createRoster, organizationsOf, peopleOf, personNames } from '#tests/support/roster.ts'
import { lifecyclePage } from './lifecycle.ts'

/** docs/generated/appeal-lifecycle.md */
export async function appealLifecyclePage(): Promise<string> {
  const roster = createRoster()
  const { organizations } = roster
  const everybody = (appeal: Belonging) => [
    ...personNames.map((name) => ({ name, parties: partiesOf(roster.actor(name), appeal) })),
    { name: 'resident', parties: asResident.parties },
    { name: 'clock', parties: partiesOf(timer(roster.countyId), appeal) },
  ]
  const ofVillage = {
    ...{ place_id: organizations.upperVillage, township_id: organizations.stoneBridge },
    ...{ assistant_ids: [organizations.agriculture], about_village: false },
  }
  return lifecyclePage({
    title: 'The life of an appeal 群众诉求的生命周期',
    source: 'src/features/appeals/lifecycle.ts',
    lifecycle: appealLifecycle,
    words,
    people: [
      ...personNames.map((name) => {
        const [role, organization] = peopleOf[name]
        return { name, is: `role \`${role}\` at ${organizationsOf[organization].name}` }
      }),
      { name: 'resident', is: 'whoever brought it up, known by the receipt' },
      { name: 'clock', is: 'the program itself, when a time has come' },
    ],
    cases: [
      {
        title: 'Of a village, handled by it 村里办的（上河村）',
        people: everybody({ ...ofVillage, handler_id: organizations.upperVillage }),
      },
      {
        title: 'About a village’s own people 反映村里人的（上河村，由镇办理）',
        people: everybody({
          ...ofVillage,
          ...{ handler_id: organizations.stoneBridge, assistant_ids: [], about_village: true },
        }),
      },
      {
        title: 'Of the county 县级的',
        people: everybody({
          ...{ place_id: organizations.county, township_id: null, handler_id: organizations.agriculture },
          ...{ assistant_ids: [], about_village: false },
        }),
      },
    ],
  })
}
