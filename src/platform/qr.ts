import { encode } from 'uqr'

/** The quiet zone round a code, in modules: without it cameras do not find the code. */
const QUIET = 4

/** A QR code of a text: how many modules a side has with its quiet zone, and the runs of dark ones in each row. */
export type Qr = { side: number; runs: { x: number; y: number; length: number }[] }

/** With medium error correction, so that a stain or a fold on paper does no harm. */
export function qrOf(text: string): Qr {
  const { data, size } = encode(text, { border: QUIET, ecc: 'M' })
  return { side: size, runs: data.flatMap((row, y) => runsOf(row).map(([x, length]) => ({ x, y, length }))) }
}

/** The dark modules as one path of an SVG of `side` units, which scales, prints and needs no style of its own. */
export const qrPath = ({ runs }: Qr): string =>
  runs.map(({ x, y, length }) => `M${x} ${y}h${length}v1h-${length}z`).join('')

/** For an `img`, which a policy that allows `data:` pictures shows. */
export function qrDataUrl(text: string): string {
  const qr = qrOf(text)
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${qr.side} ${qr.side}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${qr.side}v${qr.side}H0z"/><path d="${qrPath(qr)}"/></svg>`
  return `data:image/svg+xml;base64,${btoa(svg)}`
}

/** Where dark modules of a row begin, and how many stand side by side. */
function runsOf(row: readonly boolean[]): [number, number][] {
  const runs: [number, number][] = []
  row.forEach((dark, x) => {
    const last = runs.at(-1)
    if (!dark) return
    if (last && last[0] + last[1] === x) last[1]++
    else runs.push([x, 1])
  })
  return runs
}
