import type { Tx } from '#platform/database/transaction.ts'
import { masker } from '#platform/masking/index.ts'
import type { AppealNames } from './appeal-month.ts'
import { type Subject, storiesOf, type Where } from './collect.ts'
import { listContacts } from './contacts.ts'
import type { Masker } from './masks.ts'

/** The names of those it concerns are certainly names; those of the county's organisations certainly are not. */
export async function maskerFor(tx: Tx, where: Where, subject: Subject): Promise<Masker> {
  const organizations = [...where.places.values()].map(({ name }) => name)
  if (subject.kind === 'appeals') return maskerOfAppeals(tx, where, subject, organizations)
  const stories = await storiesOf(tx, where, subject)
  return masker({ known: new Set(stories.flatMap(({ names }) => names)), allow: organizations })
}

/**
 * Of appeals everything is hidden whole: where three hundred people live, a surname is a name. Whoever is named as holder
 * of an office is not hidden; the same name without it is, for it may be a resident's.
 */
async function maskerOfAppeals(
  tx: Tx,
  where: Where,
  { townshipId, month }: Subject,
  organizations: readonly string[],
): Promise<Masker> {
  const names = await where.appealMonths.names(tx, { ...where, townshipId, month: month ?? '' })
  // Offices and their telephones are public themselves.
  const offices = await listContacts(tx, where.countyId)
  const public_ = offices.flatMap(({ name, phone, address, hours }) => [name, phone, address, hours])
  const allow = [...organizations, ...public_].filter((text) => text !== null)
  const mask = masker({ known: names.people, allow, full: true })
  return (text) => ({ hits: mask(text).hits.filter((hit) => !isInOffice(names.officials, text, hit)) })
}

/** What somebody is called by who does something in office, whatever their post. */
const ROLES = ['经办人', '承办人', '办理人', '责任人', '工作人员']
/** Enough of a title to know it by, however much of it is said: 党支部书记, 支部书记, 书记. */
const TITLE_LETTERS = 2
/** Whoever held an office once is named as anybody else: 老书记, 原村党支部书记. */
const FORMERLY = /(?:老|原|前|前任|原任|曾任|离任|退休)[村社区镇乡街道县局党总支委部第一副]{0,8}$/u
/** What follows an office that was named to its end: 书记到场, and not 书记员. */
const ENDS = /^(?:$|[^\p{Script=Han}]|[到在已说和与及等对带将把来向的就])/u
/** 书记王强家: where somebody lives is no matter of office. */
const AT_HOME = /^家/u

/** Named as 书记王强, 王强书记, 经办人：王强. */
function isInOffice(
  officials: AppealNames['officials'],
  text: string,
  { from, to }: { from: number; to: number },
): boolean {
  const name = text.slice(from, to)
  const before = text.slice(0, from).replace(/[:：\s]+$/u, '')
  const after = text.slice(to)
  if (FORMERLY.test(before) || AT_HOME.test(after)) return false
  return officials.some(
    (official) =>
      official.name === name &&
      (ROLES.some((role) => before.endsWith(role)) ||
        official.titles.some((title) => standsBefore(before, title) || standsAfter(after, title))),
  )
}

function standsBefore(before: string, title: string): boolean {
  const known = title.slice(-TITLE_LETTERS)
  return (
    known.length === TITLE_LETTERS &&
    before.endsWith(known) &&
    !FORMERLY.test(before.slice(0, -TITLE_LETTERS))
  )
}

/** The whole title, or its end from any letter on. */
const standsAfter = (after: string, title: string): boolean =>
  Array.from({ length: title.length - TITLE_LETTERS + 1 }, (_, i) => title.slice(i)).some(
    (said) => after.startsWith(said) && ENDS.test(after.slice(said.length)),
  )
