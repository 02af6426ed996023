/**
 * Draws the words on the demo county's pictures into `src/apps/demo/pictures/labels.gen.ts`, so that the program
 * needs no font. Run by hand when a word is added (`node tools/draw-labels.ts`); it needs a Chromium and a Chinese
 * font, which is why the result is committed and not made by `npm run generate`.
 */
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { chromium } from '@playwright/test'

const words = [
  ...['整改前', '整改后', '演示图片', '排水沟', '垃圾收集点', '服务设施', '河道水池', '绿化苗木', '田块'],
  ...['路灯', '道路', '文化广场', '账簿凭证', '合同资料', '公示栏', '会议现场', ...'0123456789-'],
]
const HEIGHT = 26

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' })
const page = await browser.newPage()
const drawn = await page.evaluate(
  ({ words, height }) =>
    words.map((word) => {
      const canvas = document.createElement('canvas')
      const font = `bold ${height - 6}px "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif`
      const measured = canvas.getContext('2d')!
      measured.font = font
      canvas.width = Math.ceil(measured.measureText(word).width) + 2
      canvas.height = height
      const brush = canvas.getContext('2d')!
      brush.font = font
      brush.textBaseline = 'middle'
      brush.fillStyle = 'white'
      brush.fillText(word, 1, height / 2 + 1)
      const { data } = brush.getImageData(0, 0, canvas.width, height)
      return {
        word,
        width: canvas.width,
        alpha: Array.from({ length: data.length / 4 }, (_, i) => data[i * 4 + 3]!),
      }
    }),
  { words, height: HEIGHT },
)
await browser.close()

/** Two bits a point: four steps from the ground to the letter. */
function pack(alpha: readonly number[]): string {
  const bytes = Buffer.alloc(Math.ceil(alpha.length / 4))
  for (const [i, value] of alpha.entries()) bytes[i >> 2]! |= Math.round(value / 85) << ((i & 3) * 2)
  return bytes.toString('base64')
}

const lines = drawn.map(({ word, width, alpha }) => `  '${word}': [${width}, '${pack(alpha)}'],`)
writeFileSync(
  resolve(import.meta.dirname, '../src/apps/demo/pictures/labels.gen.ts'),
  `// Written by tools/draw-labels.ts. Width in points, then two bits a point, row by row.\nexport const labelHeight = ${HEIGHT}\n\nexport const labels: Readonly<Record<string, readonly [width: number, points: string]>> = {\n${lines.join('\n')}\n}\n`,
)
