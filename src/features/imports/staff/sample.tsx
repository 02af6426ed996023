import { useWords } from '#ui/language.tsx'
import { importWords } from './words.ts'

/** The first good rows, by heading, as they were understood. */
export function Sample({ rows }: { rows: readonly Record<string, string>[] }) {
  const words = useWords(importWords).preview
  const headings = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  if (headings.length === 0) return null
  return (
    <div className="imports-sample">
      <h3>{words.sample}</h3>
      <p>{words.sampleWhy}</p>
      <section className="imports-scroll" aria-label={words.sample}>
        <table>
          <thead>
            <tr>
              {headings.map((heading) => (
                <th key={heading} scope="col">
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file are told apart by their place alone
              <tr key={i}>
                {headings.map((heading) => (
                  <td key={heading}>{row[heading]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}
