import type { Random } from '../random.ts'
import { type Canvas, HEIGHT, WIDTH } from './canvas.ts'
import type { Scene } from './scene.ts'

/** Draws a place: `mended` false as it was found, true as it is now. */
export type Draw = (c: Canvas, mended: boolean, random: Random) => void

type Outdoors = Exclude<Scene, 'ledger' | 'papers' | 'board' | 'meeting'>

const HORIZON = 110

function country(c: Canvas, mended: boolean, random: Random): void {
  const light = mended ? 0 : -28
  for (let band = 0; band < 5; band++)
    c.box(0, band * 22, WIDTH, 22, c.colour(140 + band * 18 + light, 186 + band * 10 + light, 226 + light))
  const hill = c.colour(104 + light, 140 + light, 112 + light)
  for (let i = 0; i < 4; i++)
    c.oval(random.int(-20, WIDTH), HORIZON + 8, random.int(70, 150), random.int(22, 58), hill)
  c.box(0, HORIZON, WIDTH, HEIGHT - HORIZON, c.colour(146 + light, 166 + light, 104 + light))
  const grass = c.colour(128 + light, 152 + light, 88 + light)
  for (let i = 0; i < 90; i++)
    c.box(random.int(0, WIDTH), random.int(HORIZON, HEIGHT), random.int(4, 12), 2, grass)
}

const litter = (c: Canvas, random: Random, x: number, y: number, spread: number, n: number) => {
  const colours = [
    c.colour(92, 78, 62),
    c.colour(196, 190, 176),
    c.colour(150, 84, 60),
    c.colour(70, 92, 120),
  ]
  for (let i = 0; i < n; i++)
    c.oval(
      x + random.int(-spread, spread),
      y + random.int(-spread / 3, spread / 3),
      random.int(3, 9),
      random.int(2, 6),
      random.pick(colours),
    )
}

function tree(c: Canvas, x: number, y: number, size: number, alive: boolean): void {
  c.box(x - size / 12, y - size * 0.6, size / 6, size * 0.6, c.colour(112, 84, 58))
  if (alive) {
    c.oval(x, y - size * 0.8, size * 0.34, size * 0.4, c.colour(66, 122, 64))
    c.oval(x - size * 0.1, y - size * 0.9, size * 0.18, size * 0.2, c.colour(94, 150, 80))
  } else
    for (const lean of [-0.3, -0.12, 0.14, 0.32])
      c.line(x, y - size * 0.5, x + size * lean, y - size, 2, c.colour(124, 100, 74))
}

function building(c: Canvas, x: number, y: number, width: number, height: number, neat: boolean): void {
  c.box(x, y, width, height, neat ? c.colour(236, 232, 220) : c.colour(186, 176, 160))
  c.shape(
    [
      [x - 10, y],
      [x + width + 10, y],
      [x + width - 14, y - 26],
      [x + 14, y - 26],
    ],
    neat ? c.colour(156, 74, 58) : c.colour(120, 88, 76),
  )
  const pane = neat ? c.colour(150, 196, 220) : c.colour(84, 88, 92)
  for (let i = 0; i < 3; i++) c.box(x + 14 + (i * (width - 28)) / 3, y + 16, width / 6, height / 3, pane)
  c.box(
    x + width / 2 - 12,
    y + height * 0.5,
    24,
    height * 0.5,
    neat ? c.colour(104, 142, 118) : c.colour(98, 70, 52),
  )
}

export const outdoors: Record<Outdoors, Draw> = {
  road: (c, mended, random) => {
    country(c, mended, random)
    const surface = mended ? c.colour(118, 120, 124) : c.colour(128, 118, 104)
    c.shape(
      [
        [150, HORIZON],
        [250, HORIZON],
        [390, HEIGHT],
        [10, HEIGHT],
      ],
      surface,
    )
    if (mended) {
      const paint = c.colour(240, 240, 232)
      for (let i = 0; i < 6; i++) c.box(198 - i, 120 + i * 30, 4 + i * 2, 16, paint)
      for (const side of [-1, 1]) c.line(200 + side * 46, HORIZON, 200 + side * 178, HEIGHT, 4, paint)
    } else
      for (let i = 0; i < 9; i++) {
        const [x, y] = [random.int(110, 290), random.int(140, 285)]
        c.oval(x, y, random.int(12, 30), random.int(4, 11), c.colour(88, 78, 66))
        c.line(x, y, x + random.int(-50, 50), y + random.int(-24, 24), 2, c.colour(76, 68, 58))
      }
  },
  drain: (c, mended, random) => {
    country(c, mended, random)
    c.shape(
      [
        [176, HORIZON],
        [224, HORIZON],
        [330, HEIGHT],
        [70, HEIGHT],
      ],
      c.colour(186, 182, 174),
    )
    c.shape(
      [
        [188, HORIZON],
        [212, HORIZON],
        [270, HEIGHT],
        [130, HEIGHT],
      ],
      mended ? c.colour(96, 150, 176) : c.colour(86, 80, 60),
    )
    if (!mended) return litter(c, random, 200, 220, 60, 34)
    const cover = c.colour(206, 204, 198)
    for (let i = 0; i < 5; i++) c.box(180 - i * 13, 126 + i * 30, 40 + i * 26, 12 + i * 2, cover)
  },
  bins: (c, mended, random) => {
    country(c, mended, random)
    c.box(60, 190, 280, 70, c.colour(176, 172, 166))
    if (!mended) return litter(c, random, 200, 210, 120, 90)
    for (const [i, shade] of [c.colour(62, 128, 84), c.colour(54, 98, 158), c.colour(92, 94, 98)].entries()) {
      c.box(92 + i * 80, 150, 54, 70, shade)
      c.box(88 + i * 80, 142, 62, 12, shade)
    }
  },
  house: (c, mended, random) => {
    country(c, mended, random)
    building(c, random.int(70, 110), 110, 210, 104, mended)
    if (mended) {
      tree(c, 330, 220, 80, true)
      c.box(150, 214, 100, 60, c.colour(206, 200, 188))
    } else litter(c, random, 190, 240, 110, 40)
  },
  water: (c, mended, random) => {
    country(c, mended, random)
    c.shape(
      [
        [120, HORIZON],
        [300, HORIZON],
        [400, HEIGHT],
        [0, HEIGHT],
      ],
      mended ? c.colour(108, 168, 196) : c.colour(112, 118, 88),
    )
    if (!mended) return litter(c, random, 200, 220, 130, 70)
    for (let i = 0; i < 12; i++)
      c.box(random.int(60, 300), random.int(130, 290), random.int(20, 50), 2, c.colour(166, 210, 228))
    for (const x of [40, 90, 330, 372]) tree(c, x, 190, 60, true)
  },
  trees: (c, mended, random) => {
    country(c, mended, random)
    for (let line = 0; line < 3; line++)
      for (let i = 0; i < 6; i++)
        tree(c, 30 + i * 68 + line * 12, 160 + line * 50, 46 + line * 16, mended || random.chance(0.3))
  },
  field: (c, mended, random) => {
    country(c, mended, random)
    const crop = mended ? c.colour(88, 148, 68) : c.colour(158, 144, 96)
    for (let i = 0; i < 12; i++)
      c.shape(
        [
          [200 + (i - 6) * 22, HORIZON],
          [206 + (i - 6) * 22, HORIZON],
          [216 + (i - 6) * 70, HEIGHT],
          [196 + (i - 6) * 70, HEIGHT],
        ],
        crop,
      )
    if (!mended)
      for (let i = 0; i < 40; i++)
        c.line(
          random.int(0, WIDTH),
          random.int(150, 290),
          random.int(0, WIDTH),
          140,
          1,
          c.colour(112, 118, 70),
        )
  },
  lamp: (c, mended, random) => {
    country(c, mended, random)
    c.shape(
      [
        [150, HORIZON],
        [220, HORIZON],
        [320, HEIGHT],
        [40, HEIGHT],
      ],
      c.colour(134, 132, 130),
    )
    for (const [x, foot, size] of [
      [250, 250, 170],
      [225, 180, 100],
      [212, 146, 60],
    ] as const) {
      c.line(x, foot, x, foot - size, size / 24, c.colour(96, 100, 106))
      c.line(x, foot - size, x - size / 4, foot - size - 6, size / 30, c.colour(96, 100, 106))
      if (mended) c.oval(x - size / 4, foot - size - 2, size / 9, size / 14, c.colour(252, 232, 150))
      else
        c.line(
          x - size / 4,
          foot - size - 6,
          x - size / 4,
          foot - size + size / 6,
          size / 24,
          c.colour(110, 90, 70),
        )
    }
  },
  square: (c, mended, random) => {
    country(c, mended, random)
    c.shape(
      [
        [60, 140],
        [340, 140],
        [400, HEIGHT],
        [0, HEIGHT],
      ],
      mended ? c.colour(204, 186, 166) : c.colour(164, 154, 140),
    )
    c.box(110, 96, 180, 46, mended ? c.colour(170, 62, 54) : c.colour(132, 104, 94))
    for (let i = 0; i < 4; i++) {
      const x = 70 + i * 80
      c.line(x, 250, x, 196, 5, c.colour(70, 110, 160))
      if (mended) c.line(x - 20, 196, x + 20, 196, 5, c.colour(220, 164, 60))
      else c.line(x, 222, x + 24, 250, 5, c.colour(120, 96, 70))
    }
    if (!mended) litter(c, random, 210, 250, 130, 30)
  },
}
