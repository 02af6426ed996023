import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useWords } from '#ui/language.tsx'
import { sayError } from '#ui/trouble.ts'
import { commonWords } from '#ui/words/index.ts'
import type { ProblemLine } from '../../views.ts'
import type { useIssuing } from './issuing.ts'
import { ledgerWords } from './words.ts'

type Props = { chosen: readonly ProblemLine[]; clear: () => void; issuing: ReturnType<typeof useIssuing> }

/** Stands below the rows while some are chosen, while they are issued, and until the outcome was read. */
export function IssueBar({ chosen, clear, issuing }: Props) {
  const words = useWords(ledgerWords).issue
  const { going, results } = issuing
  if (!going && !results && chosen.length === 0) return null
  return (
    <div className="issue-bar" role="status">
      {going && (
        <>
          <p>{words.going(going.done, going.all)}</p>
          <Button onClick={issuing.stop}>{words.stop}</Button>
        </>
      )}
      {!going && results && <Outcome issuing={issuing} />}
      {!going && !results && (
        <>
          <p>
            <strong>{words.chosen(chosen.length)}</strong>
            <span>{words.why}</span>
          </p>
          <Button onClick={clear}>{words.clear}</Button>
          <Button
            type="primary"
            onClick={async () => {
              await issuing.go(chosen)
              clear()
            }}
          >
            {words.go}
          </Button>
        </>
      )}
    </div>
  )
}

function Outcome({ issuing }: { issuing: Props['issuing'] }) {
  const words = useWords(ledgerWords).issue
  const common = useWords(commonWords)
  const results = issuing.results ?? []
  const failed = results.filter((result) => result.error !== undefined)
  return (
    <>
      <div className="issue-outcome">
        <strong>{words.done(results.length - failed.length)}</strong>
        {failed.length > 0 && <span>{words.failed(failed.length)}</span>}
        {failed.length > 0 && (
          <ul>
            {failed.map(({ row, error }) => (
              <li key={row.id}>
                <Link to="/problems/$id" params={{ id: row.id }}>
                  {row.number}
                </Link>{' '}
                {sayError(error, common)}
              </li>
            ))}
          </ul>
        )}
      </div>
      <Button onClick={issuing.forget}>{words.close}</Button>
    </>
  )
}
