import { useFormat } from '#ui/format.ts'
import type { PublicationDetail } from '../../views.ts'
import { usePublicityDictionary } from '../data.ts'
import { useStaffWords } from '../words.ts'

/** Why it is not published, who agreed, and when it is looked at again. */
export function Withheld({ publication: { withheld } }: { publication: PublicationDetail }) {
  const t = useStaffWords().withheld
  const format = useFormat()
  const labels = new Map(usePublicityDictionary('withhold_reason').map(({ code, label }) => [code, label]))
  if (withheld.length === 0) return null
  return (
    <section className="pub-part" aria-labelledby="withheld-title">
      <h2 id="withheld-title">{t.title}</h2>
      <ul className="pub-plain">
        {withheld.map((one) => (
          <li key={one.askedAt}>
            <strong>{labels.get(one.reasonClass) ?? one.reasonClass}</strong>
            <p>{one.note}</p>
            <p className="pub-minor">
              {t.asked(one.askedBy.name, format.shortDate(one.askedAt))} · {t.status[one.status]}
              {one.decidedBy && ` ${one.decidedBy.name}`} · {t.review(format.date(one.reviewOn))}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
