import { monthLines } from '#features/appeals/figures/months.ts'
import { createWorlds, type World } from '#platform/world.ts'
import { COUNTY } from './county.ts'
import { type Material, type Operation, pick, timed } from './operation.ts'

/** The month that is asked for: the one under way, when the figures are derived again and again. */
const monthNow = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7)
const scopes = ['county', 'township', 'field', 'handler'] as const

/** As the page asks: the whole county and its parts; handlers, who are hundreds, of one township at a time. */
function askedFor({ county }: Material, turn: number) {
  const scope = pick(scopes, turn)
  const { township } = pick(county.villages, turn)
  return scope === 'handler' ? { scope, township } : { scope, township: undefined }
}

let world: World | undefined

/** The month's rates of the whole county, by township, field and handler. */
export const appealReads: Operation[] = [
  {
    name: 'rates',
    writes: false,
    ask: async (connection, material, turn) => {
      const { scope, township } = askedFor(material, turn)
      const within = township ? `&township=${township}` : ''
      const path = `/appeals/figures?month=${monthNow()}&scope=${scope}${within}`
      return [await timed(connection, 'GET', path, material.county.office.token)]
    },
    record: async (recorder, material, turn) => {
      // The program has the county's rules in memory; only what it asks the database a turn is written down.
      world ??= await createWorlds(recorder.database).of(COUNTY, new Date())
      const known = world
      const { scope, township } = askedFor(material, turn)
      const within = township ?? (scope === 'township' ? '*' : 'all')
      return [
        await recorder.record((database) =>
          monthLines({ database }, known, COUNTY, monthNow(), { scope, within }),
        ),
      ]
    },
  },
]
