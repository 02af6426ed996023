/** Card and account numbers, written in one piece or in groups. */
const CARD = /^[3-6]\d{15,18}$/
const ACCOUNT = /^\d{12,25}$/

/** By its check digit a card; the beginning 62 is that of all cards issued in China. */
export const isCard = (digits: string): boolean => CARD.test(digits) && passesLuhn(digits)

/** Accounts and old passbooks have no check digit: only what is announced as one counts. */
export const isAccount = (digits: string): boolean => ACCOUNT.test(digits)

export function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let at = digits.length - 1, isDouble = false; at >= 0; at--, isDouble = !isDouble) {
    const value = Number(digits[at]) * (isDouble ? 2 : 1)
    sum += value > 9 ? value - 9 : value
  }
  return sum % 10 === 0
}
