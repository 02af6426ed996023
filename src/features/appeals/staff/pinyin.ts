/**
 * The first letters of Chinese words, by which people type a name they know: 上河村 is `shc`. No table of characters is
 * carried along: the browser sorts Chinese by sound, and of each letter this is the first character there is. A
 * character of several sounds counts as its most common one.
 */
const LETTERS = 'abcdefghjklmnopqrstwxyz'
const FIRST = '阿八嚓哒妸发旮哈讥咔垃痳拏噢妑七呥扨它穵夕丫帀'
const bySound = new Intl.Collator('zh-Hans-CN-u-co-pinyin')

function initialOf(character: string): string {
  if (!/\p{Script=Han}/u.test(character)) return character.toLowerCase()
  let letter = ''
  for (const [i, first] of [...FIRST].entries()) {
    if (bySound.compare(first, character) > 0) break
    letter = LETTERS[i] ?? letter
  }
  return letter
}

export const initialsOf = (text: string): string => [...text].map(initialOf).join('')

/** Whether what was typed stands in a name, as characters or as first letters. */
export function soundsLike(name: string, typed: string): boolean {
  const wanted = typed.trim().toLowerCase()
  return wanted === '' || name.toLowerCase().includes(wanted) || initialsOf(name).includes(wanted)
}
