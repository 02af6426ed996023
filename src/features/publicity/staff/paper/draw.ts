import { qrOf } from '#platform/qr.ts'
import { type PublishedBody, postedPages } from '../../content.ts'

/** One picture for the WeChat group, from what is published: as wide as a phone shows sharply, not endlessly long. */
export const WIDTH = 1080
const MARGIN = 72
const MOST_HEIGHT = 4_200
const QR_SIDE = 240

const INK = '#1b2128'
const SOFT = '#55606b'
const ACCENT = '#1f4e8c'
const PAPER = '#ffffff'
const FONT = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif'

export type Labels = { county: string; period: string; scan: string; rest: string; address: string }

type Style = { size: number; weight: number; color: string; before: number }
type Line = { text: string; style: Style }

const styles = {
  county: { size: 34, weight: 400, color: SOFT, before: 0 },
  title: { size: 52, weight: 700, color: ACCENT, before: 12 },
  meta: { size: 30, weight: 400, color: SOFT, before: 14 },
  heading: { size: 40, weight: 700, color: INK, before: 36 },
  text: { size: 36, weight: 400, color: INK, before: 12 },
} satisfies Record<string, Style>

const lineHeight = ({ size }: Style): number => Math.round(size * 1.55)

/** Draws on a canvas of the right height. What does not fit is behind the QR code, and the picture says so. */
export function drawPicture(canvas: HTMLCanvasElement, body: PublishedBody, labels: Labels): void {
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas to draw on')
  const lines = linesOf(body, labels).flatMap((line) => wrap(context, line))
  const foot = QR_SIDE + 2 * MARGIN
  const { shown, isCut } = fitting(lines, MOST_HEIGHT - foot - 2 * MARGIN)
  const height = shown.reduce(
    (sum, { style, first }) => sum + lineHeight(style) + (first ? style.before : 0),
    0,
  )
  canvas.width = WIDTH
  canvas.height = height + MARGIN + foot
  context.fillStyle = PAPER
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.fillStyle = ACCENT
  context.fillRect(0, 0, WIDTH, 16)
  let y = MARGIN
  context.textBaseline = 'top'
  for (const { text, style, first } of shown) {
    y += first ? style.before : 0
    context.font = fontOf(style)
    context.fillStyle = style.color
    context.fillText(text, MARGIN, y)
    y += lineHeight(style)
  }
  drawFoot(context, canvas.height - foot + MARGIN, labels, isCut)
}

const fontOf = ({ size, weight }: Style): string => `${weight} ${size}px ${FONT}`

/** A table is too wide for a phone: its rows are told as lines. */
function linesOf(body: PublishedBody, labels: Labels): Line[] {
  const lines: Line[] = [
    { text: labels.county, style: styles.county },
    { text: body.title, style: styles.title },
    { text: labels.period, style: styles.meta },
  ]
  for (const { heading, paragraphs, facts, table, steps } of postedPages(body)) {
    lines.push({ text: heading, style: styles.heading })
    const texts = [
      ...paragraphs,
      ...facts.map(({ label, value }) => `${label}：${value}`),
      ...(table?.rows ?? []).map(
        ([first = '', ...rest]) =>
          `${first}：${rest.map((cell, c) => `${table?.columns[c + 1] ?? ''}${cell}`).join('，')}`,
      ),
      ...steps.map(({ on, label }) => `${on} ${label}`),
    ]
    for (const text of texts) lines.push({ text, style: styles.text })
  }
  return lines
}

type Drawn = Line & { first: boolean }

/** Chinese breaks between any two characters; what is closing punctuation does not begin a line. */
function wrap(context: CanvasRenderingContext2D, { text, style }: Line): Drawn[] {
  context.font = fontOf(style)
  const out: Drawn[] = []
  let line = ''
  for (const sign of text.replaceAll('\n', ' ')) {
    const fits = context.measureText(line + sign).width <= WIDTH - 2 * MARGIN
    if (fits || line === '' || /[，。；：、！？”’）》]/.test(sign)) {
      line += sign
      continue
    }
    out.push({ text: line, style, first: out.length === 0 })
    line = sign
  }
  return [...out, { text: line, style, first: out.length === 0 }]
}

function fitting(lines: readonly Drawn[], most: number): { shown: Drawn[]; isCut: boolean } {
  const shown: Drawn[] = []
  let height = 0
  for (const line of lines) {
    height += lineHeight(line.style) + (line.first ? line.style.before : 0)
    if (height > most) return { shown, isCut: true }
    shown.push(line)
  }
  return { shown, isCut: false }
}

function drawFoot(context: CanvasRenderingContext2D, top: number, labels: Labels, isCut: boolean): void {
  const { side, runs } = qrOf(labels.address)
  const unit = Math.floor(QR_SIDE / side)
  const left = WIDTH - MARGIN - unit * side
  context.fillStyle = '#000000'
  for (const { x, y, length } of runs) context.fillRect(left + x * unit, top + y * unit, length * unit, unit)
  context.fillStyle = SOFT
  context.fillRect(MARGIN, top - MARGIN / 2, WIDTH - 2 * MARGIN, 2)
  const said = [isCut ? labels.rest : labels.scan, labels.address]
  for (const [i, text] of said.entries())
    for (const [j, line] of wrapTo(context, text, left - 2 * MARGIN, i === 0 ? 32 : 24).entries()) {
      context.font = `${i === 0 ? 500 : 400} ${i === 0 ? 32 : 24}px ${FONT}`
      context.fillStyle = i === 0 ? INK : SOFT
      context.fillText(line, MARGIN, top + i * 96 + j * 36)
    }
}

function wrapTo(context: CanvasRenderingContext2D, text: string, width: number, size: number): string[] {
  context.font = `400 ${size}px ${FONT}`
  const lines: string[] = ['']
  for (const sign of text) {
    const last = lines.length - 1
    if (context.measureText(lines[last] + sign).width <= width) lines[last] += sign
    else lines.push(sign)
  }
  return lines
}
