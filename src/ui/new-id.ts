/** A time-ordered id (UUIDv7), made where the command is made. Works without a secure context: offices use plain http. */
export function newId(at: number = Date.now()): string {
  const random = crypto.getRandomValues(new Uint8Array(10))
  const time = at.toString(16).padStart(12, '0')
  const hex = [...random].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  const variant = (0x8 | (Number.parseInt(hex[3] ?? '0', 16) & 0x3)).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(0, 3)}-${variant}${hex.slice(4, 7)}-${hex.slice(7, 19)}`
}
