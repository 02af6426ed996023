import { useFormat } from '#ui/format.ts'
import { useLanguage, useWords } from '#ui/language.tsx'
import type { DataCopy } from '../api.ts'
import { personalWords } from './words.ts'

/** Everything that is held on somebody, part by part, each with why, on what ground and how long. */
export function CopyParts({ copy }: { copy: DataCopy }) {
  const words = useWords(personalWords)
  const { language } = useLanguage()
  return (
    <div className="personal-parts">
      {copy.parts.map((part) => (
        <article key={part.title.en} className="personal-part">
          <h3>{part.title[language]}</h3>
          {part.rows.length === 0 && <p className="personal-soft">{words.mine.nothing}</p>}
          {part.rows.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a copy are told apart by their place alone
            <dl key={at}>
              {row.map(({ label, value }) => (
                <div key={label.en}>
                  <dt>{label[language]}</dt>
                  <dd>{value === '' ? words.mine.nothing : (words.values[value] ?? value)}</dd>
                </div>
              ))}
            </dl>
          ))}
          <p className="personal-soft">
            {words.mine.why}: {part.purpose[language]}
            <br />
            {words.mine.basis}: {part.basis[language]}
            <br />
            {words.mine.howLong}: {part.retention[language]}
          </p>
        </article>
      ))}
    </div>
  )
}

export function Traces({ traces }: { traces: DataCopy['traces'] }) {
  const words = useWords(personalWords).mine
  const format = useFormat()
  const { language } = useLanguage()
  if (traces.length === 0) return null
  return (
    <section className="personal-section" aria-labelledby="personal-traces">
      <h2 id="personal-traces">{words.traces}</h2>
      <p className="personal-soft">{words.tracesWhy}</p>
      <dl className="personal-traces">
        {traces.map(({ title, n }) => (
          <div key={title.en}>
            <dt>{title[language]}</dt>
            <dd>
              {format.number(n)} {words.times}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
