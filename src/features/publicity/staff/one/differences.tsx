import { differencesOf } from '../../content.ts'
import type { PublicationDetail } from '../../views.ts'
import { useStaffWords } from '../words.ts'
import { Part } from './part.tsx'

/** What people changed of what the data gave: shown to everybody who judges it. */
export function Differences({ publication: { generated, content } }: { publication: PublicationDetail }) {
  const t = useStaffWords().differences
  const differences = differencesOf(generated, content)
  return (
    <Part id="differences" title={t.title}>
      {differences.length === 0 && <p className="pub-minor">{t.none}</p>}
      <ul className="pub-differences">
        {differences.map(({ slot, from, to }) => (
          <li key={slot}>
            <p>
              <span className="pub-minor">{t.from}</span> <del>{from || t.empty}</del>
            </p>
            <p>
              <span className="pub-minor">{t.to}</span> <ins>{to || t.empty}</ins>
            </p>
          </li>
        ))}
      </ul>
    </Part>
  )
}
