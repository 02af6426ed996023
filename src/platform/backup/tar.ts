/**
 * The one form of tar header that archives use (ustar, a plain file), written and read by position: entries are
 * found again without unpacking what lies before them, and a header with any other byte in it is no header. That is
 * why no tar package is used, which would forgive much.
 */
export const blockSize = 512

/** Two empty blocks end a tar file. */
export const tarEnd: Buffer = Buffer.alloc(2 * blockSize)

/** Zeros between an entry's content and the next block. */
export const paddingAfter = (size: number): number => (blockSize - (size % blockSize)) % blockSize

const maxSize = 8 ** 11 - 1

/** @throws for a name over 100 bytes or a content over 8 GiB, which this form cannot hold */
export function tarHeader(name: string, size: number): Buffer {
  if (!/^[\x21-\x7e]{1,100}$/.test(name)) throw new Error(`not a name for an archive entry: ${name}`)
  if (size > maxSize) throw new Error(`${name} is too large for the archive: ${size} bytes`)
  const header = Buffer.alloc(blockSize)
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0')
  header.write(name, 0, 'latin1')
  header.write(
    `${octal(0o600, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0${octal(size, 11)}\0${octal(0, 11)}\0`,
    100,
  )
  header.write('        0', 148)
  header.write('ustar\x0000', 257)
  header.write(`${octal(0, 7)}\0${octal(0, 7)}\0`, 329)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${octal(sum, 6)}\0 `, 148)
  return header
}

/** What a header says, or undefined when it is not one that `tarHeader` wrote, to the byte. */
export function readTarHeader(header: Buffer): { name: string; size: number } | undefined {
  const end = header.indexOf(0)
  const name = header.toString('latin1', 0, end >= 0 && end < 100 ? end : 100)
  const size = Number.parseInt(header.toString('latin1', 124, 135), 8)
  if (!/^[\x21-\x7e]{1,100}$/.test(name) || !(size >= 0)) return undefined
  return tarHeader(name, size).equals(header) ? { name, size } : undefined
}
