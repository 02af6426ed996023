import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { hasCountyRole, useMe } from '#features/accounts/staff/index.ts'
import { urlOf } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { type ImportKind, importBadRows } from '../api.ts'
import type { Stage } from './importing.ts'
import { importWords } from './words.ts'

type Props = {
  kind: ImportKind
  kinds: readonly ImportKind[]
  stage: Extract<Stage, { at: 'done' }>
  restart: () => void
}

const nextKind: Record<ImportKind, ImportKind | undefined> = {
  organizations: 'people',
  people: 'problems',
  problems: undefined,
  appeals: undefined,
}

/** What was done, in sentences, and what to do next. */
export function ResultPart({ kind, kinds, stage: { answer, uploadId }, restart }: Props) {
  const words = useWords(importWords)
  const format = useFormat()
  const me = useMe()
  const next = kinds.find((each) => each === nextKind[kind])
  const { created, changed, unchanged, rejected } = answer
  return (
    <section className="imports-result" aria-labelledby="imports-title">
      <h2 id="imports-title">{words.result.title}</h2>
      <div role="status">
        <p>{words.result.created[kind](format.number(created))}</p>
        {changed > 0 && <p>{words.result.changed(format.number(changed))}</p>}
        {unchanged > 0 && <p>{words.result.unchanged(format.number(unchanged))}</p>}
        {rejected > 0 && (
          <p>
            {words.result.rejected(format.number(rejected))}{' '}
            <a href={urlOf(importBadRows, { params: { kind }, query: { upload: uploadId } })} download>
              {words.bad.download}
            </a>
          </p>
        )}
      </div>
      {kind === 'people' && created + changed > 0 && hasCountyRole(me, 'system_admin') && (
        <p>
          {words.result.passwordsWhy} <Link to="/first-passwords">{words.result.passwords}</Link>
        </p>
      )}
      <div className="imports-next">
        {kind === 'problems' ? (
          <Link className="imports-go" to="/ledger" search={{ state: 'reported' }}>
            {words.result.toLedger}
          </Link>
        ) : (
          next && (
            <Link className="imports-go" to="/import" search={{ kind: next }}>
              {words.result.next(words.kinds[next])}
            </Link>
          )
        )}
        <Button size="large" onClick={restart}>
          {words.result.again}
        </Button>
      </div>
    </section>
  )
}
