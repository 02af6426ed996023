import { type MaskKind, masker } from '#platform/masking/index.ts'
import type { Identity } from './identity.ts'
import type { Matter, Person } from './schema.ts'

/**
 * Hidden altogether, not as in what is published: with the last four digits of a number, anybody in the village who has
 * it in their telephone knows whose it is.
 */
const anything = masker({ full: true })

type Wanted = (kind: MaskKind, found: string) => boolean

/** The text with only those of the masker's findings hidden that are wanted. */
function hide(mask: ReturnType<typeof masker>, text: string, isWanted: Wanted): string {
  return mask(text)
    .hits.filter(({ kind, from, to }) => isWanted(kind, text.slice(from, to)))
    .reduceRight((out, { from, to, shown }) => out.slice(0, from) + shown + out.slice(to), text)
}

/** Other people's names and places are what a matter is about; whoever handles it has to know them. */
const isNumber: Wanted = (kind) => kind !== 'name' && kind !== 'address'

/** A landline with its area code: where an office tells people to call. */
const isLandline: Wanted = (kind, found) => kind === 'phone' && /^[(（]?0[1-9]/.test(found.normalize('NFKC'))

const SELF = /(?:我叫|我是|我姓|本人|姓名|联系人|来电人|反映人|投诉人|举报人)(?!.*(?:反映|举报|投诉|告))/u
const CLAUSE = /[，。；、！？,.;!?\n]/u

/** Names that somebody gives of themselves in what they write: 我是上河村三组周德福. */
function ownNames(text: string): string[] {
  return anything(text).hits.flatMap(({ kind, from, to }) => {
    const clause = text.slice(0, from).split(CLAUSE).at(-1) ?? ''
    return kind === 'name' && SELF.test(clause) ? [text.slice(from, to)] : []
  })
}

/** Telephone, identity and bank numbers in what people write are hidden before it is kept (domain.md 7.1). */
export const withoutNumbers = (text: string): string => hide(anything, text, isNumber)

/** The same of what residents write by their receipt, with the name that they give of themselves. */
function withoutThemselves(text: string): string {
  const own = ownNames(text)
  return hide(anything, text, (kind, found) => isNumber(kind, found) || own.includes(found))
}

/** Fields in which people write, of every act's body. */
const written = new Set(['text', 'note', 'reason', 'decision', 'title', 'cause', 'course', 'placeDetail'])
/** Of those, what the desk says to the resident: which office to call may stand in it. */
const toResidents = new Set(['text', 'decision'])

/**
 * What an act is decided by, kept as and known by again. Before anything is made of it, so that not even a hash of what
 * was hidden is kept: with a few digits missing, a number is found by trying.
 */
export const hiddenIn = <B extends object>(body: B, by: 'desk' | 'resident'): B =>
  Object.fromEntries(
    Object.entries(body).map(([name, value]) => {
      if (!written.has(name) || typeof value !== 'string') return [name, value]
      if (by === 'resident') return [name, withoutThemselves(value)]
      const isHidden: Wanted = toResidents.has(name)
        ? (kind, found) => isNumber(kind, found) && !isLandline(kind, found)
        : isNumber
      return [name, hide(anything, value, isHidden)]
    }),
  ) as B

/** The parts of what was brought up that people wrote themselves. */
const told = ({ title, cause, course, placeDetail }: Matter): string =>
  [cause.startsWith(title.replace(/…$/, '')) ? '' : title, cause, course, placeDetail]
    .filter(Boolean)
    .join('\n')

type Intake = Matter & {
  openness: 'handler' | 'registrar' | 'anonymous'
  sourceRef?: string | undefined
  person: Person
  said?: string | undefined
}
/** What somebody brought up without who it was. */
export type Open<B> = B extends unknown ? Omit<B, 'person' | 'said'> : never

/**
 * What was brought up as everybody who works on it reads it, and apart from it who it was: the name and address of who
 * spoke, also where they stand in the text only, and whatever number of anybody, are hidden. As it was written it stays
 * in the sealed part (domain.md 7.1); of whoever wishes to stay unknown nothing is kept, whatever was filled in.
 */
export function takeIn<B extends Intake>({
  person,
  said,
  ...intake
}: B): { body: Open<B>; identity: Identity } {
  const known = [person.name, person.address, ...ownNames(told(intake))].filter(
    (text): text is string => (text?.length ?? 0) > 1,
  )
  const mask = masker({ known, full: true })
  const hidden = (text: string) =>
    hide(mask, text, (kind, found) => isNumber(kind, found) || known.includes(found))
  const body = {
    ...intake,
    title: hidden(intake.title),
    cause: hidden(intake.cause),
    ...(intake.course && { course: hidden(intake.course) }),
    ...(intake.placeDetail && { placeDetail: hidden(intake.placeDetail) }),
    ...(intake.sourceRef && { sourceRef: hidden(intake.sourceRef) }),
  } as unknown as Open<B> & Matter
  if (intake.openness === 'anonymous') return { body, identity: {} }
  const original = said ?? (told(body) === told(intake) ? undefined : told(intake))
  return { body, identity: { ...person, ...(original && { said: original }) } }
}
