import { createRandom } from '../random.ts'
import { Canvas, HEIGHT, WIDTH } from './canvas.ts'
import { rooms } from './indoors.ts'
import { outdoors } from './outdoors.ts'
import { type Colour, encodePng } from './png.ts'
import { type Scene, sceneLabels } from './scene.ts'

/** `mended` false: as it was found. `on`: the day it was taken, YYYY-MM-DD, written on the picture. */
export type Picture = { scene: Scene; mended: boolean; on: string; seed: string }

const BAR = 32
const dark: Colour = [38, 44, 52]
const white: Colour = [250, 250, 246]

/** A labelled drawing as PNG bytes, a few kilobytes, the same for the same picture. It says that it is a demo. */
export function drawPicture({ scene, mended, on, seed }: Picture): Promise<Buffer> {
  const c = new Canvas()
  const draw = { ...outdoors, ...rooms }[scene]
  draw(c, mended, createRandom(`picture/${seed}`))
  c.box(0, HEIGHT - BAR, WIDTH, BAR, c.colour(...dark))
  const y = HEIGHT - BAR + 3
  const end = c.write(mended ? '整改后' : '整改前', 10, y, mended ? [150, 220, 160] : [250, 196, 110], dark)
  c.write(sceneLabels[scene], end + 14, y, white, dark)
  c.write(on, WIDTH - 146, y, white, dark)
  c.box(WIDTH - 104, 8, 96, 28, c.colour(...dark))
  c.write('演示图片', WIDTH - 98, 9, white, dark)
  return encodePng(WIDTH, HEIGHT, c.palette, c.points)
}
