import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { call, isApiError } from '#ui/api.ts'
import { useWords } from '#ui/language.tsx'
import { Empty, TroubleScreen, Waiting } from '#ui/states.tsx'
import { searchPeople } from '../../rights-api.ts'
import type { PersonSummary } from '../../rights-views.ts'
import { EnterPanel } from './enter-panel.tsx'
import { useOrganizationOptions } from './kit.tsx'
import { rightsWords } from './words.ts'
import './rights.css'

type Search = { q?: string | undefined; organization?: string | undefined; status?: string | undefined }

/** Everybody of the county by name: whom an administrator looks for is found by typing a few characters. */
export function PeoplePage() {
  const words = useWords(rightsWords).people
  const search: Search = useSearch({ from: '/desk/people' })
  const [entering, setEntering] = useState(false)
  const { q, organization, status = 'active' } = search
  const people = useInfiniteQuery({
    queryKey: ['staff', q, organization, status],
    queryFn: ({ pageParam, signal }) =>
      call(searchPeople, { query: { ...queryOf(search), ...pageParam }, signal }),
    initialPageParam: {} as { afterName?: string; afterId?: string },
    getNextPageParam: ({ next }) => (next ? { afterName: next.name, afterId: next.id } : undefined),
    placeholderData: keepPreviousData,
  })
  if (people.isPending) return <Waiting />
  if (isApiError(people.error) && people.error.status === 403)
    return <Empty heading="h1" title={words.noRight} why={words.noRightWhy} />
  if (!people.data) return <TroubleScreen error={people.error} reset={() => void people.refetch()} />
  const rows = people.data.pages.flatMap((page) => page.rows)
  return (
    <div className="rights">
      <header className="page-head">
        <h1>{words.title}</h1>
      </header>
      <Filters search={search}>
        {people.data.pages[0]?.mayEnter && (
          <Button type="primary" onClick={() => setEntering(true)}>
            {words.enter}
          </Button>
        )}
      </Filters>
      {rows.length === 0 ? <Empty title={words.none} why={words.noneWhy} /> : <People rows={rows} />}
      {people.hasNextPage && (
        <p className="rights-more">
          <Button loading={people.isFetchingNextPage} onClick={() => void people.fetchNextPage()}>
            {words.more}
          </Button>
        </p>
      )}
      {entering && <EnterPanel close={() => setEntering(false)} />}
    </div>
  )
}

const queryOf = ({ q, organization, status = 'active' }: Search) => ({
  ...(q ? { q } : {}),
  ...(organization ? { organization } : {}),
  ...(status === 'all' ? {} : { status: status === 'left' ? ('left' as const) : ('active' as const) }),
})

const PAUSE_MS = 250

function Filters({ search, children }: { search: Search; children: React.ReactNode }) {
  const words = useWords(rightsWords).people
  const navigate = useNavigate()
  const organizations = useOrganizationOptions()
  const [typed, setTyped] = useState(search.q ?? '')
  const composing = useRef(false)
  const change = (more: Search) =>
    void navigate({ to: '/people', search: { ...search, ...more }, replace: true })
  useEffect(() => {
    const timer = setTimeout(() => {
      if (!composing.current && typed.trim() !== (search.q ?? '')) change({ q: typed.trim() || undefined })
    }, PAUSE_MS)
    return () => clearTimeout(timer)
  })
  return (
    <div className="rights-tools">
      <input
        type="search"
        value={typed}
        maxLength={40}
        placeholder={words.q}
        aria-label={words.q}
        onChange={(event) => setTyped(event.target.value)}
        onCompositionStart={() => {
          composing.current = true
        }}
        onCompositionEnd={(event) => {
          composing.current = false
          setTyped(event.currentTarget.value)
        }}
      />
      <Select<string>
        value={search.organization ?? null}
        options={organizations}
        placeholder={words.anyOrganization}
        aria-label={words.anyOrganization}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        popupMatchSelectWidth={false}
        onChange={(organization) => change({ organization: organization || undefined })}
      />
      <Select<string>
        value={search.status ?? 'active'}
        options={(['active', 'left', 'all'] as const).map((value) => ({ value, label: words.status[value] }))}
        aria-label={words.status.all}
        onChange={(status) => change({ status: status === 'active' ? undefined : status })}
      />
      {children}
    </div>
  )
}

function People({ rows }: { rows: PersonSummary[] }) {
  const { people: words, roles } = useWords(rightsWords)
  const { name, posts, roles: held, account } = words.columns
  return (
    <table className="rights-table">
      <thead>
        <tr>
          {[name, posts, held, account].map((heading) => (
            <th key={heading} scope="col">
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((person) => (
          <tr key={person.id}>
            <td>
              <Link to="/people/$id" params={{ id: person.id }}>
                {person.name}
              </Link>
              {person.status === 'left' && <span className="rights-mark">{words.left}</span>}
            </td>
            <td>
              {person.posts.map((post) => (
                <div key={post.organizationName + post.title}>
                  {post.title}
                  <small>{post.organizationName}</small>
                </div>
              ))}
            </td>
            <td>
              {person.roles.map((role) => (
                <div key={role.role + role.organizationName + role.onBehalfOf}>
                  {roles[role.role]}
                  {role.onBehalfOf && <span className="rights-mark">{words.onBehalf(role.onBehalfOf)}</span>}
                  <small>{role.organizationName}</small>
                </div>
              ))}
            </td>
            <td>
              {person.username}
              {person.username && !person.hasAccount && <small>{words.noAccount}</small>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
