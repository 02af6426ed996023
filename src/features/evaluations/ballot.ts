import { z } from 'zod'
import { Answers, longest, type Questions } from '#features/surveys/api.ts'
import { type Plan, sheetOf } from './plan.ts'

/** What a sheet of paper or a phone hands in: answers, or a paper that is void (blank, torn, two boxes ticked). */
export const Ballot = z.union([z.object({ a: Answers }), z.object({ x: z.literal(true) })])
export type Ballot = z.infer<typeof Ballot>

const STEP = 256
/** Room for what says that it came through us (sealed-ballot.ts). */
const MARK = 120
const TAG = 16

/** Every ballot of a campaign is as many bytes, whatever stands in it. */
export function ballotBytes(plan: Plan, more: Questions): number {
  const most = Math.max(...plan.places.map((place) => longest(sheetOf(place, more))))
  return Math.ceil((most + '{"b":{"a":},"m":""}'.length + MARK) / STEP) * STEP
}

/** How long it is once sealed (`sealTo`). */
export const sealedLength = (bytes: number): number =>
  'x25519:'.length + 43 + 1 + Math.ceil(((bytes + TAG) * 4) / 3)

/** What the database takes of one ballot (migration 0023). */
const MOST_SEALED = 60_000

/** Whether what somebody may answer to these questions would not be taken. */
export const isTooLong = (plan: Plan, more: Questions): boolean =>
  sealedLength(ballotBytes(plan, more)) > MOST_SEALED

/** How many bytes are sealed in so many characters. */
const bytesOf = (length: number): number => Math.floor(((length - 'x25519:'.length - 44) * 3) / 4) - TAG

/** @throws Error when it does not fit, which the questions do not allow */
export function padded(ballot: { b: Ballot; m: string }, length: number): string {
  const text = JSON.stringify(ballot)
  const room = bytesOf(length) - new TextEncoder().encode(text).length
  if (room < 0) throw new Error('a ballot is longer than its questions allow')
  return text + ' '.repeat(room)
}

/** What a ballot is sealed for: it opens as one of this class in this place of this campaign only. */
export const ballotContext = (
  countyId: number,
  campaignId: string,
  of: { placeId: string; raterClass: string },
): string => JSON.stringify(['evaluation ballot', countyId, campaignId, of.placeId, of.raterClass])

/** The name of a campaign's key. */
export const keyName = (countyId: number, campaignId: string): string => `${countyId}-${campaignId}`
