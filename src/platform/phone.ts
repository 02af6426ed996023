import { z } from 'zod'

/**
 * The one spelling under which a telephone number is kept: digits alone, without the country's own code. Null: it
 * is none (a mobile number of mainland China, or a landline with its area code).
 */
export function normalizePhone(text: string): string | null {
  const digits = text
    .normalize('NFKC')
    .trim()
    .replace(/^(?:\+|00)86(?=[\s\d-])/, '')
    .replace(/[\s()-]/g, '')
  return /^1[3-9]\d{9}$|^0[1-9]\d{9,10}$/.test(digits) ? digits : null
}

/** `138****0000`: enough to tell whether it is the right one. */
export const maskPhone = (phone: string): string => `${phone.slice(0, 3)}****${phone.slice(-4)}`

/** As it is entered anywhere; what comes out is normalised. The fault never repeats what was written. */
export const PhoneText = z
  .string()
  .max(40)
  .refine((text) => normalizePhone(text) !== null, { error: 'phone' })
  .meta({ examples: ['13800000000'] })
  .transform((text) => normalizePhone(text) ?? '')
  .meta({ examples: ['13800000000'] })
