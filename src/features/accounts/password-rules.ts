import type { SignInRules } from './sign-in-rules.ts'

export type PasswordFault = {
  reason: 'too_short' | 'too_simple' | 'contains_name' | 'common'
  detail?: string
}

/** Code points, so that a Chinese sign is one and no half of a pair counts. */
const lengthOf = (text: string): number => [...text].length

/**
 * What is wrong with a new password, everything at once. That it came before is for whoever has the hashes.
 * @param username as it is kept, that is folded
 */
export function passwordFaults(
  password: string,
  username: string,
  rules: SignInRules['password'],
  common: readonly string[],
): PasswordFault[] {
  const faults: PasswordFault[] = []
  if (lengthOf(password) < rules.minLength)
    faults.push({ reason: 'too_short', detail: String(rules.minLength) })
  if (lengthOf(password) < rules.longEnough && classesOf(password) < rules.classes)
    faults.push({ reason: 'too_simple', detail: String(rules.classes) })
  const folded = password.normalize('NFKC').toLowerCase()
  // A name of two letters stands in half of all words.
  if (username.length >= 3 && folded.includes(username)) faults.push({ reason: 'contains_name' })
  if (common.some((part) => isMostly(folded, part.toLowerCase()))) faults.push({ reason: 'common' })
  return faults
}

/** Small letters, capitals, digits, everything else. */
const classesOf = (password: string): number =>
  [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u].filter((one) => one.test(password)).length

/** The common one makes up half of it or more: `Password2026` is found, a long sentence with `admin` in it is not. */
const isMostly = (password: string, part: string): boolean =>
  password.includes(part) && lengthOf(part) * 2 >= lengthOf(password)

const DAY_MS = 86_400_000

/** Whether the password must be changed before anything else. No state: a demo account, which never ages. */
export function mustChange(
  state: { setAt: Date; mustChange: boolean } | null,
  rules: SignInRules['password'],
  now: Date,
): boolean {
  if (!state) return false
  if (state.mustChange && rules.changeFirst) return true
  return rules.maxAgeDays > 0 && now.getTime() - state.setAt.getTime() >= rules.maxAgeDays * DAY_MS
}
