import { Button } from 'antd'
import { useState } from 'react'
import { call } from '#ui/api.ts'
import { prefillAppeal } from '../../api.ts'
import { Refusal } from '../refusal.tsx'
import { useStaffWords } from '../words.ts'
import { type Draft, TELLING } from './draft.ts'
import { useRegisteringHere } from './field.tsx'

const MOST = 6000

/** A pasted message, out of which the machine reads the five elements. Everything it finds is to be looked at. */
export function Paste() {
  const words = useStaffWords().register.paste
  const { fill, byMachine } = useRegisteringHere()
  const [text, setText] = useState('')
  const [isKept, setKept] = useState(true)
  const [isReading, setReading] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const read = async (message: string) => {
    if (message.trim() === '') return
    setReading(true)
    setError(null)
    try {
      const found = await call(prefillAppeal, { body: { text: message.trim() } })
      const elements: Partial<Record<keyof Draft, string | null | undefined>> = {
        ...{ placeId: found.placeId, placeDetail: found.placeDetail, happenedOn: found.happenedOn },
        // A title that says nothing is better taken from the cause.
        ...{
          title: found.title.length < TELLING ? null : found.title,
          cause: found.cause,
          nature: found.nature,
          fieldCode: found.fieldCode,
        },
        ...{ urgency: found.urgency, name: found.person.name, phone: found.person.phone },
        address: found.person.address,
      }
      // Half a class would be counted as one: without the other it stays open.
      const isClassed = found.nature !== null && found.fieldCode !== null
      const known = Object.entries(elements).filter(
        ([name, value]) => value && (isClassed || (name !== 'nature' && name !== 'fieldCode')),
      )
      fill(
        { ...(Object.fromEntries(known) as Partial<Draft>), channel: 'wechat' },
        isKept ? message.trim() : undefined,
        found.accuses,
      )
    } catch (failure) {
      setError(failure)
    } finally {
      setReading(false)
    }
  }
  return (
    <section className="ap-paste" aria-label={words.label}>
      <label htmlFor="register-paste">{words.label}</label>
      <textarea
        id="register-paste"
        rows={text === '' ? 1 : 3}
        maxLength={MOST}
        value={text}
        placeholder={words.hint}
        autoComplete="off"
        onChange={({ target }) => setText(target.value)}
        onPaste={(event) => {
          const pasted = event.clipboardData.getData('text')
          if (text !== '' || pasted.trim() === '') return
          event.preventDefault()
          setText(pasted.slice(0, MOST))
          void read(pasted.slice(0, MOST))
        }}
      />
      {text !== '' && (
        <div className="ap-buttons">
          <Button loading={isReading} onClick={() => void read(text)}>
            {isReading ? words.filling : words.fill}
          </Button>
          <label className="ap-tick">
            <input type="checkbox" checked={isKept} onChange={({ target }) => setKept(target.checked)} />
            <span>{words.keep}</span>
          </label>
        </div>
      )}
      {byMachine.size > 0 && (
        <p className="ap-minor" role="status">
          {words.filled}
        </p>
      )}
      <Refusal error={error} />
    </section>
  )
}
