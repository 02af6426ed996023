import { Button } from 'antd'
import { type ClipboardEvent, useRef } from 'react'
import { MOST_PICTURES } from '../../schema.ts'
import { Refusal } from '../refusal.tsx'
import { useStaffWords } from '../words.ts'
import { useRegisteringHere } from './field.tsx'
import { ACCEPTED, type Pictures as Kept, type Picture } from './use-pictures.ts'

/** Pictures on the clipboard, wherever on the page they are pasted; text that comes along goes where it was pasted. */
export function pastePictures(event: ClipboardEvent, { add }: Kept): void {
  const { clipboardData } = event
  const found = [...clipboardData.files].filter(({ type }) => ACCEPTED.includes(type))
  if (found.length === 0) return
  if (clipboardData.getData('text') === '') event.preventDefault()
  add(found)
}

/** What came with the message as pictures, each to be looked at before it goes to whoever handles it. */
export function Pictures() {
  const words = useStaffWords().register.pictures
  const { pictures } = useRegisteringHere()
  const { list, add, remove } = pictures
  const chooser = useRef<HTMLInputElement>(null)
  return (
    <section className="ap-pictures" aria-label={words.label}>
      <div className="ap-line">
        <Button disabled={list.length >= MOST_PICTURES} onClick={() => chooser.current?.click()}>
          {words.choose}
        </Button>
        <span className="ap-minor">{list.length === 0 ? words.hint : words.look(list.length)}</span>
      </div>
      <input
        ref={chooser}
        type="file"
        hidden
        multiple
        accept={ACCEPTED.join()}
        aria-label={words.choose}
        onChange={({ target }) => {
          add([...(target.files ?? [])])
          target.value = ''
        }}
      />
      {list.length > 0 && (
        <ul className="ap-evidence">
          {list.map((picture, i) => (
            <li key={picture.key}>
              <Shown picture={picture} name={words.nth(i + 1)} remove={() => remove(picture.key)} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Shown({ picture, name, remove }: { picture: Picture; name: string; remove: () => void }) {
  const words = useStaffWords().register.pictures
  return (
    <>
      <img src={picture.url} alt={name} />
      <span className="ap-minor" role="status">
        {name} · {words.states[picture.state]}
      </span>
      {picture.state === 'failed' && <Refusal error={picture.error} />}
      <Button size="small" aria-label={words.remove(name)} onClick={remove}>
        ✕
      </Button>
    </>
  )
}
