import type { ReactNode } from 'react'
import { isApiError } from './api.ts'
import { useWords } from './language.tsx'
import { sayError } from './trouble.ts'
import { commonWords } from './words/index.ts'

type EmptyProps = { title: string; why?: ReactNode; children?: ReactNode; heading?: 'h1' | 'h2' }

/** A screen, or a part of it, with nothing to show: why, and what fills it. */
export function Empty({ title, why, children, heading: Heading = 'h2' }: EmptyProps) {
  return (
    <div className="ui-empty">
      <Heading className="ui-empty-title">{title}</Heading>
      {why && <p className="ui-empty-why">{why}</p>}
      {children}
    </div>
  )
}

/** What went wrong, what to do, and the way to try again. */
export function TroubleScreen({ error, reset }: { error: unknown; reset?: () => void }) {
  const words = useWords(commonWords)
  const id = isApiError(error) ? error.requestId : undefined
  return (
    <div className="ui-empty" role="alert">
      <h2 className="ui-empty-title">{words.trouble.title}</h2>
      <p className="ui-empty-why">{sayError(error, words)}</p>
      {id && <p className="ui-empty-why">{words.common.requestId(id)}</p>}
      {reset && (
        <button type="button" className="ui-button" onClick={reset}>
          {words.common.retry}
        </button>
      )}
    </div>
  )
}

export function NotFound() {
  const words = useWords(commonWords)
  return <Empty heading="h1" title={words.common.notFoundTitle} why={words.common.notFoundWhy} />
}

export function Waiting() {
  const words = useWords(commonWords)
  return (
    <div className="ui-waiting" role="status" aria-label={words.common.loading}>
      <i />
      <i />
      <i />
      <i />
    </div>
  )
}
