import { useQuery } from '@tanstack/react-query'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import type { OrganizationEntry } from '../api.ts'
import { organizationHistoryQuery } from './queries.ts'
import { type OrganizationWords, organizationWords } from './words.ts'

const MOST = 200

/** What was done to an organisation, newest first, in sentences made of facts. */
export function History({ id }: { id: string }) {
  const words = useWords(organizationWords)
  const format = useFormat()
  const { data } = useQuery(organizationHistoryQuery(id))
  if (!data) return null
  return (
    <section className="organization-part organization-history">
      <h3>{words.detail.history}</h3>
      <ol>
        {data.rows.map((entry) => (
          <li key={entry.seq}>
            <time dateTime={entry.at}>{format.dateTime(entry.at)}</time>
            <span>
              <strong>{actOf(entry.act, words)}</strong>
              {factsOf(entry, words).map((fact) => (
                <span key={fact}>{fact}</span>
              ))}
              <span className="organization-soft">{words.detail.by(entry.by ?? words.detail.operator)}</span>
            </span>
          </li>
        ))}
      </ol>
      {data.rows.length === MOST && <p className="organization-soft">{words.detail.more}</p>}
    </section>
  )
}

/** An act of a newer server has no word here yet: its own name then. */
const actOf = (act: string, { history }: OrganizationWords): string => {
  const word = act in history ? history[act as keyof typeof history] : act
  return typeof word === 'string' ? word : act
}

function factsOf(entry: OrganizationEntry, { history }: OrganizationWords): string[] {
  const { name, shortName, parent, successor, origin, splitOff, address } = entry
  return [
    name !== null && history.name(name),
    shortName !== null && shortName !== name && history.shortName(shortName),
    parent !== null && history.parent(parent),
    successor !== null && history.successor(successor),
    origin !== null && history.origin(origin),
    splitOff !== null && history.splitOff(splitOff),
    address !== null && history.address(address),
  ].filter((fact) => fact !== false)
}
