import { FileRefused } from '../fault.ts'

/** Ends the walk unless the picture is as it must be. */
export function must(isSound: boolean): asserts isSound {
  if (!isSound) throw new FileRefused('damaged')
}

export const bufferOf = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** The bytes of a part; one that would lead past the end is damage, not a shorter part. */
export function part(bytes: Buffer, from: number, length: number): Buffer {
  must(length >= 0 && from >= 0 && from + length <= bytes.length)
  return bytes.subarray(from, from + length)
}
