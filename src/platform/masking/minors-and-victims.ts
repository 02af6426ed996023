/** Publication rules (domain.md 7.6): minors and victims are hidden altogether, surname too. */
const BEFORE =
  /(?:儿童|学生|小学生|中学生|初中生|高中生|幼儿|婴儿|未成年人|未成年子女|孤儿|少年|少女|女童|男童|学童|受害人|被害人|受害者|被侵害人|遇害者)[:： ]?$/
const AFTER =
  /^(?:小朋友|同学|\((?:[男女],)?(\d{1,2})岁|[,、 ](?:[男女][,、 ])?(\d{1,2})岁|(?:的?(?:受害|遇害|被性侵)))/
const ADULT = 18
/** As far as anything of these reaches. */
const REACH = 8

export function isToBeHidden(folded: string, from: number, to: number): boolean {
  if (BEFORE.test(folded.slice(Math.max(0, from - REACH), from))) return true
  const after = AFTER.exec(folded.slice(to, to + REACH))
  if (!after) return false
  const age = after[1] ?? after[2]
  return age === undefined || Number(age) < ADULT
}
