import { useFormat } from '#ui/format.ts'
import { type PublishedBody, publishedPages } from '../../content.ts'
import { maskedContent } from '../../masks.ts'
import type { PublicationDetail } from '../../views.ts'
import { useStaffWords } from '../words.ts'
import { Part } from './part.tsx'
import { pictureUrl } from './pictures.tsx'

/** As it is or will be read: frozen once published, before that what stands after the masks. */
export function Preview({ publication }: { publication: PublicationDetail }) {
  const t = useStaffWords().preview
  const { content, masks, pictures, release, state } = publication
  if (release && !release.body)
    return (
      <Part id="preview" title={t.title}>
        <p className="pub-minor">{t.erased}</p>
      </Part>
    )
  const masked = maskedContent(content, masks)
  const pages = release?.body?.pages ?? publishedPages(masked)
  const shown = release?.body
    ? release.body.pictures
    : pictures.map(({ id, sha256 }) => ({ sha256, caption: masked.captions[id] ?? '' }))
  return (
    <Part id="preview" title={t.title}>
      {state === 'draft' && <p className="pub-minor">{t.draft}</p>}
      <BodyPages pages={pages} />
      {shown.length > 0 && (
        <ul className="pub-pictures">
          {shown.map(({ sha256, caption }) => (
            <li key={sha256}>
              <figure>
                <img src={pictureUrl(publication.id, sha256)} alt={caption || t.title} loading="lazy" />
                {caption && <figcaption>{caption}</figcaption>}
              </figure>
            </li>
          ))}
        </ul>
      )}
    </Part>
  )
}

/** The pages of a publication, on the desk and on the sheet. */
export function BodyPages({ pages }: { pages: PublishedBody['pages'] }) {
  const format = useFormat()
  return (
    <div className="pub-body">
      {pages.map(({ heading, paragraphs, facts, table, steps }) => (
        <section key={heading}>
          <h3>{heading}</h3>
          {paragraphs.map((text) => (
            <p key={text}>{text}</p>
          ))}
          {facts.length > 0 && (
            <dl>
              {facts.map(({ label, value }) => (
                <div key={label}>
                  <dt>{label}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          )}
          {table && (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls, by keyboard too
            <section className="pub-table" tabIndex={0} aria-label={heading}>
              <table>
                <thead>
                  <tr>
                    {table.columns.map((column) => (
                      <th key={column} scope="col">
                        {column}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {table.rows.map((row, r) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name, and never move
                    <tr key={r}>
                      {row.map((cell, c) => (
                        <td key={table.columns[c]}>{cell}</td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
          )}
          {steps.length > 0 && (
            <ol className="pub-steps">
              {steps.map(({ on, label }) => (
                <li key={`${on} ${label}`}>
                  <time dateTime={on}>{format.date(on)}</time> {label}
                </li>
              ))}
            </ol>
          )}
        </section>
      ))}
    </div>
  )
}
