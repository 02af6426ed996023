import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { useMe } from '#features/accounts/staff/index.ts'
import { qrOf, qrPath } from '#platform/qr.ts'
import { useFormat } from '#ui/format.ts'
import { Empty, NotFound, Waiting } from '#ui/states.tsx'
import { postedPages } from '../../content.ts'
import type { PublicationDetail } from '../../views.ts'
import { usePublication } from '../data.ts'
import { BodyPages } from '../one/preview.tsx'
import { useStaffWords } from '../words.ts'
import { publicAddress } from './address.ts'
import { type Standing, standingOf } from './standing.ts'
import '#ui/styles/page.css'
import '../publicity.css'
import './sheet.css'

/** The notice-board sheet: large type, from what is published and nothing else. */
export function SheetPage() {
  const { id } = useParams({ from: '/desk/publicity/$id/sheet' })
  const words = useStaffWords()
  const { data, error } = usePublication(id)
  if (error && !data) return <NotFound />
  if (!data) return <Waiting />
  const release = standingOf(data)
  if (!release)
    return (
      <Empty heading="h1" title={data.state === 'withdrawn' ? words.sheet.withdrawn : words.sheet.notPublic}>
        <Link to="/publicity/$id" params={{ id }}>
          {words.sheet.back}
        </Link>
      </Empty>
    )
  return <Sheet publication={data} release={release} />
}

type Props = { publication: PublicationDetail; release: Standing }

function Sheet({ publication, release: { body, sha256, slug } }: Props) {
  const t = useStaffWords().sheet
  const format = useFormat()
  const me = useMe()
  const navigate = useNavigate()
  const { size = 'a4' } = useSearch({ from: '/desk/publicity/$id/sheet' })
  const address = publicAddress(slug)
  const qr = qrOf(address)
  return (
    <div className="pg pub sheet-frame ui-paper">
      <p className="pub-line ui-no-print">
        <Link to="/publicity/$id" params={{ id: publication.id }}>
          {t.back}
        </Link>
        <label className="pub-choice">
          <span>{t.size}</span>
          <select
            value={size}
            onChange={({ target }) =>
              void navigate({
                to: '/publicity/$id/sheet',
                params: { id: publication.id },
                search: { size: target.value === 'a3' ? 'a3' : 'a4' },
                replace: true,
              })
            }
          >
            <option value="a4">A4</option>
            <option value="a3">A3</option>
          </select>
        </label>
        <Button type="primary" onClick={() => window.print()}>
          {t.print}
        </Button>
      </p>
      <article className={`sheet sheet-${size}`}>
        <header className="sheet-head">
          <div>
            <p className="sheet-county">{t.county(me?.county.name ?? '', body.kind === 'appeals')}</p>
            <h1>{body.title}</h1>
            <p>
              {t.organization}：{body.organization}　{t.number}：{body.number}
            </p>
            <p>
              {t.period}：{format.date(body.from)}–{format.date(body.until)}
            </p>
          </div>
          <figure>
            <svg viewBox={`0 0 ${qr.side} ${qr.side}`} role="img" aria-label={address} className="sheet-qr">
              <rect width={qr.side} height={qr.side} className="sheet-qr-paper" />
              <path d={qrPath(qr)} className="sheet-qr-ink" />
            </svg>
            <figcaption>{t.scan}</figcaption>
          </figure>
        </header>
        <BodyPages pages={postedPages(body)} />
        <footer>
          <p>{address}</p>
          <p>{t.hash(sha256)}</p>
        </footer>
      </article>
    </div>
  )
}
