/** What is looked at before anything is kept of what somebody wrote; what each is answered with stands in the form. */

/** Says of themselves to be a child: their data is for their parents to decide about (个人信息保护法 Art. 31). */
const CHILD =
  /我(?:今年|现在|才|刚|刚满|还不到|是个?)*(?:[1-9]|1[0-3]|[一二三四五六七八九]|十|十[一二三])(?:周?岁|岁半)|我(?:是|在|正在|上|读|在读|今年上|今年读|现在上|现在读)*(?:小学|幼儿园|[一二三四五六]年级|初一|七年级)/
export const saysToBeAChild = (text: string): boolean => CHILD.test(text.replaceAll(/\s/g, ''))

const ABUSE =
  /(?:他|你|您|她)?(?:妈|娘|奶奶)的?(?:个?[逼屄比]|蛋|卖批)?|操你|草泥马|日你|狗日的?|王八蛋?|龟孙子?|混蛋|畜生|畜牲|杂种|傻[逼比屄叉]|去死|不得好死|全家死光|滚蛋|人渣|狗东西|狗官|贪官|废物|垃圾|败类|死全家|断子绝孙|sb|nmsl|tmd|cnm/giu
const FEWEST = 3

/** Nothing is left but abuse: nobody could act on it. Anger beside a matter is nobody's business but the reader's. */
export const isOnlyAbuse = (text: string): boolean => {
  const rest = text.replaceAll(ABUSE, '').replaceAll(/[^\p{L}\p{N}]|[你他她您们的是都了啊吧这些群个帮]/gu, '')
  return rest.length < FEWEST && rest.length < text.replaceAll(/[^\p{L}\p{N}]/gu, '').length
}

/** At most so many UTF-16 units, and no character cut in two: half an emoji is no text. */
export const cut = (text: string, most: number): string =>
  text
    .slice(0, most)
    .replace(/[\ud800-\udbff]$/, '')
    .trim()

/** The first sentence, as a title to begin with; the registrar may put it right. */
export function titleOf(text: string): string {
  const [first = ''] = text.split(/[\n\u2028\u2029。！？!?；;]/).filter((part) => part.trim() !== '')
  const title = first.trim().replaceAll(/\s+/g, ' ')
  const signs = [...title]
  // Forty signs that people see, and no more units than a title may have: rare characters are two.
  return signs.length > 40 || title.length > 60 ? `${cut(signs.slice(0, 39).join(''), 59)}…` : title
}
