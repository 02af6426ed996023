import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { useWords } from '#ui/language.tsx'
import { commonWords } from '#ui/words/index.ts'
import type { OfferedAct } from '../api.ts'
import type { CampaignAct, Need } from '../lifecycle.ts'
import type { CampaignDetail } from '../views.ts'
import { useSending } from './data.ts'
import { Refusal } from './refusal.tsx'
import { useCampaignWords, useStaffWords } from './words.ts'

/** Done where they stand on the page, not from here. */
const elsewhere: readonly string[] = ['issue', 'voidRest']
/** With a reason that has to be given; others may have a note, or nothing to say. */
const withReason: readonly string[] = ['sendBack', 'cancel']
const withNote: readonly string[] = ['submit', 'open']

/** What the reader may do now, each with what it still needs; a form opens below the button. */
export function Acts({ campaign }: { campaign: CampaignDetail }) {
  const t = useStaffWords().one
  const names = useCampaignWords()
  const { listSeparator } = useWords(commonWords).common
  const [opened, setOpened] = useState<string | null>(null)
  const offers = campaign.can.filter(({ act }) => !elsewhere.includes(act))
  return (
    <section className="ev-part" aria-labelledby="acts-title">
      <h2 id="acts-title">{t.acts}</h2>
      {offers.length === 0 && <p className="pg-minor">{t.none}</p>}
      <ul className="ev-offers">
        {offers.map(({ act, missing }, i) =>
          act === 'revise' ? (
            <li key={act}>
              <Link className="ev-second" to="/evaluations/new" search={{ campaign: campaign.id }}>
                {names.acts.revise}
              </Link>
            </li>
          ) : (
            <li key={act}>
              <Button
                block
                type={i === offers.length - 1 && act !== 'cancel' ? 'primary' : 'default'}
                disabled={missing.length > 0}
                aria-expanded={opened === act}
                onClick={() => setOpened(opened === act ? null : act)}
              >
                {names.acts[act as CampaignAct]}
              </Button>
              {missing.length > 0 && (
                <p className="pg-minor">
                  {t.missing}
                  {missing
                    .map((need) =>
                      need === 'papersSettled'
                        ? t.papersLeft(campaign.unsettled.length)
                        : names.needs[need as Need],
                    )
                    .join(listSeparator)}
                </p>
              )}
              {opened === act && (
                <ActForm campaign={campaign} act={act as OfferedAct} close={() => setOpened(null)} />
              )}
            </li>
          ),
        )}
      </ul>
    </section>
  )
}

type FormProps = {
  campaign: CampaignDetail
  act: OfferedAct
  close: () => void
  fields?: object
  reason?: boolean
}

/** What an act asks, what it leads to, and the button that does it. */
export function ActForm({ campaign, act, close, fields = {}, reason = withReason.includes(act) }: FormProps) {
  const t = useStaffWords().one
  const { acts } = useCampaignWords()
  const id = useId()
  const sending = useSending(campaign)
  const [said, setSaid] = useState('')
  const name = reason ? 'reason' : 'note'
  const asksWords = reason || withNote.includes(act)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const words = asksWords && said.trim() !== '' ? { [name]: said } : {}
    if ((await sending.send(act, { ...fields, ...words })) !== undefined) close()
  }
  return (
    <form className="ev-act-form" onSubmit={(event) => void submit(event)}>
      {t.consequence[act] && <p className="pg-minor">{t.consequence[act]}</p>}
      {act === 'close' && <Short campaign={campaign} />}
      {asksWords && (
        <div className="pg-field">
          <label htmlFor={id}>{t[name]}</label>
          <textarea
            id={id}
            rows={2}
            maxLength={1000}
            required={reason}
            value={said}
            onChange={({ target }) => setSaid(target.value)}
          />
        </div>
      )}
      <Refusal error={sending.error} confirm={(ruleKey) => void sending.confirm(ruleKey)} />
      <div className="pg-line">
        <Button type="primary" htmlType="submit" loading={sending.isSending}>
          {acts[act]}
        </Button>
        <Button onClick={close}>{t.cancel}</Button>
      </div>
    </form>
  )
}

/** Of whom fewer were asked than planned, or nobody came back: once counted, nothing is added. */
function Short({ campaign: { plan, progress } }: { campaign: CampaignDetail }) {
  const t = useStaffWords().one
  const { classes } = useCampaignWords()
  const lines = progress.flatMap(({ placeId, raterClass, handedOut, returned }) => {
    const place = plan.places.find(({ id }) => id === placeId)
    const planned = place?.asked[raterClass] ?? 0
    const isShort = handedOut < planned || (handedOut > 0 && returned === 0)
    return place && isShort
      ? [t.short({ place: place.name, who: classes[raterClass], planned, handedOut, returned })]
      : []
  })
  if (lines.length === 0) return null
  return (
    <div role="note">
      <ul className="ev-list">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p>
        <strong>{t.shortWhy}</strong>
      </p>
    </div>
  )
}
