import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { organizationsQuery } from '#features/organizations/staff/index.ts'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { type Place, stages, together } from './places.ts'
import { overviewWords } from './words.ts'

/** What one sheet of paper has room for. */
const FIRST = 14

type Props = { places: readonly Place[]; within: string | undefined }

/** Bars of where problems stand, one a township or county body, all on one scale. */
export function PlaceBars({ places, within }: Props) {
  const words = useWords(overviewWords)
  const [all, setAll] = useState(false)
  const cut = !all && places.length > FIRST + 1
  const shown = cut ? places.slice(0, FIRST) : places
  const rest = cut ? [together(places.slice(FIRST), words.places.rest(places.length - FIRST))] : []
  const most = Math.max(1, ...shown.map((place) => place.total))
  return (
    <section className="overview-part" aria-labelledby="places-title">
      <h2 id="places-title">{words.places.title}</h2>
      {places.length > 0 && (
        <ul className="stages" aria-hidden="true">
          {stages.map((stage) => (
            <li key={stage}>
              <i className={`stage stage-${stage}`} />
              {words.stages[stage]}
            </li>
          ))}
        </ul>
      )}
      {places.length === 0 ? (
        <p className="overview-none">{words.places.none}</p>
      ) : (
        <table className="places">
          <thead>
            <tr>
              <th scope="col">{words.places.name}</th>
              <th scope="col">{words.places.bar}</th>
              <th scope="col">{words.places.overdue}</th>
              <th scope="col">{words.places.total}</th>
            </tr>
          </thead>
          <tbody>
            {[...shown, ...rest].map((place) => (
              <PlaceRow key={place.id ?? 'rest'} place={place} most={most} within={within} />
            ))}
          </tbody>
        </table>
      )}
      {places.length > FIRST + 1 && (
        <button type="button" className="overview-more ui-no-print" onClick={() => setAll(!all)}>
          {all ? words.places.few : words.places.all}
        </button>
      )}
    </section>
  )
}

function PlaceRow({ place, most, within }: { place: Place; most: number; within: string | undefined }) {
  const words = useWords(overviewWords)
  const format = useFormat()
  const organizations = useQuery(organizationsQuery).data?.rows
  const own = organizations?.find((o) => o.id === place.id)
  const search =
    own && own.id === own.townshipId && !within
      ? { township: own.id }
      : { organization: place.id ?? undefined }
  const name = own?.shortName || place.name
  const rows = stages.filter((stage) => place.stages[stage] > 0)
  return (
    <tr>
      <th scope="row">
        {place.id === null ? (
          name
        ) : (
          <Link to="/ledger" search={search} title={place.name}>
            {name}
          </Link>
        )}
      </th>
      <td>
        <div className="bar-track" style={{ width: `${Math.min(100, (place.total / most) * 100)}%` }}>
          {rows.map((stage) => {
            const n = place.stages[stage]
            const says = words.places.segment(words.stages[stage], format.number(n))
            return (
              <span key={stage} className={`stage stage-${stage}`} style={{ flexGrow: n }} title={says}>
                <span aria-hidden="true">{format.number(n)}</span>
                <span className="ui-hidden">{says}</span>
              </span>
            )
          })}
        </div>
      </td>
      <td className={place.overdue > 0 ? 'places-late' : undefined}>{format.number(place.overdue)}</td>
      <td>{format.number(place.total)}</td>
    </tr>
  )
}
