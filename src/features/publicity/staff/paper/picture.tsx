import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useEffect, useRef } from 'react'
import { useMe } from '#features/accounts/staff/index.ts'
import { useFormat } from '#ui/format.ts'
import { Empty, NotFound, Waiting } from '#ui/states.tsx'
import { usePublication } from '../data.ts'
import { useStaffWords } from '../words.ts'
import { publicAddress } from './address.ts'
import { drawPicture } from './draw.ts'
import { type Standing, standingOf } from './standing.ts'
import '#ui/styles/page.css'
import '../publicity.css'
import './picture.css'

/** One picture for the WeChat group, drawn here from what is published, and saved as a file. */
export function PicturePage() {
  const { id } = useParams({ from: '/desk/publicity/$id/picture' })
  const words = useStaffWords()
  const { data, error } = usePublication(id)
  if (error && !data) return <NotFound />
  if (!data) return <Waiting />
  const release = standingOf(data)
  return (
    <div className="pg pub">
      <header className="pub-top">
        <p className="pub-minor">
          <Link to="/publicity/$id" params={{ id }}>
            {words.sheet.back}
          </Link>
        </p>
        <h1>{words.picture.title}</h1>
      </header>
      {release ? (
        <Picture release={release} />
      ) : (
        <Empty title={data.state === 'withdrawn' ? words.sheet.withdrawn : words.sheet.notPublic} />
      )}
    </div>
  )
}

function Picture({ release: { body, slug } }: { release: Standing }) {
  const words = useStaffWords()
  const format = useFormat()
  const me = useMe()
  const canvas = useRef<HTMLCanvasElement>(null)
  const labels = {
    county: words.sheet.county(me?.county.name ?? '', body.kind === 'appeals'),
    period: `${body.organization}　${words.sheet.period} ${format.date(body.from)}–${format.date(body.until)}　${body.number}`,
    ...{ scan: words.sheet.scan, rest: words.picture.rest, address: publicAddress(slug) },
  }
  // Drawn again when its words change; the labels are made anew at every drawing of the page.
  const key = JSON.stringify(labels)
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (canvas.current) drawPicture(canvas.current, body, labels)
  }, [body, key])
  const save = () =>
    canvas.current?.toBlob((blob) => {
      if (!blob) return
      const link = document.createElement('a')
      link.href = URL.createObjectURL(blob)
      link.download = `${body.number} ${body.title}.png`
      link.click()
      URL.revokeObjectURL(link.href)
    }, 'image/png')
  return (
    <>
      <p className="pub-minor">{words.picture.how}</p>
      <p>
        <Button type="primary" onClick={save}>
          {words.picture.download}
        </Button>
      </p>
      <canvas ref={canvas} className="picture" role="img" aria-label={words.picture.alt(body.title)} />
    </>
  )
}
