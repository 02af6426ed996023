const ORIENTATION = 0x0112
const SHORT = 3
const UPRIGHT = 1

/** Which way is up, 2 to 8, out of EXIF's TIFF structure; undefined when it is upright or cannot be read. */
export function readOrientation(tiff: Buffer): number | undefined {
  const order = tiff.subarray(0, 4).toString('latin1')
  if (order !== 'II*\0' && order !== 'MM\0*') return undefined
  const isLittle = order === 'II*\0'
  const u16 = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const u32 = (at: number) => (isLittle ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at))
  try {
    const directory = u32(4)
    for (let entry = 0; entry < u16(directory); entry++) {
      const at = directory + 2 + entry * 12
      if (u16(at) !== ORIENTATION || u16(at + 2) !== SHORT) continue
      const value = u16(at + 8)
      return value > UPRIGHT && value <= 8 ? value : undefined
    }
  } catch {
    // Broken EXIF goes as a whole; a picture that lies on its side is no reason to refuse it.
  }
  return undefined
}

/** A TIFF structure that says which way is up and nothing else. */
export function writeOrientation(orientation: number): Buffer {
  const tiff = Buffer.alloc(26)
  tiff.write('MM\0*', 'latin1')
  tiff.writeUInt32BE(8, 4)
  tiff.writeUInt16BE(1, 8)
  tiff.writeUInt16BE(ORIENTATION, 10)
  tiff.writeUInt16BE(SHORT, 12)
  tiff.writeUInt32BE(1, 14)
  tiff.writeUInt16BE(orientation, 18)
  return tiff
}
