import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { isAdministrator, useMe } from '#features/accounts/staff/index.ts'
import { countProblems } from '#features/problems/api.ts'
import { call } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { TroubleScreen, Waiting } from '#ui/states.tsx'
import type { OrganizationDetail, OrganizationLine, OrganizationRef } from '../api.ts'
import { ActPanel, type PanelAct } from './act-panel.tsx'
import { History } from './history.tsx'
import { organizationPeopleQuery, organizationQuery } from './queries.ts'
import { organizationWords } from './words.ts'

/** One organisation: who works there, what it came from and became, what was done to it, and what may be done. */
export function Detail({ id, rows }: { id: string; rows: readonly OrganizationLine[] }) {
  const words = useWords(organizationWords)
  const me = useMe()
  const [act, setAct] = useState<PanelAct>()
  const found = useQuery(organizationQuery(id))
  if (found.isPending) return <Waiting />
  if (!found.data) return <TroubleScreen error={found.error} reset={() => void found.refetch()} />
  const one = found.data
  const mayAdd = one.can.length > 0 && !['village', 'community'].includes(one.kind)
  const acts: PanelAct[] = [...one.can, ...(mayAdd ? (['add'] as const) : [])]
  return (
    <article className="organization">
      <header>
        <p className="organization-kind">
          {words.kinds[one.kind]}
          {one.parent && (
            <>
              {' · '}
              {words.detail.parent} <To one={one.parent} />
            </>
          )}
        </p>
        <h2>{one.name}</h2>
        <p className="organization-kind">
          {words.detail.code} {one.code}
          {one.shortName !== one.name && ` · ${words.detail.shortName} ${one.shortName}`}
        </p>
        {one.status !== 'active' && (
          <p className="organization-gone">
            {one.successor ? words.detail.mergedInto(one.successor.name) : words.detail.closed}{' '}
            {one.successor && <To one={one.successor} />}
          </p>
        )}
      </header>
      {acts.length > 0 && (
        <section className="organization-acts" aria-label={words.acts.title}>
          {acts.map((each) => (
            <Button key={each} onClick={() => setAct(each)}>
              {words.acts[each]}
            </Button>
          ))}
        </section>
      )}
      <div className="organization-parts">
        <People id={id} />
        {!isAdministrator(me) && <Problems id={id} kind={one.kind} />}
        <Lineage one={one} />
        {one.below.length > 0 && <Below below={one.below} />}
        <History id={id} />
      </div>
      {act && <ActPanel act={act} one={one} rows={rows} close={() => setAct(undefined)} />}
    </article>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="organization-part">
      <h3>{title}</h3>
      {children}
    </section>
  )
}

const To = ({ one }: { one: OrganizationRef }) => (
  <Link to="/organizations/$id" params={{ id: one.id }}>
    {one.name}
  </Link>
)

function People({ id }: { id: string }) {
  const words = useWords(organizationWords).detail
  const people = useQuery(organizationPeopleQuery(id))
  const rows = people.data?.rows ?? []
  return (
    <Part title={words.people}>
      {people.isSuccess && rows.length === 0 && <p className="organization-soft">{words.nobody}</p>}
      <ul className="organization-people">
        {rows.map(({ id: personId, name, title, post, isContact }) => (
          <li key={`${personId} ${post}`}>
            <strong>{name}</strong>
            <span>{title}</span>
            {isContact && <span className="organization-mark">{words.contact}</span>}
          </li>
        ))}
      </ul>
    </Part>
  )
}

/** States in which nobody has to do anything any more. */
const ENDED = ['closed', 'consolidated']

/** How much is open, and the way to it; of a township with its villages. */
function Problems({ id, kind }: { id: string; kind: OrganizationDetail['kind'] }) {
  const words = useWords(organizationWords).detail
  const format = useFormat()
  const isTownship = kind === 'township' || kind === 'street' || kind === 'committee'
  const of = kind === 'county' ? {} : isTownship ? { township: id } : { organization: id }
  const counts = useQuery({
    queryKey: ['problem-counts', of],
    queryFn: ({ signal }) => call(countProblems, { query: of, signal }),
    staleTime: 30_000,
  })
  if (!counts.data) return null
  const open = counts.data.places
    .flatMap(({ states }) => Object.entries(states))
    .reduce((sum, [state, n]) => (ENDED.includes(state) ? sum : sum + n), 0)
  return (
    <Part title={words.problems}>
      <p>
        {words.openProblems(format.number(open))}{' '}
        <Link to="/ledger" search={of}>
          {words.toLedger}
        </Link>
      </p>
    </Part>
  )
}

function Lineage({ one: { origin, merged, splitOff } }: { one: OrganizationDetail }) {
  const words = useWords(organizationWords).detail
  const lines = [
    [words.origin, origin ? [origin] : []],
    [words.merged, merged],
    [words.splitOff, splitOff],
  ] as const
  if (lines.every(([, refs]) => refs.length === 0)) return null
  return (
    <Part title={words.lineage}>
      <dl className="organization-lineage">
        {lines.map(
          ([label, refs]) =>
            refs.length > 0 && (
              <div key={label}>
                <dt>{label}</dt>
                <dd>
                  {refs.map((ref) => (
                    <To key={ref.id} one={ref} />
                  ))}
                </dd>
              </div>
            ),
        )}
      </dl>
    </Part>
  )
}

function Below({ below }: { below: readonly OrganizationRef[] }) {
  const words = useWords(organizationWords).detail
  const format = useFormat()
  return (
    <Part title={words.below(format.number(below.length))}>
      <ul className="organization-below">
        {below.map((ref) => (
          <li key={ref.id}>
            <To one={ref} />
          </li>
        ))}
      </ul>
    </Part>
  )
}
