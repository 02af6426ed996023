import { Link } from '@tanstack/react-router'
import { DueChip } from '#ui/due.tsx'
import { useFormat } from '#ui/format.ts'
import type { PublicationDetail } from '../../views.ts'
import { publicPath } from '../paper/address.ts'
import { StateWord } from '../state-word.tsx'
import { usePublicationWords, useStaffWords } from '../words.ts'

/** What it is, where it stands, and where else it can be seen. */
export function Head({ publication }: { publication: PublicationDetail }) {
  const words = useStaffWords()
  const t = words.facts
  const { kinds, audiences, states, withdrawn } = usePublicationWords()
  const format = useFormat()
  const { id, number, edition, state, audience, release } = publication
  return (
    <header className="pub-top">
      <p className="pub-minor">
        <Link to="/publicity">{words.title}</Link> · {number}
        {edition > 1 && ` ${words.edition(edition)}`}
      </p>
      <h1>{publication.title}</h1>
      <p className="pub-line">
        <StateWord state={state} />
        <span className={`pub-mark pub-mark-${audience}`}>{audiences[audience]}</span>
        <span>{kinds[publication.kind]}</span>
        <span>{publication.organizationName}</span>
        {publication.problemId && (
          <Link to="/problems/$id" params={{ id: publication.problemId }}>
            {t.problem} {publication.problemNumber}
          </Link>
        )}
        {state !== 'published' && <DueChip dueAt={publication.dueAt} />}
        {publication.withdrawnKind && <span>{withdrawn[publication.withdrawnKind]}</span>}
        {publication.publishFrom && publication.publishUntil ? (
          <span>
            {t.period} {format.date(publication.publishFrom)}–{format.date(publication.publishUntil)}
          </span>
        ) : (
          <span>{t.days(publication.days)}</span>
        )}
      </p>
      {release && audience === 'society' && state === 'published' && (
        <p className="pub-line">
          <a href={publicPath(release.slug)} target="_blank" rel="noreferrer">
            {t.published}
          </a>
          <Link to="/publicity/$id/sheet" params={{ id }} search={{ size: 'a4' }}>
            {t.sheetA4}
          </Link>
          <Link to="/publicity/$id/sheet" params={{ id }} search={{ size: 'a3' }}>
            {t.sheetA3}
          </Link>
          <Link to="/publicity/$id/picture" params={{ id }}>
            {t.picture}
          </Link>
        </p>
      )}
      {release && (
        <p className="pub-minor pub-hash">
          {t.hash} SHA-256 {release.sha256}
        </p>
      )}
      {publication.correctedBy && (
        <p className="pub-line">
          <Link to="/publicity/$id" params={{ id: publication.correctedBy.id }}>
            {words.correction.by(publication.correctedBy.number)} {states[publication.correctedBy.state]}
          </Link>
        </p>
      )}
      {publication.related.length > 0 && (
        <p className="pub-line">
          <span className="pub-minor">{t.related}</span>
          {publication.related.map((one) => (
            <Link key={one.id} to="/publicity/$id" params={{ id: one.id }}>
              {one.number} {one.edition > 1 && words.edition(one.edition)} {audiences[one.audience]}{' '}
              {states[one.state]}
            </Link>
          ))}
        </p>
      )}
    </header>
  )
}
