import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { isApiError } from '#ui/api.ts'
import { NotFound, TroubleScreen, Waiting } from '#ui/states.tsx'
import type { PublicationDetail } from '../../views.ts'
import { usePublication, useSending } from '../data.ts'
import { Acts } from './acts.tsx'
import { Channels } from './channels.tsx'
import { Comments } from './comments.tsx'
import { Compare } from './compare.tsx'
import { Correction } from './correction.tsx'
import { Differences } from './differences.tsx'
import { Editor } from './editor.tsx'
import { Head } from './head.tsx'
import { History } from './history.tsx'
import { Loop } from './loop.tsx'
import { CheckPictures, ChoosePictures } from './pictures.tsx'
import { Preview } from './preview.tsx'
import { Withheld } from './withheld.tsx'
import '#ui/styles/page.css'
import '../publicity.css'

/** The page of one publication. */
export function PublicationPage() {
  const { id } = useParams({ from: '/desk/publicity/$id' })
  const { data, error, refetch } = usePublication(id)
  if (data) return <Publication key={id} publication={data} />
  if (!error) return <Waiting />
  if (isApiError(error) && error.status === 404) return <NotFound />
  return <TroubleScreen error={error} reset={() => void refetch()} />
}

function Publication({ publication }: { publication: PublicationDetail }) {
  const [unsaved, setUnsaved] = useState(0)
  return (
    <div className="pg pub">
      <Head publication={publication} />
      <Loop publication={publication} />
      <div className="pub-columns">
        <aside className="pub-aside">
          <Acts publication={publication} unsaved={unsaved} />
          <Withheld publication={publication} />
        </aside>
        <div className="pub-main">
          <Body publication={publication} tellUnsaved={setUnsaved} />
          <Correction publication={publication} />
          <Differences publication={publication} />
          <Channels publication={publication} />
          <History publication={publication} />
        </div>
      </div>
    </div>
  )
}

type BodyProps = { publication: PublicationDetail; tellUnsaved: (changes: number) => void }

/** What stands in the middle is what has to be worked on in this state. */
function Body({ publication, tellUnsaved }: BodyProps) {
  const sending = useSending(publication)
  const may = (act: string) => publication.can.some((offer) => offer.act === act)
  if (publication.state === 'draft' && may('edit'))
    return (
      <>
        <Editor
          key={publication.version}
          publication={publication}
          sending={sending}
          tellUnsaved={tellUnsaved}
        />
        <ChoosePictures publication={publication} sending={sending} />
      </>
    )
  if (publication.state === 'mask_check' && may('confirmPage'))
    return (
      <>
        <Compare publication={publication} sending={sending} />
        <CheckPictures publication={publication} sending={sending} />
      </>
    )
  return (
    <>
      <Comments publication={publication} sending={sending} />
      <Preview publication={publication} />
    </>
  )
}
