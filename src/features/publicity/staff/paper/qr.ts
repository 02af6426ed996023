import qrcode from 'qrcode-generator'

/** The dark squares of a QR code, medium error correction, and how many a side has. */
export function qrOf(text: string): { size: number; isDark: (row: number, column: number) => boolean } {
  const code = qrcode(0, 'M')
  code.addData(text)
  code.make()
  return { size: code.getModuleCount(), isDark: (row, column) => code.isDark(row, column) }
}

/** The same as one path of an SVG of that many units, with the quiet zone of four round it. */
export function qrPath(text: string): { side: number; path: string } {
  const { size, isDark } = qrOf(text)
  let path = ''
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++)
      if (isDark(row, column)) path += `M${column + QUIET} ${row + QUIET}h1v1h-1z`
  return { side: size + 2 * QUIET, path }
}

export const QUIET = 4
