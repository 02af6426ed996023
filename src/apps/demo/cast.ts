import type { Actor } from '#features/accounts/index.ts'
import { createPerson, operator } from '#features/accounts/index.ts'
import { createOrganization } from '#features/organizations/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { atOnce } from './at-once.ts'
import { listPeople, type Somebody } from './people.ts'
import { countyCode, listPlaces, type Place } from './places.ts'

export type Member = { id: string; name: string; username: string | undefined; actor: Actor }

/** An organisation with those who act for it. */
export type Unit = {
  place: Place
  id: string
  secretary: Member
  clerk: Member
  /** Leaders under the secretary; the secretary where there is none. */
  deputies: readonly Member[]
}

export type Cast = {
  countyId: number
  /** By organisation code; those that answer for problems. */
  units: ReadonlyMap<string, Unit>
  county: Record<'office' | 'leader' | 'inspector' | 'discipline' | 'personnel', readonly Member[]>
  /** 登记人, by township's code. */
  registrars: ReadonlyMap<string, Member>
  members: readonly Member[]
}

/** Enters organisations and people of the demo county and gives back who can act for whom. */
export async function enterCast(tx: Tx, countyId: number, rootId: string, now: Date): Promise<Cast> {
  const places = listPlaces()
  const ids = new Map([[countyCode, rootId]])
  const kinds = new Map<string, string>([[countyCode, 'county']])
  for (const place of places) {
    const { code, kind, name, shortName, sort } = place
    const parentId = ids.get(place.parent)!
    const entered = { code, kind, name, shortName, sort, parentId }
    ids.set(code, await createOrganization(tx, countyId, entered, operator, now))
    kinds.set(code, kind)
  }
  const everybody: { somebody: Somebody; member: Member }[] = []
  await atOnce(4, listPeople(places), async (somebody) => {
    const duties = dutiesOf(somebody, ids)
    const id = await createPerson(tx, countyId, { ...somebody, ...duties }, operator, now)
    const grants = somebody.grants.map(({ role, organization }, i) => ({
      ...{
        role,
        organizationId: duties.grants[i]!.organizationId,
        organizationKind: kinds.get(organization)!,
      },
    }))
    const actor = { countyId, personId: id, name: somebody.name, grants, scopes: null }
    everybody.push({ somebody, member: { id, name: somebody.name, username: somebody.username, actor } })
  })
  return buildCast(countyId, places, ids, everybody)
}

const dutiesOf = ({ posts, grants, contacts }: Somebody, ids: ReadonlyMap<string, string>) => ({
  posts: posts.map(({ organization, ...post }) => ({ ...post, organizationId: ids.get(organization)! })),
  grants: grants.map(({ organization, role }) => ({ role, organizationId: ids.get(organization)! })),
  contacts: contacts.map((code) => ids.get(code)!),
})

function buildCast(
  countyId: number,
  places: readonly Place[],
  ids: ReadonlyMap<string, string>,
  everybody: readonly { somebody: Somebody; member: Member }[],
): Cast {
  // As they were listed, whichever was entered first: who acts must not depend on it.
  const order = new Map(listPeople(places).map(({ name }, i) => [name, i]))
  const sorted = everybody.toSorted((a, b) => order.get(a.member.name)! - order.get(b.member.name)!)
  const holding = (role: string, code: string) =>
    sorted
      .filter(({ somebody }) => somebody.grants.some((g) => g.role === role && g.organization === code))
      .map(({ member }) => member)
  const units = places
    .filter(({ answers }) => answers)
    .map((place): [string, Unit] => {
      const secretary = holding('secretary', place.code)[0]!
      const deputies = sorted
        .filter(({ somebody }) =>
          somebody.posts.some((p) => p.organization === place.code && ['head', 'deputy'].includes(p.kind)),
        )
        .map(({ member }) => member)
      const clerk = holding('clerk', place.code)[0]!
      return [
        place.code,
        {
          place,
          id: ids.get(place.code)!,
          secretary,
          clerk,
          deputies: deputies.length > 0 ? deputies : [secretary],
        },
      ]
    })
  const county = (role: string) => holding(role, countyCode)
  return {
    countyId,
    units: new Map(units),
    county: {
      ...{ office: county('office'), leader: county('leader'), inspector: county('inspector') },
      ...{ discipline: county('discipline'), personnel: county('personnel') },
    },
    registrars: new Map(
      places.flatMap(({ code }): [string, Member][] => {
        const [registrar] = holding('registrar', code)
        return registrar ? [[code, registrar]] : []
      }),
    ),
    members: sorted.map(({ member }) => member),
  }
}
