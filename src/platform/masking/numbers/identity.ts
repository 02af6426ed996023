const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECK_DIGITS = '10x98765432'

/**
 * A resident identity number of 18 or 15 digits, or with two more the number of a disability certificate. The check
 * digit is not asked for: whoever mistyped a digit still names a person. Instead region and date must be possible.
 */
export function isIdentity(digits: string): boolean {
  const number = digits.length === 20 ? digits.slice(0, 18) : digits
  if (!/^[1-8]\d{16}[\dx]$/.test(number) && !/^[1-8]\d{14}$/.test(number)) return false
  const region = Number(number.slice(0, 2))
  if (region < 11 || region > 83) return false
  const date = number.length === 18 ? number.slice(6, 14) : `19${number.slice(6, 12)}`
  return isDate(Number(date.slice(0, 4)), Number(date.slice(4, 6)), Number(date.slice(6, 8)))
}

/** Whether the last digit of 18 is the right one. */
export function hasCheckDigit(digits: string): boolean {
  if (digits.length < 18) return false
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(digits[at]), 0)
  return CHECK_DIGITS[sum % 11] === digits[17]
}

export const isDate = (year: number, month: number, day: number): boolean =>
  year >= 1900 && year <= 2099 && month >= 1 && month <= 12 && day >= 1 && day <= 31
