import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { call } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { TroubleScreen } from '#ui/states.tsx'
import { type Delivery, listDeliveries } from '../api.ts'
import { noticeWords } from './words.ts'

/** What one outlet was sent: times, results and codes. */
export function Log({ id }: { id: string }) {
  const words = useWords(noticeWords)
  const log = useInfiniteQuery({
    queryKey: ['outlets', id, 'deliveries'],
    queryFn: ({ pageParam }) =>
      call(listDeliveries, { params: { id }, query: pageParam ? { before: pageParam } : {} }),
    initialPageParam: '',
    getNextPageParam: ({ rows, more }) => (more ? rows.at(-1)?.id : undefined),
    refetchInterval: 15_000,
  })
  if (log.error && !log.data) return <TroubleScreen error={log.error} reset={() => void log.refetch()} />
  const rows = log.data?.pages.flatMap((page) => page.rows) ?? []
  if (log.isPending) return null
  if (rows.length === 0) return <p className="notices-soft">{words.outlets.logNone}</p>
  const { columns, more } = words.outlets
  return (
    <div className="notices-scroll">
      <table className="notices-table">
        <thead>
          <tr>
            <th scope="col">{columns.at}</th>
            <th scope="col">{columns.type}</th>
            <th scope="col">{columns.status}</th>
            <th scope="col" className="notices-figure">
              {columns.tries}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </tbody>
      </table>
      {log.hasNextPage && (
        <Button loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
          {more}
        </Button>
      )}
    </div>
  )
}

function Row({ row: { type, status, tries, answer, madeAt, settledAt, nextAt } }: { row: Delivery }) {
  const words = useWords(noticeWords)
  const format = useFormat()
  const { types, moved, results, kindsOfCases, notSent } = words.outlets
  const [kind = '', event] = type.split('.')
  const what = event === 'moved' ? moved(kindsOfCases[kind] ?? kind) : (types[type] ?? type)
  const code = answer === null ? '' : ` · ${words.ways.why[answer] ?? answer}`
  return (
    <tr>
      <td className="notices-when">{format.dateTime(settledAt ?? madeAt)}</td>
      <td>{what}</td>
      <td>
        {answer === 'demo' ? notSent : `${results[status]}${code}`}
        {nextAt && status === 'waiting' && tries > 0 && ` · ${format.time(nextAt)}`}
      </td>
      <td className="notices-figure">{tries}</td>
    </tr>
  )
}
