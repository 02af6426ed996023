import { FileRefused } from '../fault.ts'
import { MOST_PARTS } from '../formats/pictures.ts'

/** More points than any telephone takes: whoever shows it would hold all of them. */
const MOST_POINTS = 120_000_000

/** Ends the walk unless the picture is as it must be. */
export function must(isSound: boolean): asserts isSound {
  if (!isSound) throw new FileRefused('damaged')
}

/** Asked before each part: a picture of a million parts of nothing is made to keep busy whoever walks it. */
export function countParts(most = MOST_PARTS): () => void {
  let walked = 0
  return () => must(++walked <= most)
}

/** @throws FileRefused `too_large` */
export function mustBeShowable(width: number, height: number): void {
  must(width > 0 && height > 0)
  if (width * height > MOST_POINTS) throw new FileRefused('too_large')
}

export const bufferOf = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** The bytes of a part, not copied; one that would lead past the end is damage, not a shorter part. */
export function part(bytes: Buffer, from: number, length: number): Buffer {
  must(length >= 0 && from >= 0 && from + length <= bytes.length)
  return bytes.subarray(from, from + length)
}
