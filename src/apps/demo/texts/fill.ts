import type { Place } from '../places.ts'
import type { Random } from '../random.ts'
import type { Theme } from './theme.ts'

/** What the braces in a theme stand for, drawn once per problem. */
export type Filled = {
  text(template: string): string
  households: number | undefined
  yuan: number | undefined
}

const ordinals = '一二三四五六七八'

/**
 * Draws the numbers of one problem: {f} one to three, {a} a few, {d} and {b} some, {e} dozens, {c} hundreds, {户} households,
 * {元} money, {部分} and {大半} of it, {年} the year before, {月} when it was seen, {组} {本} {两委} what the place and its
 * parts are called.
 */
export function fillSlots(
  theme: Theme,
  random: Random,
  { kind, foundOn }: { kind: Place['kind']; foundOn: string },
): Filled {
  const households = theme.households && random.int(...theme.households)
  const yuan = theme.yuan && roundly(random, ...theme.yuan)
  const month = Number(foundOn.slice(5, 7))
  const slots: Record<string, string> = {
    a: String(random.int(2, 5)),
    b: String(random.int(6, 24)),
    c: String(random.int(8, 80) * 5),
    户: String(households ?? random.int(6, 40)),
    d: String(random.int(6, 12)),
    e: String(random.int(26, 60)),
    f: String(random.int(1, 3)),
    元: yuan === undefined ? '若干' : money(yuan),
    部分: money(portion(yuan ?? 0, 0.1 + random.next() * 0.2)),
    大半: money(portion(yuan ?? 0, 0.55 + random.next() * 0.3)),
    年: String(Number(foundOn.slice(0, 4)) - random.int(1, 2)),
    月: `${((month + 9) % 12) + 1}月`,
    ...ownWords(kind, ordinals[random.int(0, 7)] ?? ''),
  }
  return {
    households,
    yuan,
    text: (template) =>
      template.replace(/\{(.+?)\}/g, (_, name: string) => {
        const value = slots[name]
        if (value === undefined) throw new Error(`no slot {${name}} in: ${template}`)
        return value
      }),
  }
}

function ownWords(kind: Place['kind'], nth: string): Record<string, string> {
  if (kind === 'village') return { 组: `第${nth}村民小组`, 本: '该村', 两委: '村“两委”' }
  if (kind === 'community') return { 组: `第${nth}居民小组`, 本: '该社区', 两委: '社区“两委”' }
  return { 组: '相关点位', 本: '该单位', 两委: '班子' }
}

const portion = (yuan: number, part: number): number => Math.round((yuan * part) / 100) * 100

function roundly(random: Random, least: number, most: number): number {
  const value = least + (most - least) * random.next() ** 2
  const step = value > 100_000 ? 1_000 : value > 10_000 ? 100 : 20
  return Math.round(value / step) * step
}

/** 9,800 as 9800元, 36,200 as 3.62万元. */
const money = (yuan: number): string =>
  yuan < 10_000 ? `${yuan}元` : `${Number((yuan / 10_000).toFixed(2))}万元`
