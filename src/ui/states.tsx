import { Button, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { isApiError } from './api.ts'
import { useWords } from './language.tsx'
import { sayError } from './trouble.ts'
import { commonWords } from './words/index.ts'

/** A screen, or a part of it, with nothing to show: why, and what fills it. */
export function Empty({ title, why, children }: { title: string; why?: ReactNode; children?: ReactNode }) {
  return (
    <div className="ui-empty">
      <p className="ui-empty-title">{title}</p>
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
      <p className="ui-empty-title">{words.trouble.title}</p>
      <p className="ui-empty-why">{sayError(error, words)}</p>
      {id && <p className="ui-empty-why">{words.common.requestId(id)}</p>}
      {reset && <Button onClick={reset}>{words.common.retry}</Button>}
    </div>
  )
}

export function NotFound() {
  const words = useWords(commonWords)
  return <Empty title={words.common.notFoundTitle} why={words.trouble.not_found} />
}

export function Waiting() {
  const words = useWords(commonWords)
  return (
    <div className="ui-waiting" role="status" aria-label={words.common.loading}>
      <Skeleton active title={{ width: '30%' }} paragraph={{ rows: 6 }} />
    </div>
  )
}
