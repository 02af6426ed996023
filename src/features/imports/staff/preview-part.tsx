import { Button } from 'antd'
import { urlOf } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { commonWords } from '#ui/words/index.ts'
import { type ImportKind, importBadRows, type Preview } from '../api.ts'
import { BadRows } from './bad-rows.tsx'
import { ConfirmPart } from './confirm-part.tsx'
import type { Importing, Stage } from './importing.ts'
import { Sample } from './sample.tsx'
import { sayImportError } from './say-import-error.ts'
import { importWords } from './words.ts'

type Props = {
  kind: ImportKind
  stage: Extract<Stage, { at: 'checked' | 'importing' }>
  importing: Importing
}

/** What the file would do, and the one next step. */
export function PreviewPart({ kind, stage, importing }: Props) {
  const words = useWords(importWords)
  const common = useWords(commonWords)
  const { preview } = stage
  return (
    <section className="imports-checked" aria-labelledby="imports-title">
      <h2 id="imports-title">{words.preview.title(preview.fileName)}</h2>
      <Tally preview={preview} />
      {stage.at === 'checked' && stage.error !== undefined && (
        <p className="imports-fault" role="alert">
          {sayImportError(stage.error, common)}
        </p>
      )}
      {!preview.kept && (
        <p className="imports-fault" role="alert">
          {words.preview.dropped}
        </p>
      )}
      <Next kind={kind} stage={stage} importing={importing} />
      {preview.kept && (
        <ConfirmPart preview={preview} confirm={(keys) => void importing.confirm(preview, keys)} />
      )}
      <BadRows bad={preview.bad} />
      <Sample rows={preview.sample} />
    </section>
  )
}

function Tally({ preview: { total, good, changed, unchanged, bad } }: { preview: Preview }) {
  const words = useWords(importWords).preview
  const format = useFormat()
  const figures = [
    ['fresh', good - changed - unchanged],
    ['changed', changed],
    ['unchanged', unchanged],
    ['bad', total - good],
  ] as const
  return (
    <div className="imports-tally">
      <p>{words.total(format.number(total))}</p>
      <dl>
        {figures
          .filter(([name, n]) => n > 0 || name === 'fresh' || name === 'bad')
          .map(([name, n]) => (
            <div key={name} className={name === 'bad' && n > 0 ? 'imports-wrong' : undefined}>
              <dt>{words[name]}</dt>
              <dd>
                {format.number(n)}
                <small>{words.rows}</small>
              </dd>
            </div>
          ))}
      </dl>
      {total > 0 && bad.length === 0 && good > unchanged && <p>{words.allGood}</p>}
      {total === 0 && <p>{words.empty}</p>}
      {total > 0 && good > 0 && good === unchanged && bad.length === 0 && <p>{words.nothing}</p>}
    </div>
  )
}

function Next({ kind, stage, importing }: Props) {
  const words = useWords(importWords)
  const format = useFormat()
  const { preview } = stage
  const { good, unchanged, bad, uploadId, kept } = preview
  const going = stage.at === 'importing'
  const n = format.number(good)
  return (
    <div className="imports-next">
      {kept && good > unchanged && (
        <Button type="primary" size="large" loading={going} onClick={() => void importing.write(preview)}>
          {going ? words.go.going : bad.length > 0 ? words.go.good(n) : words.go.all(n)}
        </Button>
      )}
      {kept && bad.length > 0 && (
        <Button
          size="large"
          href={urlOf(importBadRows, { params: { kind }, query: { upload: uploadId } })}
          download
        >
          {words.bad.download}
        </Button>
      )}
      <Button size="large" type="text" disabled={going} onClick={importing.restart}>
        {words.another}
      </Button>
      {kept && bad.length > 0 && <p>{words.bad.downloadWhy}</p>}
    </div>
  )
}
