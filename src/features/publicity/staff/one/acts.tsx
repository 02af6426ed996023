import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { call } from '#ui/api.ts'
import { useWords } from '#ui/language.tsx'
import { newId } from '#ui/new-id.ts'
import { commonWords } from '#ui/words/index.ts'
import { actEndpoints, type OfferedAct } from '../../api.ts'
import { type Need, publicationLifecycle } from '../../lifecycle.ts'
import { unconfirmedPages } from '../../masks.ts'
import type { PublicationDetail } from '../../views.ts'
import { useSending } from '../data.ts'
import { Refusal } from '../refusal.tsx'
import { usePublicationWords, useStaffWords } from '../words.ts'
import { ActForm } from './act-form.tsx'
import { formOf } from './forms.ts'

/** Done where they stand on the page, not from here. */
const elsewhere: ReadonlySet<string> = new Set([
  ...['edit', 'choosePictures', 'confirmPage', 'checkPicture'],
  ...['screenComment', 'answerComment', 'passAnswer', 'returnAnswer'],
])
/** Possible, and nobody’s next step. */
const beside: ReadonlySet<string> = new Set([
  ...[
    'drop',
    'withhold',
    'regenerate',
    'sendBack',
    'withdraw',
    'erasePublished',
    'revise',
    'recordChannel',
    'discloseAfterAll',
  ],
])

/** What the reader may do now, each with what it still needs; a form opens below the button. */
export function Acts({ publication, unsaved }: { publication: PublicationDetail; unsaved: number }) {
  const words = useStaffWords()
  const t = words.acts
  const [opened, setOpened] = useState<OfferedAct | null>(null)
  const offers = [
    ...publication.can,
    ...(publication.mayRevise ? [{ act: 'revise', missing: [] }] : []),
  ].filter(({ act }) => !elsewhere.has(act)) as { act: OfferedAct; missing: Need[] }[]
  const main = offers.filter(({ act }) => !beside.has(act))
  const others = offers.filter(({ act }) => beside.has(act))
  const shown = (list: typeof offers) =>
    list.map((offer) => (
      <Offer
        key={offer.act}
        offer={offer}
        publication={publication}
        unsaved={unsaved}
        isOpen={opened === offer.act}
        toggle={() => setOpened(opened === offer.act ? null : offer.act)}
        isMain={offer === main[0]}
      />
    ))
  return (
    <section className="pub-part" aria-labelledby="acts-title">
      <h2 id="acts-title">{t.title}</h2>
      {main.length === 0 && <Waits publication={publication} />}
      <ul className="pub-offers">{shown(main)}</ul>
      {others.length > 0 && (
        <details open={main.length === 0 ? true : undefined}>
          <summary>{t.others}</summary>
          <ul className="pub-offers">{shown(others)}</ul>
        </details>
      )}
    </section>
  )
}

function Waits({ publication }: { publication: PublicationDetail }) {
  const t = useStaffWords().acts
  const { parties } = usePublicationWords()
  const { state, can, mayRevise } = publication
  const { owner, ends } = publicationLifecycle.states[state]
  return (
    <>
      <p className="pub-minor">
        {ends ? (mayRevise ? t.mayFollow : t.ended) : owner ? t.waits(parties[owner]) : t.timed}
      </p>
      {mayRevise && !ends && !can.some(({ act }) => act === 'withdraw') && (
        <p className="pub-minor">{t.askToWithdraw}</p>
      )}
    </>
  )
}

type OfferProps = {
  offer: { act: OfferedAct; missing: Need[] }
  publication: PublicationDetail
  /** Changes to the text that nothing has saved: whatever is done now would go on without them. */
  unsaved: number
  isOpen: boolean
  toggle: () => void
  isMain: boolean
}

function Offer({ offer: { act, missing }, publication, unsaved, isOpen, toggle, isMain }: OfferProps) {
  const words = useStaffWords()
  const names = usePublicationWords()
  const { listSeparator } = useWords(commonWords).common
  const navigate = useNavigate()
  const sending = useSending(publication)
  const [revising, setRevising] = useState<unknown>(null)
  const said = (need: Need) =>
    need === 'pagesConfirmed'
      ? words.acts.pagesLeft(unconfirmedPages(publication.content, publication.masks).length)
      : names.missing[need]
  const isReady = missing.length === 0 && unsaved === 0
  const send = async (fields: object): Promise<boolean> => {
    if (act !== 'revise') return (await sending.send(act, fields)) !== undefined
    // A new edition is another publication: its page opens.
    try {
      const body = { commandId: newId(), version: publication.version, ...fields } as never
      const { id } = await call(actEndpoints.revise, { params: { id: publication.id }, body })
      await navigate({ to: '/publicity/$id', params: { id } })
      return true
    } catch (error) {
      setRevising(error)
      return false
    }
  }
  return (
    <li>
      <Button
        block
        type={isMain ? 'primary' : 'default'}
        disabled={!isReady}
        aria-expanded={isOpen}
        aria-describedby={isReady ? undefined : `missing-${act}`}
        onClick={toggle}
      >
        {names.acts[act]}
      </Button>
      {!isReady && (
        <p id={`missing-${act}`} className="pub-minor">
          {unsaved > 0 ? words.acts.saveFirst(unsaved) : words.acts.missing}
          {unsaved === 0 && missing.map(said).join(listSeparator)}
        </p>
      )}
      {isOpen && isReady && (
        <ActForm
          fields={formOf(act)}
          label={names.acts[act]}
          consequence={words.consequence[act]}
          isSending={sending.isSending}
          send={async (fields) => {
            if (await send(fields)) toggle()
          }}
          cancel={toggle}
        />
      )}
      <Refusal error={sending.error ?? revising} confirm={(ruleKey) => void sending.confirm(ruleKey)} />
    </li>
  )
}
