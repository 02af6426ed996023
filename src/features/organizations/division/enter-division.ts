import { operator } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { createOrganization, type NewOrganization } from '../organization-acts.ts'
import { type Division, isVirtual, type Named, nameTownship, nameVillage } from './naming.ts'
import type { DivisionCounty } from './read-division.ts'

export type Entered = { townships: number; villages: number; virtual: number }

/** Enters what stands below a new county, in the order of the codes, each organisation with its own history. */
export async function enterDivision(
  tx: Tx,
  { countyId, rootId }: { countyId: number; rootId: string },
  { townships }: DivisionCounty,
  now: Date,
): Promise<Entered> {
  const entered = { townships: 0, villages: 0, virtual: 0 }
  const add = (organization: NewOrganization) => createOrganization(tx, countyId, organization, operator, now)
  for (const { division, ...named } of toldApart(townships, nameTownship)) {
    const id = await add({ ...named, code: division.code, parentId: rootId })
    entered.townships++
    const villages = division.villages.filter((village) => !isVirtual(village))
    entered.virtual += division.villages.length - villages.length
    for (const { division: village, ...called } of toldApart(villages, nameVillage)) {
      await add({ ...called, code: village.code, parentId: id })
      entered.villages++
    }
  }
  return entered
}

/** Names of one parent, in order of code: who would be called like another keeps the name of the tables, or its number. */
export function toldApart<D extends Division>(
  divisions: readonly D[],
  naming: (division: Division) => Named,
): (Named & { division: D })[] {
  const names = new Set<string>()
  const shorts = new Set<string>()
  return divisions
    .toSorted((a, b) => (a.code < b.code ? -1 : 1))
    .map((division) => {
      const { kind, name, shortName } = naming(division)
      const free = [name, division.name, `${division.name}（${division.code.slice(-3)}）`]
      const called = free.find((one) => !names.has(one)) ?? division.code
      names.add(called)
      const short = called === name && !shorts.has(shortName) ? shortName : called
      shorts.add(short)
      return { kind, name: called, shortName: short, division }
    })
}
