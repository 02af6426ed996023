import type { Random } from '../random.ts'
import { type Canvas, HEIGHT, WIDTH } from './canvas.ts'
import type { Draw } from './outdoors.ts'

const table = (c: Canvas, mended: boolean) =>
  c.box(0, 0, WIDTH, HEIGHT, mended ? c.colour(168, 140, 108) : c.colour(136, 116, 94))

/** Strokes that look like writing from afar and can be read by nobody. */
function scribble(c: Canvas, random: Random, x: number, y: number, width: number, colour: number): void {
  let at = x
  while (at < x + width) {
    const size = random.int(5, 9)
    c.box(at, y + random.int(0, 2), size, 2, colour)
    c.box(at + random.int(1, size), y - 3, 1.5, 8, colour)
    at += size + random.int(2, 5)
  }
}

function sheet(
  c: Canvas,
  random: Random,
  x: number,
  y: number,
  width: number,
  height: number,
  lines: number,
): void {
  c.box(x + 4, y + 4, width, height, c.colour(96, 80, 64))
  c.box(x, y, width, height, c.colour(248, 246, 238))
  const ink = c.colour(64, 70, 92)
  for (let i = 0; i < lines; i++)
    scribble(
      c,
      random,
      x + 12,
      y + 20 + (i * (height - 30)) / lines,
      width - 24 - random.int(0, width / 3),
      ink,
    )
}

const seal = (c: Canvas, x: number, y: number, size: number) => {
  c.oval(x, y, size, size, c.colour(206, 60, 52))
  c.oval(x, y, size - 4, size - 4, c.colour(246, 230, 222))
  c.shape(
    [
      [x, y - size / 2],
      [x + size / 3, y + size / 3],
      [x - size / 2, y - size / 8],
      [x + size / 2, y - size / 8],
      [x - size / 3, y + size / 3],
    ],
    c.colour(206, 60, 52),
  )
}

export const rooms: Record<'ledger' | 'papers' | 'board' | 'meeting', Draw> = {
  ledger: (c, mended, random) => {
    table(c, mended)
    c.box(30, 22, 340, 230, c.colour(250, 248, 240))
    const rule = c.colour(150, 176, 160)
    for (let y = 46; y < 250; y += 24) c.box(30, y, 340, 1, rule)
    for (const x of [86, 220, 274, 322]) c.box(x, 22, 1, 230, rule)
    const ink = c.colour(56, 62, 88)
    for (let i = 0; i < (mended ? 8 : 5); i++) {
      scribble(c, random, 36, 58 + i * 24, 40, ink)
      scribble(c, random, 94, 58 + i * 24, random.int(60, 120), ink)
      scribble(c, random, 228, 58 + i * 24, 34, ink)
    }
    if (mended) seal(c, 320, 214, 28)
    else for (let i = 0; i < 4; i++) sheet(c, random, random.int(60, 240), random.int(90, 180), 90, 56, 2)
  },
  papers: (c, mended, random) => {
    table(c, mended)
    for (let i = 0; i < (mended ? 3 : 6); i++) {
      const x = mended ? 40 + i * 118 : random.int(10, 260)
      sheet(c, random, x, mended ? 36 : random.int(10, 110), 104, 150, mended ? 9 : 6)
      if (mended) seal(c, x + 76, 158, 18)
    }
  },
  board: (c, mended, random) => {
    c.box(0, 0, WIDTH, HEIGHT, mended ? c.colour(214, 206, 190) : c.colour(178, 170, 156))
    c.box(24, 34, 352, 196, c.colour(82, 96, 108))
    c.box(34, 44, 332, 176, mended ? c.colour(232, 236, 234) : c.colour(198, 200, 194))
    c.box(34, 14, 332, 24, c.colour(176, 52, 44))
    for (let i = 0; i < 8; i++) {
      const [x, y] = [44 + (i % 4) * 82, 54 + Math.floor(i / 4) * 84]
      if (mended || random.chance(0.25)) sheet(c, random, x, y, 68, 72, 5)
    }
    for (const x of [60, 330]) c.box(x, 230, 12, 70, c.colour(82, 96, 108))
  },
  meeting: (c, mended, random) => {
    c.box(0, 0, WIDTH, HEIGHT, mended ? c.colour(228, 222, 210) : c.colour(190, 184, 174))
    c.box(70, 22, 260, 70, mended ? c.colour(182, 52, 46) : c.colour(140, 92, 86))
    c.shape(
      [
        [60, 170],
        [340, 170],
        [390, 270],
        [10, 270],
      ],
      c.colour(142, 104, 72),
    )
    const people = mended ? 12 : random.int(2, 4)
    for (let i = 0; i < people; i++) {
      const [x, y] = [54 + (i % 6) * 58, i < 6 ? 150 : 240]
      const coat = c.colour(60 + random.int(0, 50), 70 + random.int(0, 50), 96 + random.int(0, 40))
      c.oval(x, y + 20, 20, 24, coat)
      c.oval(x, y - 10, 11, 13, c.colour(222, 186, 156))
    }
    if (mended) for (let i = 0; i < 6; i++) sheet(c, random, 46 + i * 56, 196, 26, 18, 1)
  },
}
