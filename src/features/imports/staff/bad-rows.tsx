import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import type { BadRow } from '../api.ts'
import { importWords } from './words.ts'

/** More than this nobody corrects from a screen: the downloaded file has them all. */
const MOST = 200

/** Every fault with its row and column: what is wrong and what to do. */
export function BadRows({ bad }: { bad: readonly BadRow[] }) {
  const words = useWords(importWords).bad
  const format = useFormat()
  if (bad.length === 0) return null
  return (
    <div className="imports-bad">
      <h3>{words.title(format.number(bad.length))}</h3>
      <div className="imports-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{words.line}</th>
              <th scope="col">{words.column}</th>
              <th scope="col">{words.value}</th>
              <th scope="col">{words.reason}</th>
            </tr>
          </thead>
          <tbody>
            {bad.slice(0, MOST).map((row) => (
              <tr key={`${row.line}-${row.column}-${row.reason}`}>
                <td className="imports-line" data-at={words.at(format.number(row.line))}>
                  {row.line}
                </td>
                <td>{row.column}</td>
                <td className="imports-value">{row.value === '' ? words.empty : row.value}</td>
                <td>{row.reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {bad.length > MOST && <p>{words.more(format.number(bad.length - MOST))}</p>}
    </div>
  )
}
