import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { type FormEvent, useState } from 'react'
import { normalizePhone } from '#platform/phone.ts'
import { call, isApiError } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { Empty, TroubleScreen, Waiting } from '#ui/states.tsx'
import { sayError } from '#ui/trouble.ts'
import { commonWords } from '#ui/words/index.ts'
import { findByPhone, getDataCopy, listDataRequests } from '../api.ts'
import { AskForm } from './ask-form.tsx'
import { CopyParts, Traces } from './copy-part.tsx'
import { RequestCard } from './request-card.tsx'
import { personalWords } from './words.ts'
import './personal.css'

/** For the two administrators: what people ask about their data, to be entered by one and decided by the other. */
export function DataRequestsPage() {
  const words = useWords(personalWords).all
  const { status: asked, copy } = useSearch({ from: '/desk/data-requests' })
  const status = asked === 'over' ? 'over' : 'pending'
  const list = useInfiniteQuery({
    queryKey: ['personal-data', 'requests', status],
    queryFn: ({ pageParam, signal }) =>
      call(listDataRequests, { query: { status, after: pageParam, limit: 50 }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  })
  if (list.isPending) return <Waiting />
  if (!list.data) {
    if (isApiError(list.error) && list.error.refusal.code === 'not_yours')
      return <Empty heading="h1" title={words.noRight} why={words.noRightWhy} />
    return <TroubleScreen error={list.error} reset={() => void list.refetch()} />
  }
  if (copy) return <CopyPage id={copy} />
  const rows = list.data.pages.flatMap((page) => page.rows)
  const can = list.data.pages[0]?.can ?? []
  return (
    <div className="personal">
      <header className="personal-head">
        <h1>{words.title}</h1>
        <p>{words.about}</p>
      </header>
      {can.includes('find') && <Find />}
      <nav className="personal-tabs" aria-label={words.title}>
        {(['pending', 'over'] as const).map((each) => (
          <Link
            key={each}
            to="/data-requests"
            search={{ status: each }}
            aria-current={each === status ? 'page' : undefined}
          >
            {words[each]}
          </Link>
        ))}
      </nav>
      {rows.length === 0 ? (
        <p className="personal-soft">{words.none[status]}</p>
      ) : (
        <Rows rows={rows} mayDecide={can.includes('decide')} mayReach={can.includes('enter')} />
      )}
      {list.hasNextPage && (
        <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {words.more}
        </Button>
      )}
    </div>
  )
}

type RowsProps = {
  rows: Parameters<typeof RequestCard>[0]['request'][]
  mayDecide: boolean
  mayReach: boolean
}

function Rows({ rows, mayDecide, mayReach }: RowsProps) {
  const navigate = useNavigate()
  return (
    <ul className="personal-requests">
      {rows.map((request) => (
        <RequestCard
          key={request.id}
          request={request}
          mayDecide={mayDecide}
          mayReach={mayReach}
          openCopy={() => void navigate({ to: '/data-requests', search: { copy: request.id } })}
        />
      ))}
    </ul>
  )
}

/** The copy that is handed over, printed. */
function CopyPage({ id }: { id: string }) {
  const all = useWords(personalWords)
  const words = all.copy
  const format = useFormat()
  const copy = useQuery({
    queryKey: ['personal-data', 'copy', id],
    queryFn: ({ signal }) => call(getDataCopy, { params: { id }, signal }),
  })
  if (copy.isPending) return <Waiting />
  if (!copy.data) return <TroubleScreen error={copy.error} reset={() => void copy.refetch()} />
  return (
    <div className="personal">
      <header className="personal-head">
        <h1>{words.title(copy.data.person.name)}</h1>
        <p>{words.asOf(format.dateTime(copy.data.asOf))}</p>
        <div className="personal-buttons ui-no-print">
          <Button onClick={() => window.print()}>{all.mine.print}</Button>
          <Link to="/data-requests" search={{ status: 'over' }}>
            {all.request.close}
          </Link>
        </div>
      </header>
      <p className="personal-note">{words.masked}</p>
      <CopyParts copy={copy.data} />
      <Traces traces={copy.data.traces} />
    </div>
  )
}

/** Whose number it is, to enter what they asked on paper. */
function Find() {
  const all = useWords(personalWords)
  const words = all.all
  const common = useWords(commonWords)
  const [phone, setPhone] = useState('')
  const [isWrong, setWrong] = useState(false)
  const [chosen, choose] = useState<{ id: string; name: string }>()
  const find = useMutation({ mutationFn: () => call(findByPhone, { body: { phone } }) })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const wrong = normalizePhone(phone) === null
    setWrong(wrong)
    choose(undefined)
    if (!wrong) find.mutate()
  }
  const rows = find.data?.rows
  return (
    <section className="personal-section" aria-labelledby="personal-find">
      <h2 id="personal-find">{words.find}</h2>
      <p className="personal-soft">{words.findWhy}</p>
      <form className="personal-find" onSubmit={submit} noValidate>
        <Input
          aria-label={words.phone}
          inputMode="tel"
          autoComplete="off"
          maxLength={20}
          value={phone}
          placeholder={words.phone}
          onChange={(event) => setPhone(event.target.value)}
        />
        <Button htmlType="submit" loading={find.isPending}>
          {words.search}
        </Button>
      </form>
      {(isWrong || find.isError) && (
        <p className="personal-fault" role="alert">
          {isWrong ? all.faults.phone : sayError(find.error, common)}
        </p>
      )}
      {rows && <p role="status">{rows.length === 0 ? words.none_ : words.found(rows.length)}</p>}
      <ul className="personal-list">
        {rows?.map(({ id, name, username, status }) => (
          <li key={id}>
            <strong>{name}</strong>
            <span>
              {username} {all.values[status] ?? status}
            </span>
            <Button onClick={() => choose({ id, name })}>{words.enter}</Button>
          </li>
        ))}
      </ul>
      {chosen && (
        <>
          <h3>{all.ask.titleFor(chosen.name)}</h3>
          <AskForm
            key={chosen.id}
            person={chosen}
            kinds={['see', 'correct', 'erase']}
            done={() => choose(undefined)}
          />
        </>
      )}
    </section>
  )
}
