import { Button, Select } from 'antd'
import { type FormEvent, type KeyboardEvent, useEffect, useMemo, useRef } from 'react'
import { useMe } from '#features/accounts/staff/index.ts'
import type { OrganizationLine } from '#features/organizations/api.ts'
import { Empty } from '#ui/states.tsx'
import { Nature, Openness, Track, Urgency } from '../../schema.ts'
import { isPlace, useAppealDictionary } from '../data.ts'
import { AppealsFrame } from '../frame.tsx'
import { OrganizationSelect } from '../organization-select.tsx'
import { soundsLike } from '../pinyin.ts'
import { Refusal } from '../refusal.tsx'
import { isRegistrar } from '../who.ts'
import { useAppealWords, useStaffWords } from '../words.ts'
import { Accuses } from './accuses.tsx'
import { Done } from './done.tsx'
import { isTouched } from './draft.ts'
import {
  FieldFrame,
  idOf,
  Missing,
  Named,
  Radios,
  RegisteringProvider,
  Text,
  Tick,
  useFault,
  useRegisteringHere,
} from './field.tsx'
import { Paste } from './paste.tsx'
import { Pictures, pastePictures } from './pictures.tsx'
import { Similar } from './similar.tsx'
import { type Registering, useRegistering } from './use-registering.ts'

/** Channels that a person registers by hand. */
const CHANNELS = ['phone', 'wechat', 'counter', 'reception', 'grid', 'forwarded', 'inspection'] as const

/** 登记诉求: one page, with the keyboard all the way, while somebody is on the phone. */
export function RegisterPage() {
  const words = useStaffWords()
  const me = useMe()
  const registering = useRegistering()
  const { done, clear } = registering
  if (!isRegistrar(me))
    return (
      <AppealsFrame title={words.register.title}>
        <Empty title={words.refused.notRegistrar} />
      </AppealsFrame>
    )
  return (
    <AppealsFrame
      title={words.register.title}
      beside={!done && <p className="ap-minor ap-keys ui-no-print">{words.register.keys}</p>}
    >
      {done ? (
        <Done done={done} again={clear} />
      ) : (
        <RegisteringProvider value={registering}>
          <Form registering={registering} />
        </RegisteringProvider>
      )}
    </AppealsFrame>
  )
}

function Form({ registering }: { registering: Registering }) {
  const words = useStaffWords().register
  const { draft, submit, clear, isSending, error, confirm, main, divertAs, isRestored, pictures } =
    registering
  const isBegun = isTouched(draft) || pictures.list.length > 0
  const asked = useRef<HTMLDialogElement>(null)
  // The phone rings and one types: where it is comes first.
  useEffect(() => document.getElementById(idOf('placeId'))?.focus(), [])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      void submit()
    }
    // A list that is open takes Escape for itself.
    const isList = (event.target as HTMLElement).getAttribute('aria-expanded') === 'true'
    if (event.key === 'Escape' && !isList && isBegun) {
      event.preventDefault()
      if (!asked.current?.open) asked.current?.showModal()
    }
    // Enter alone goes nowhere: half an appeal is not registered by a slip.
    if (event.key === 'Enter' && !event.ctrlKey && (event.target as HTMLElement).tagName === 'INPUT')
      event.preventDefault()
  }
  return (
    <form
      className="ap-register"
      noValidate
      autoComplete="off"
      onKeyDown={onKeyDown}
      onPaste={(event) => pastePictures(event, pictures)}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        void submit()
      }}
    >
      <div className="ap-register-main">
        <Paste />
        <Pictures />
        {isRestored && (
          <p className="ap-told" role="status">
            {words.restored}{' '}
            <button type="button" className="ap-link" onClick={clear}>
              {words.startOver}
            </button>
          </p>
        )}
        <Matter />
        <Who />
        <Classes />
      </div>
      <aside className="ap-register-aside">
        <Accuses />
        <Similar />
      </aside>
      <footer className="ap-register-foot">
        <Refusal error={error} confirm={confirm} />
        <Missing />
        <div className="ap-buttons">
          <Button type="primary" htmlType="submit" loading={isSending}>
            {isSending
              ? words.sending
              : main
                ? words.submitJoined
                : divertAs
                  ? words.submitDiverted
                  : words.submit}
          </Button>
          {isBegun && <Button onClick={() => asked.current?.showModal()}>{words.startOver}</Button>}
        </div>
      </footer>
      <dialog ref={asked} className="ap-dialog" aria-labelledby="clear-title">
        <p id="clear-title">{words.clear.title}</p>
        <div className="ap-buttons">
          <Button onClick={() => asked.current?.close()}>{words.clear.no}</Button>
          <Button
            onClick={() => {
              asked.current?.close()
              clear()
              document.getElementById(idOf('placeId'))?.focus()
            }}
          >
            {words.clear.yes}
          </Button>
        </div>
      </dialog>
    </form>
  )
}

function Matter() {
  const words = useStaffWords().register
  const names = useAppealWords()
  const { draft } = useRegisteringHere()
  return (
    <section className="ap-part" aria-labelledby="matter-title">
      <h2 id="matter-title" className="ui-hidden">
        {words.groups.matter}
      </h2>
      <Radios name="channel" options={CHANNELS} labels={names.channels} />
      <div className="ap-pair">
        <PlaceField />
        <Text name="placeDetail" max={100} isOptional />
      </div>
      <div className="ap-pair">
        <Text name="cause" rows={2} max={2000} />
        <Text name="course" rows={2} max={3000} isOptional />
      </div>
      <div className="ap-pair">
        <Text
          name="title"
          max={60}
          isOptional
          {...(draft.title === '' && { placeholder: words.fields.titleHint })}
        />
        <Text name="happenedOn" type="date" isOptional />
      </div>
      <Tick name="aboutVillage" why={words.fields.aboutVillageWhy} />
    </section>
  )
}

/** The county's registrar has every village, a township's those of the township. */
function PlaceField() {
  const words = useStaffWords().register
  const me = useMe()
  const { draft, set } = useRegisteringHere()
  const fault = useFault('placeId')
  const among = useMemo(() => {
    const posts = (me?.grants ?? []).filter(({ role }) => role === 'registrar')
    const isCounty = posts.some(({ organizationKind }) => organizationKind === 'county')
    const towns = new Set(posts.map(({ organizationId }) => organizationId))
    return (o: OrganizationLine) => isPlace(o) && (isCounty || towns.has(o.townshipId ?? ''))
  }, [me])
  return (
    <FieldFrame name="placeId">
      <OrganizationSelect
        id={idOf('placeId')}
        value={draft.placeId || undefined}
        change={(id) => set('placeId', id ?? '')}
        placeholder={words.fields.placeHint}
        nothing={words.fields.placeNone}
        among={among}
        describedBy={fault && `${idOf('placeId')}-fault`}
      />
    </FieldFrame>
  )
}

type Option = { value: string; label: string }

function FieldCode() {
  const words = useStaffWords().register
  const entries = useAppealDictionary('field')
  const { draft, set } = useRegisteringHere()
  const groups = [...new Set(entries.map(({ group }) => group ?? ''))].map((group) => ({
    label: group,
    title: group,
    options: entries
      .filter((entry) => (entry.group ?? '') === group)
      .map(({ code, label }) => ({ value: code, label })),
  }))
  return (
    <FieldFrame name="fieldCode" isOptional>
      <Select<string, Option>
        id={idOf('fieldCode')}
        className="ap-select"
        value={draft.fieldCode || null}
        // Ant Design's own type knows options or groups, and infers only one of them.
        options={groups as unknown as Option[]}
        placeholder={words.fields.later}
        notFoundContent={words.fields.placeNone}
        allowClear
        showSearch={{ filterOption: (typed, option) => soundsLike(option?.label ?? '', typed) }}
        onChange={(next) => set('fieldCode', next ?? '')}
      />
    </FieldFrame>
  )
}

function Who() {
  const words = useStaffWords().register
  const names = useAppealWords()
  const { draft, set } = useRegisteringHere()
  const fault = useFault('openness')
  return (
    <section className="ap-part" aria-labelledby="who-title">
      <h2 id="who-title" className="ui-hidden">
        {words.groups.who}
      </h2>
      <div className="ap-triple">
        <Text name="name" max={40} isOptional />
        <Text name="phone" type="tel" max={30} isOptional />
        <Text name="address" max={120} isOptional />
      </div>
      <fieldset className="ap-cards">
        <legend>
          <Named name="openness" label={words.openness.legend} />
        </legend>
        {Openness.options.map((option, i) => (
          <label key={option}>
            <input
              id={i === 0 ? idOf('openness') : undefined}
              type="radio"
              name="openness"
              value={option}
              checked={draft.openness === option}
              onChange={() => set('openness', option)}
            />
            <span>
              <strong>{names.openness[option]}</strong>
              <span className="ap-minor">{words.openness[option]}</span>
            </span>
          </label>
        ))}
        {fault && <span className="ap-fault">{fault}</span>}
      </fieldset>
      {draft.openness === 'anonymous' && (draft.name || draft.phone || draft.address) && (
        <p className="ap-minor" role="status">
          {words.anonymousLeft}
        </p>
      )}
    </section>
  )
}

function Classes() {
  const words = useStaffWords().register
  const names = useAppealWords()
  return (
    <section className="ap-part" aria-labelledby="class-title">
      <h2 id="class-title" className="ui-hidden">
        {words.groups.class}
      </h2>
      <Radios name="nature" options={Nature.options} labels={names.natures} isOptional />
      <div className="ap-triple">
        <FieldCode />
        <Text name="people" type="number" isOptional />
        <Radios name="urgency" options={Urgency.options} labels={names.urgencies} />
      </div>
      <details>
        <summary>{words.groups.more}</summary>
        <div className="ap-more">
          <div className="ap-triple">
            <Text name="sinceOn" type="date" isOptional />
            <Text name="receivedOn" type="date" isOptional />
            <Text name="sourceRef" max={100} isOptional />
          </div>
          <Radios name="track" options={Track.options} labels={names.tracks} />
          <Tick name="isComplex" />
        </div>
      </details>
    </section>
  )
}
