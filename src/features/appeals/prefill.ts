import type { z } from 'zod'
import { normalizePhone } from '#platform/phone.ts'
import type { ActBody } from './schema.ts'
import type { Prefill } from './views.ts'

type Known = {
  /** Villages and communities by name. */
  places: readonly { id: string; name: string }[]
  keywords: Readonly<Record<string, readonly string[]>>
  accusation: { officials: readonly string[]; deeds: readonly string[] }
  /** The county's local day. */
  today: string
}

type Filled = z.infer<typeof Prefill>

const PHONE = /(?<!\d)(1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}-?\d{7,8})(?!\d)/
const NAME =
  /(?:我叫|我是(?:[^，。,\s]{0,8}(?:村|组|社区|镇)的?)?|姓名[:：]?\s*|来电人[:：]?\s*|联系人[:：]?\s*)([\p{Script=Han}]{2,4})(?=[，。,.;；、\s：:（(]|电话|手机|$)/u
const GROUP = /([\d一二三四五六七八九十]{1,4}(?:组|队|号楼)|[\p{Script=Han}]{2,4}(?:屯|湾|巷|小区))/u

/**
 * The five elements (登记五要素, domain.md 3.3) as they stand in a pasted message. A guess that the registrar corrects:
 * nothing of it is kept, and what it does not find it leaves empty. Pure.
 */
export function prefillOf(text: string, known: Known): Filled {
  const phone = PHONE.exec(text)?.[1]
  const named = NAME.exec(text)?.[1]
  const isPlace = known.places.some(({ name }) => named !== undefined && name.includes(named))
  const name = named && !isPlace && !/[村镇组县]$/.test(named) ? named : undefined
  const place = placeIn(text, known.places)
  const cause = withoutPerson(text, name, phone)
  return {
    person: { ...(name && { name }), ...(phone && normalizePhone(phone) && { phone }) },
    placeId: place?.id ?? null,
    placeName: place?.name ?? null,
    placeDetail: GROUP.exec(text)?.[1] ?? null,
    happenedOn: dayIn(text, known.today),
    ...{ title: titleOf(cause, name, place?.name), cause },
    ...{ nature: natureOf(text), urgency: urgencyOf(text), fieldCode: fieldOf(text, known.keywords) },
    accuses: accuses(text, known.accusation),
  }
}

/** The longest name of a place that stands in it, with or without 村 or 社区 behind. */
function placeIn(text: string, places: Known['places']) {
  const hits = places.flatMap((place) => {
    const short = place.name.replace(/(?:村民委员会|村委会|社区居委会|居委会|社区|村)$/u, '')
    const said = [place.name, short].find((form) => form.length > 1 && text.includes(form))
    return said ? [{ ...place, length: said.length }] : []
  })
  return hits.sort((a, b) => b.length - a.length)[0]
}

const withoutPerson = (text: string, name: string | undefined, phone: string | undefined): string => {
  let rest = text
  if (phone) rest = rest.replaceAll(phone, '')
  if (name) rest = rest.replaceAll(name, '')
  return rest
    .replace(
      /(?:我叫|联系电话|联系方式|电话|手机号?|姓名|来电人|联系人)(?:是)?[:：]?(?=[，。,.;；、\s]|$)/gu,
      '',
    )
    .replace(/[，,、\s]*([，。,;；])/gu, '$1')
    .replace(/^[，。,.;；、\s]+/u, '')
    .trim()
}

/** The first clause that says something, short enough for a line. */
function titleOf(cause: string, name: string | undefined, place: string | undefined): string {
  // Who spoke and where it is stand apart: what is left of a clause says what it is about.
  const clauses = cause.split(/[，。,.;；!！?？\n]/u).map((clause) =>
    clause
      .replace(name ?? '', '')
      .replace(place ?? '', '')
      .trim(),
  )
  const telling = clauses.find(
    (clause) => clause.length >= 5 && !/^(?:你好|您好|我是|请问一下|各位)/u.test(clause),
  )
  const title = telling ?? clauses.find(Boolean) ?? cause
  return [...title].slice(0, 30).join('') || '（待填）'
}

const natures: readonly [RegExp, NonNullable<Filled['nature']>][] = [
  [/感谢|表扬|点赞/u, 'praise'],
  [/举报|检举/u, 'report'],
  [/建议|希望能|能不能考虑/u, 'advice'],
  [/投诉|反映.{0,20}(?:态度|推诿|不作为|乱)/u, 'complaint'],
  [/请问|咨询|怎么办理|什么时候|需要什么(?:材料|手续)|政策/u, 'inquiry'],
]
const natureOf = (text: string): Filled['nature'] =>
  natures.find(([words]) => words.test(text))?.[1] ?? 'help'

const urgencyOf = (text: string): ActBody<'classify'>['urgency'] => {
  if (/着火|起火|漏气|触电|昏迷|溺水|倒塌了|有人受伤/u.test(text)) return 'very_urgent'
  return /紧急|漏电|要塌|停水.{0,6}天|断电|电线.{0,6}(?:断|掉)/u.test(text) ? 'urgent' : 'ordinary'
}

/** The field with most of its words in it. */
function fieldOf(text: string, keywords: Known['keywords']): string | null {
  const scored = Object.entries(keywords).map(
    ([code, words]) => [code, words.filter((word) => text.includes(word)).length] as const,
  )
  const [code, hits] = scored.sort((a, b) => b[1] - a[1])[0] ?? ['', 0]
  return hits > 0 ? code : null
}

/** Somebody in office and a deed close together: to be decided by the registrar (domain.md 2.7). */
export function accuses(text: string, { officials, deeds }: Known['accusation']): boolean {
  const near = 30
  return officials.some((official) => {
    for (let at = text.indexOf(official); at >= 0; at = text.indexOf(official, at + 1)) {
      const around = text.slice(Math.max(0, at - near), at + official.length + near)
      if (deeds.some((deed) => around.includes(deed))) return true
    }
    return false
  })
}

/** Today, yesterday, or a day that is written out; never one that is still to come. */
function dayIn(text: string, today: string): string | null {
  const [year = 0, month = 1, day = 1] = today.split('-').map(Number)
  const shifted = (days: number) => new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10)
  const written = /(?:(20\d{2})[年./-])?(\d{1,2})[月./-](\d{1,2})[日号]?/u.exec(text)
  if (written) {
    const [, y, m, d] = written
    const of = (inYear: number) => new Date(Date.UTC(inYear, Number(m) - 1, Number(d)))
    const found = of(Number(y ?? year))
    if (found.getUTCMonth() === Number(m) - 1 && found.getUTCDate() === Number(d)) {
      const said = found.toISOString().slice(0, 10)
      if (said <= today) return said
      if (!y)
        return of(year - 1)
          .toISOString()
          .slice(0, 10)
    }
  }
  const words: readonly [RegExp, number][] = [
    [/前天/u, -2],
    [/昨[天晚夜]/u, -1],
    [/今[天早晚]|刚才|刚刚/u, 0],
  ]
  const found = words.find(([word]) => word.test(text))
  return found ? shifted(found[1]) : null
}
