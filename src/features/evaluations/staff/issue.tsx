import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { ApiError, call } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { newId } from '#ui/new-id.ts'
import { issueInvitations } from '../api.ts'
import { classes as allClasses, type RaterClass } from '../plan.ts'
import { MOST_AT_ONCE } from '../schema.ts'
import type { CampaignDetail } from '../views.ts'
import { ActForm } from './acts.tsx'
import { Refusal } from './refusal.tsx'
import { useCampaignWords, useStaffWords } from './words.ts'

/** Invitations just made out, with codes that are seen here and never again. */
export type Made = { placeId: string; raterClass: RaterClass; codes: string[] }

/** Makes out invitations, and voids what was not handed out. */
export function Issue({ campaign, made }: { campaign: CampaignDetail; made: (made: Made) => void }) {
  const t = useStaffWords().one
  const { classes } = useCampaignWords()
  const format = useFormat()
  const [voiding, setVoiding] = useState<string | null>(null)
  const may = (act: string) => campaign.can.some((offer) => offer.act === act)
  const placeName = (id: string) => campaign.plan.places.find((place) => place.id === id)?.name ?? ''
  return (
    <>
      {may('issue') && <IssueForm campaign={campaign} made={made} />}
      {campaign.batches.length > 0 && (
        <section className="ev-part" aria-labelledby="batches-title">
          <h2 id="batches-title">{t.batches}</h2>
          <ul className="ev-list">
            {campaign.batches.map((batch) => (
              <li key={batch.id}>
                {placeName(batch.placeId)} {classes[batch.raterClass]}{' '}
                <span className="pg-minor">
                  {t.batch(batch.n, format.shortDate(batch.issuedAt), batch.person.name)}
                  {batch.void > 0 && ` · ${t.voided(batch.void)}`}
                </span>
                {may('voidRest') && batch.voidedAt === null && (
                  <div>
                    <Button size="small" onClick={() => setVoiding(voiding === batch.id ? null : batch.id)}>
                      {t.voidRest}
                    </Button>
                    {voiding === batch.id && (
                      <ActForm
                        campaign={campaign}
                        act="voidRest"
                        reason
                        fields={{ batchId: batch.id }}
                        close={() => setVoiding(null)}
                      />
                    )}
                  </div>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

type Asked = { placeId: string; raterClass: RaterClass; n: number }
type Sent = Asked & { commandId: string; version: number }
type Sending = { isSending: boolean; error: unknown; send: (asked: Asked) => Promise<void> }

/** Neither done nor refused, as far as we know. */
const isUnanswered = (failure: unknown): boolean =>
  !(failure instanceof ApiError) || failure.status === 0 || failure.status >= 500

function IssueForm({ campaign, made }: { campaign: CampaignDetail; made: (made: Made) => void }) {
  const t = useStaffWords().one
  const client = useQueryClient()
  /** Sent, and nobody knows whether it arrived: sent again it is the same, and shows the same codes. */
  const [unanswered, setUnanswered] = useState<Sent | null>(null)
  const [isSending, setSending] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const send = async (asked: Asked) => {
    const body = unanswered ?? { commandId: newId(), version: campaign.version, ...asked }
    setSending(true)
    setError(null)
    try {
      const { codes } = await call(issueInvitations, { params: { id: campaign.id }, body })
      setUnanswered(null)
      made({ placeId: body.placeId, raterClass: body.raterClass, codes })
    } catch (failure) {
      setUnanswered(isUnanswered(failure) ? body : null)
      setError(failure)
    } finally {
      setSending(false)
      void client.invalidateQueries({ queryKey: ['campaign', campaign.id] })
    }
  }
  const sending = { isSending, error, send }
  return (
    <section className="ev-part" aria-labelledby="issue-title">
      <h2 id="issue-title">{t.issue}</h2>
      <p className="pg-minor">{t.issueWhy}</p>
      {unanswered ? (
        <SendAgain campaign={campaign} sent={unanswered} {...sending} />
      ) : (
        <Choose campaign={campaign} {...sending} />
      )}
    </section>
  )
}

/** Nothing can be chosen, nor does it matter how many are left: these may be made already, and count among them. */
function SendAgain({
  campaign,
  sent,
  isSending,
  error,
  send,
}: Sending & { campaign: CampaignDetail; sent: Sent }) {
  const t = useStaffWords().one
  const { classes } = useCampaignWords()
  const place = campaign.plan.places.find(({ id }) => id === sent.placeId)?.name ?? ''
  return (
    <div className="ev-act-form">
      <p>{t.unanswered(place, classes[sent.raterClass], sent.n)}</p>
      <Refusal error={error} />
      <Button type="primary" loading={isSending} onClick={() => void send(sent)}>
        {t.sendAgain}
      </Button>
    </div>
  )
}

function Choose({ campaign, isSending, error, send }: Sending & { campaign: CampaignDetail }) {
  const t = useStaffWords().one
  const { classes } = useCampaignWords()
  const id = useId()
  const next = campaign.progress.find(({ left }) => left > 0)
  const [placeId, setPlace] = useState(next?.placeId ?? campaign.plan.places[0]?.id ?? '')
  const [raterClass, setClass] = useState<RaterClass>(next?.raterClass ?? 'residents')
  const left =
    campaign.progress.find((each) => each.placeId === placeId && each.raterClass === raterClass)?.left ?? 0
  const planned = campaign.plan.places.find((each) => each.id === placeId)?.asked[raterClass] ?? 0
  const most = Math.min(left, MOST_AT_ONCE)
  /** Null: nobody has said another number than all that are left. */
  const [typed, setTyped] = useState<number | null>(null)
  const n = typed ?? most
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void send({ placeId, raterClass, n })
  }
  return (
    <form className="ev-act-form" onSubmit={submit}>
      <div className="pg-field">
        <label htmlFor={`${id}-place`}>{t.place}</label>
        <select
          id={`${id}-place`}
          value={placeId}
          onChange={({ target }) => {
            setPlace(target.value)
            setTyped(null)
          }}
        >
          {campaign.plan.places.map((place) => (
            <option key={place.id} value={place.id}>
              {place.name}
            </option>
          ))}
        </select>
      </div>
      <div className="pg-field">
        <label htmlFor={`${id}-class`}>{t.who}</label>
        <select
          id={`${id}-class`}
          value={raterClass}
          onChange={({ target }) => {
            setClass(target.value as RaterClass)
            setTyped(null)
          }}
        >
          {allClasses.map((each) => (
            <option key={each} value={each}>
              {classes[each]}
            </option>
          ))}
        </select>
      </div>
      <div className="pg-field ev-short">
        <label htmlFor={`${id}-n`}>{t.howMany}</label>
        <input
          id={`${id}-n`}
          type="number"
          min={1}
          max={most}
          required
          disabled={left === 0}
          aria-describedby={`${id}-left`}
          value={n}
          onChange={({ target }) => setTyped(Number(target.value))}
        />
      </div>
      <p id={`${id}-left`} role="status">
        {left > 0 ? t.left(left, planned) : t.noneLeft(planned)}
      </p>
      <p className="pg-minor">{t.spoilt}</p>
      <Refusal error={error} />
      <Button type="primary" htmlType="submit" loading={isSending} disabled={left === 0}>
        {t.make}
      </Button>
    </form>
  )
}
