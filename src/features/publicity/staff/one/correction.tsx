import { Link } from '@tanstack/react-router'
import type { PublicationDetail } from '../../views.ts'
import { useStaffWords } from '../words.ts'
import { Part } from './part.tsx'

/** Of a correction: what it corrects, found from both texts; published with it. */
export function Correction({ publication: { corrects, state } }: { publication: PublicationDetail }) {
  const t = useStaffWords().correction
  if (!corrects) return null
  const { id, number, stands, changes } = corrects
  return (
    <Part id="correction" title={t.title(number)}>
      <p>
        <Link to="/publicity/$id" params={{ id }}>
          {t.former} {number}
        </Link>
      </p>
      {state === 'draft' && <p className="pub-minor">{t.draft}</p>}
      {state !== 'draft' && changes.length === 0 && <p className="pub-minor">{t.none}</p>}
      {changes.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls, by keyboard too
        <section className="pub-body pub-table" tabIndex={0} aria-label={t.title(number)}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t.where}</th>
                <th scope="col">{t.from}</th>
                <th scope="col">{t.to}</th>
              </tr>
            </thead>
            <tbody>
              {changes.map(({ where, from, to }) => (
                <tr key={where}>
                  <td>{where}</td>
                  <td>{stands ? (from ?? t.added) : t.hidden}</td>
                  <td>{to || t.gone}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Part>
  )
}
