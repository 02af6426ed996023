import { html } from 'ghtml'
import { NOT_TOLD } from '../figures.ts'

/**
 * Bars by month, as SVG from the server (decision 0013): lying, so that a narrow screen and large type have room for the
 * words; each bar bears its word and number, so that nothing is told by colour alone. Its table stands below it.
 */
export type ChartRow = { label: string; bars: { word: string; n: number | null }[] }

/** In large type it is drawn on less room, and so everything on it larger. */
const WIDTH = 360
const WIDTH_LARGE = 270
const LEFT = 44
/** Room behind the longest bar for its words. */
const RIGHT = 118
const BAR = 20
const GAP = 12

export function barChart(title: string, rows: readonly ChartRow[], isLarge: boolean): string {
  const width = isLarge ? WIDTH_LARGE : WIDTH
  const most = Math.max(1, ...rows.flatMap(({ bars }) => bars.map(({ n }) => n ?? 0)))
  const scale = (width - LEFT - RIGHT) / most
  let y = 0
  const drawn = rows.map(({ label, bars }) => {
    const top = y
    y += Math.max(1, bars.length) * BAR + GAP
    const parts = bars.map(({ word, n }, i) => {
      const at = top + i * BAR
      const length = Math.round((n ?? 0) * scale * 10) / 10
      return html`<rect class="bar bar-${i}" x="${LEFT}" y="${at + 3}" width="${length}" height="${BAR - 6}"/><text x="${LEFT + length + 6}" y="${at + 15}">${word}${n === null ? NOT_TOLD : ` ${n}`}</text>`
    })
    const words =
      bars.length === 0 ? html`<text x="${LEFT}" y="${top + 15}" class="soft">没有公布</text>` : ''
    return html`<text x="0" y="${top + 15}">${label}</text>!${parts.join('')}!${words}`
  })
  return html`<svg class="chart" viewBox="0 0 ${width} ${y}" role="img" aria-label="${title}">
!${drawn.join('\n')}
</svg>`
}
