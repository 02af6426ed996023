import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMe } from '#features/accounts/staff/index.ts'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { Empty } from '#ui/states.tsx'
import type { ImportKind } from '../api.ts'
import { ChooseFile } from './choose-file.tsx'
import { useImporting } from './importing.ts'
import { kindsFor } from './kinds.ts'
import { PreviewPart } from './preview-part.tsx'
import { ResultPart } from './result-part.tsx'
import { importWords } from './words.ts'
import './imports.css'

/** Lists come from Excel: choose, check, then import. */
export function ImportPage() {
  const words = useWords(importWords)
  const me = useMe()
  const { kind: asked } = useSearch({ from: '/desk/import' })
  const kinds = kindsFor(me)
  const kind = kinds.find((each) => each === asked) ?? kinds.at(-1)
  if (!kind) return <Empty title={words.noRight} why={words.noRightWhy} />
  return (
    <div className="imports">
      <h1>{words.title}</h1>
      <p className="imports-order">{words.order}</p>
      {/* Another kind is another import: what was checked for one is not shown for the other. */}
      <OneImport key={kind} kind={kind} kinds={kinds} />
    </div>
  )
}

type Props = { kind: ImportKind; kinds: readonly ImportKind[] }

function OneImport({ kind, kinds }: Props) {
  const words = useWords(importWords)
  const format = useFormat()
  const importing = useImporting(kind)
  const { stage } = importing
  switch (stage.at) {
    case 'choosing':
      return (
        <>
          <Kinds kind={kind} kinds={kinds} />
          <ChooseFile kind={kind} stage={stage} choose={(file) => void importing.choose(file)} />
        </>
      )
    case 'uploading':
      return <Going text={words.uploading(format.percent(stage.share, 1))} share={stage.share} />
    case 'checking':
      return <Going text={words.checking} />
    case 'checked':
    case 'importing':
      return <PreviewPart kind={kind} stage={stage} importing={importing} />
    case 'done':
      return <ResultPart kind={kind} kinds={kinds} stage={stage} restart={importing.restart} />
  }
}

function Kinds({ kind, kinds }: Props) {
  const words = useWords(importWords)
  const navigate = useNavigate()
  return (
    <fieldset className="imports-kinds">
      <legend>{words.kind}</legend>
      {kinds.map((each) => (
        <label key={each} className={each === kind ? 'imports-kind imports-kind-on' : 'imports-kind'}>
          <input
            type="radio"
            name="kind"
            checked={each === kind}
            onChange={() => void navigate({ to: '/import', search: { kind: each }, replace: true })}
          />
          <span>
            <strong>{words.kinds[each]}</strong>
            {words.about[each]}
          </span>
        </label>
      ))}
    </fieldset>
  )
}

function Going({ text, share }: { text: string; share?: number }) {
  return (
    <div className="imports-going" role="status">
      <p>{text}</p>
      <progress value={share} max={1} aria-label={text} />
    </div>
  )
}
