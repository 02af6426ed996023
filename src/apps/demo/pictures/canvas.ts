import { labelHeight, labels } from './labels.gen.ts'
import type { Colour } from './png.ts'

export const WIDTH = 400
export const HEIGHT = 300

const unpacked = new Map<string, { width: number; points: Buffer }>()

function letter(word: string): { width: number; points: Buffer } {
  const known = unpacked.get(word)
  if (known) return known
  const label = labels[word]
  if (!label) throw new Error(`no label ${word}: add it in tools/draw-labels.ts`)
  const fresh = { width: label[0], points: Buffer.from(label[1], 'base64') }
  unpacked.set(word, fresh)
  return fresh
}

/** A small drawing with a palette. Coordinates are points from the upper left; what lies outside is cut off. */
export class Canvas {
  readonly points = new Uint8Array(WIDTH * HEIGHT)
  readonly palette: Colour[] = []

  /** The index of a colour; the palette grows when it is new. */
  colour(red: number, green: number, blue: number): number {
    const clear = (value: number) => Math.max(0, Math.min(255, Math.round(value)))
    const wanted: Colour = [clear(red), clear(green), clear(blue)]
    const found = this.palette.findIndex((known) => known.every((value, i) => value === wanted[i]))
    return found >= 0 ? found : this.palette.push(wanted) - 1
  }

  row(y: number, from: number, to: number, colour: number): void {
    if (y < 0 || y >= HEIGHT) return
    const first = Math.max(0, Math.round(from))
    const last = Math.min(WIDTH, Math.round(to))
    if (last > first) this.points.fill(colour, y * WIDTH + first, y * WIDTH + last)
  }

  box(x: number, y: number, width: number, height: number, colour: number): void {
    for (let line = Math.round(y); line < Math.round(y + height); line++) this.row(line, x, x + width, colour)
  }

  oval(x: number, y: number, across: number, down: number, colour: number): void {
    for (let line = Math.ceil(y - down); line <= y + down; line++) {
      const half = across * Math.sqrt(Math.max(0, 1 - ((line - y) / down) ** 2))
      this.row(line, x - half, x + half, colour)
    }
  }

  /** A shape of straight sides, crossings filled even and odd. */
  shape(corners: readonly (readonly [x: number, y: number])[], colour: number): void {
    const ys = corners.map(([, y]) => y)
    for (let line = Math.ceil(Math.min(...ys)); line <= Math.max(...ys); line++) {
      const cuts = corners.flatMap(([x, y], i) => {
        const [nextX, nextY] = corners[(i + 1) % corners.length]!
        if (y <= line === nextY <= line) return []
        return [x + ((line - y) / (nextY - y)) * (nextX - x)]
      })
      cuts.sort((a, b) => a - b)
      for (let i = 0; i + 1 < cuts.length; i += 2) this.row(line, cuts[i]!, cuts[i + 1]!, colour)
    }
  }

  line(x: number, y: number, toX: number, toY: number, thick: number, colour: number): void {
    const steps = Math.max(1, Math.ceil(Math.hypot(toX - x, toY - y)))
    for (let i = 0; i <= steps; i++) {
      const at = i / steps
      this.box(x + (toX - x) * at - thick / 2, y + (toY - y) * at - thick / 2, thick, thick, colour)
    }
  }

  /** Writes one of the words of `labels.gen.ts`, or digits, and gives back where it ends. */
  write(text: string, x: number, y: number, ink: Colour, ground: Colour): number {
    if (!labels[text]) return [...text].reduce((at, one) => this.write(one, at, y, ink, ground), x)
    const { width, points } = letter(text)
    const shades = [0, 1, 2, 3].map((step) => {
      const mixed = ground.map((value, i) => value + ((ink[i]! - value) * step) / 3)
      return this.colour(mixed[0]!, mixed[1]!, mixed[2]!)
    })
    for (let i = 0; i < width * labelHeight; i++) {
      const step = (points[i >> 2]! >> ((i & 3) * 2)) & 3
      if (step > 0) this.row(y + Math.floor(i / width), x + (i % width), x + (i % width) + 1, shades[step]!)
    }
    return x + width
  }
}
