import { type DragEvent, useState } from 'react'
import { urlOf } from '#ui/api.ts'
import { Icon } from '#ui/icons.tsx'
import { useWords } from '#ui/language.tsx'
import { commonWords } from '#ui/words/index.ts'
import { type ImportKind, importTemplate } from '../api.ts'
import type { Stage } from './importing.ts'
import { sayImportError } from './say-import-error.ts'
import { importWords } from './words.ts'

type Props = {
  kind: ImportKind
  stage: Extract<Stage, { at: 'choosing' }>
  choose: (file: File) => void
}

/** The template to fill in, and the place for the filled one. */
export function ChooseFile({ kind, stage, choose }: Props) {
  const words = useWords(importWords)
  const common = useWords(commonWords)
  const [over, setOver] = useState(false)
  const fault = stage.file
    ? words[stage.file]
    : stage.error !== undefined && sayImportError(stage.error, common)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const file = event.dataTransfer.files[0]
    if (file) choose(file)
  }
  return (
    <>
      <p className="imports-template">
        <a href={urlOf(importTemplate, { params: { kind } })} download>
          <Icon name="download" size={18} />
          {words.template(words.kinds[kind])}
        </a>
        <span>{words.templateWhy}</span>
      </p>
      {fault && (
        <p className="imports-fault" role="alert">
          {fault}
        </p>
      )}
      <label
        className={over ? 'imports-drop imports-drop-over' : 'imports-drop'}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Icon name="file" size={28} />
        <span className="imports-choose">{words.choose}</span>
        <span>{words.drop}</span>
        <small>{words.accepts}</small>
        <input
          type="file"
          className="ui-hidden"
          accept=".xlsx,.csv"
          onChange={(event) => {
            const file = event.target.files?.[0]
            // The same file, corrected, must be choosable again.
            event.target.value = ''
            if (file) choose(file)
          }}
        />
      </label>
    </>
  )
}
