import { Button } from 'antd'
import { useWords } from '#ui/language.tsx'
import type { Preview } from '../api.ts'
import { importWords } from './words.ts'

type Props = { preview: Preview; confirm: (keys: string[]) => void }

/** Rows that a boundary rule asks about: a person looks at them and answers for them, or leaves them out. */
export function ConfirmPart({ preview, confirm }: Props) {
  const words = useWords(importWords).confirm
  const asked = preview.bad.filter((row) => row.confirm !== null)
  if (asked.length === 0) return null
  const keys = [...new Set(asked.map((row) => row.confirm ?? ''))]
  const lines = new Set(asked.map((row) => row.line)).size
  return (
    <div className="imports-confirm">
      <p>
        <strong>{words.title(lines)}</strong>
        {words.why}
      </p>
      <Button onClick={() => confirm(keys)}>{words.go}</Button>
    </div>
  )
}
