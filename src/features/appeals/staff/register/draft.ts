import type { z } from 'zod'
import { dropDraft, keepDraft, keptDraft } from '#ui/draft.ts'
import { acts } from '../../schema.ts'
import { withoutNumbers } from '../without-numbers.ts'

/** What a registrar has typed so far. Texts as they stand in their fields: blank is "not said". */
export type Draft = {
  channel: string
  sourceRef: string
  receivedOn: string
  openness: string
  placeId: string
  placeDetail: string
  title: string
  cause: string
  course: string
  happenedOn: string
  sinceOn: string
  aboutVillage: boolean
  people: string
  nature: string
  fieldCode: string
  urgency: string
  track: string
  isComplex: boolean
  name: string
  phone: string
  address: string
}
export type FieldName = keyof Draft

export const emptyDraft = (channel = 'phone'): Draft => ({
  ...{ channel, sourceRef: '', receivedOn: '', openness: '', placeId: '', placeDetail: '', title: '' },
  ...{ cause: '', course: '', happenedOn: '', sinceOn: '', aboutVillage: false, people: '' },
  ...{ nature: '', fieldCode: '', urgency: 'ordinary', track: 'ordinary', isComplex: false },
  ...{ name: '', phone: '', address: '' },
})

export const isTouched = (draft: Draft): boolean =>
  JSON.stringify(draft) !== JSON.stringify(emptyDraft(draft.channel))

/** Clauses shorter than this (您好，) say nothing. */
export const TELLING = 5
const LONGEST = 30

/** The first clause of the cause that says something: what it is called unless somebody finds better words. */
export function titleOf(cause: string): string {
  const clauses = cause.split(/[，。,;；!！?？\n]/u).map((clause) => clause.trim())
  // 上河村三组的 says where somebody is from, not what it is.
  const telling =
    clauses.find((clause) => clause.length >= TELLING && !clause.endsWith('的')) ??
    clauses.find(Boolean) ??
    ''
  return [...telling].slice(0, LONGEST).join('')
}

export type Going = {
  /** The appeal that it is joined to at once. */
  mainId: string | undefined
  /** The message as it was written, to be sealed with who wrote it. */
  said: string | undefined
}

/** What is sent, without the command's id. Whoever stays unknown is not sent at all, whatever was typed. */
export function bodyOf(draft: Draft, { mainId, said }: Going): Record<string, unknown> {
  const isAnonymous = draft.openness === 'anonymous'
  const { name, phone, address, title, people, nature, fieldCode, urgency, track, isComplex, ...matter } =
    draft
  const person = isAnonymous ? {} : spoken({ name, phone, address })
  const classes = mainId ? { mainId } : { ...spoken({ nature, fieldCode }), urgency, track, isComplex }
  return {
    ...spoken(matter),
    ...classes,
    ...spoken({ title: title.trim() || titleOf(draft.cause) }),
    ...(people.trim() === '' ? {} : { people: Number(people) }),
    person,
    ...(said && !isAnonymous ? { said } : {}),
  }
}

const spoken = (fields: Record<string, string | boolean>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) => {
      const said = typeof value === 'string' ? value.trim() : value
      return said === '' ? [] : [[key, said]]
    }),
  )

export type Fault = { path: FieldName; reason: string }

const withoutId = (schema: z.ZodObject) => schema.omit({ commandId: true })

/** Everything the contract holds against it, by field of the form. */
export function faultsOf(body: Record<string, unknown>): Fault[] {
  const result =
    'mainId' in body
      ? withoutId(acts.registerJoined).safeParse(body)
      : withoutId(acts.register).safeParse(body)
  const found = result.success
    ? []
    : result.error.issues.map(({ path, code, message }) => {
        const name = String(path[0] === 'person' ? path[1] : path[0])
        // What names the thing is the cause's first words: it is the cause that is missing.
        const field = name === 'title' && body.cause === undefined ? 'cause' : name
        const isMissing = body[name] === undefined && name !== 'phone'
        const reason = isMissing ? 'required' : code === 'custom' ? message : code
        return { path: field as FieldName, reason }
      })
  const half: Fault[] =
    (body.nature === undefined) === (body.fieldCode === undefined)
      ? []
      : [{ path: body.nature === undefined ? 'nature' : 'fieldCode', reason: 'required' }]
  const all = [...found, ...half]
  return all.filter((fault, i) => all.findIndex(({ path }) => path === fault.path) === i)
}

const KEY = ['new', 'registerAppeal'] as const
const UNKEPT = ['name', 'phone', 'address'] as const

/** As it may lie in this tab's storage: nothing of who it was, also where the person stands in the texts. */
export function keptForm(draft: Draft): Draft {
  const known = UNKEPT.map((name) => draft[name].trim()).filter((text) => text.length > 1)
  const hide = (text: string) => withoutNumbers(known.reduce((out, own) => out.replaceAll(own, '***'), text))
  const hidden = Object.fromEntries(
    (['title', 'cause', 'course', 'placeDetail', 'sourceRef'] as const).map((name) => [
      name,
      hide(draft[name]),
    ]),
  )
  return { ...draft, ...hidden, name: '', phone: '', address: '' }
}

export const keepTyped = (draft: Draft): void =>
  isTouched(draft) ? keepDraft(...KEY, keptForm(draft)) : dropTyped()

export function keptTyped(): Draft | undefined {
  const kept = keptDraft<Partial<Draft>>(...KEY)
  return kept ? { ...emptyDraft(), ...kept } : undefined
}

export const dropTyped = (): void => dropDraft(...KEY)
