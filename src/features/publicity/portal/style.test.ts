import assert from 'node:assert/strict'
import { test } from 'node:test'
import { portalCss } from './style.ts'

/** What Chromium 70 does not know, with the version that brought it. It drops the whole rule or declaration. */
const younger: Record<string, RegExp> = {
  ':is() 88': /:is\(/,
  ':where() 88': /:where\(/,
  ':has() 105': /:has\(/,
  ':not() with a list 88': /:not\([^)]*,/,
  ':focus-visible 86': /:focus-visible/,
  'gap outside of grid 84': /(?:^|[;{])\s*(?:gap|row-gap|column-gap):/m,
  'min(), max(), clamp() 79': /[:,\s(](?:min|max|clamp)\(/,
  'aspect-ratio 88': /aspect-ratio/,
  'inset 87': /(?:^|[;{])\s*inset(?:-|:)/m,
  'logical sides 87': /(?:margin|padding)-(?:inline|block)/,
  'dvh, svh, lvh 108': /\d(?:[dsl]v[hw])/,
  'accent-color 93': /accent-color/,
  'color-mix() 111': /color-mix\(/,
  'nesting 112': /&/,
  'layers 99': /@layer/,
  'container queries 105': /@container|container-type/,
  'subgrid 117': /subgrid/,
  'media ranges 104': /@media[^{]*[<>]/,
  'overflow clip 90': /overflow[^;]*clip/,
  'overflow-wrap anywhere 80': /anywhere/,
  'text-wrap 114': /text-wrap/,
  'scroll-behavior on more than the page 61': /scroll-padding|scroll-margin/,
  'hyphenated content-visibility 85': /content-visibility/,
  'place-* on flex 59 and three-value display 115': /display:\s*(?:block|inline)\s+\w/,
}

for (const [what, pattern] of Object.entries(younger))
  test(`the style sheet does without ${what}`, () => assert.doesNotMatch(portalCss, pattern))

test('the style sheet is small and whole', () => {
  assert.ok(portalCss.length < 12_000, String(portalCss.length))
  const opened = portalCss.split('{').length
  assert.equal(opened, portalCss.split('}').length)
  assert.ok(opened > 50)
})
