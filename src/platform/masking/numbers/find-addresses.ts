import type { Found } from '../hit.ts'

/** Behind a number with 号: then it numbers a thing of all, not a home. */
const THING =
  '线|井|泵|桥|机|灯|文|令|公告|提案|案|楼|站|点|闸|标|地块|院子|召|前|后|起|至|以|完|开|电梯|炉|大门|门禁|门窗|变压器|\\d'
const NUMBER = '[\\da-z一二三四五六七八九十百甲乙丙丁东西南北-]'
const UNIT = `(?:附?第?${NUMBER}{1,6}(?:号楼|号院|门牌号?|单元|号(?!${THING})|栋|幢|座|室|楼|层|户|排))`
/** Several units, the last perhaps a bare number: 3栋2单元501, 8幢1501室. */
const SEVERAL = new RegExp(
  `(?:附?第?[\\da-z一二三四五六七八九十-]{1,6}(?:号楼|栋|幢|座|号院|排|单元))(?:${UNIT}|\\d{3,4}(?![\\d年元]))+`,
  'g',
)
/** A house number behind a street, group or housing estate. */
const HOUSE = new RegExp(
  '(?<=[组路街巷弄里坊苑园庄屯寨湾沟]|小区|社区|新城|公寓|家园|大院|东段|西段|南段|北段|中段)(?:附?[\\d一二三四五六七八九十百甲乙丙-]{1,6}号)+' +
    `(?!${THING})`,
  'g',
)
/** A row of houses and the one in it. */
const ROW = /第?[\d一二三四五六七八九十]{1,3}排第?[\d一二三四五六七八九十]{1,3}(?:号|户)/g

/** What is below the village group: house, building, flat. Village and group stay. */
export function* findAddresses(text: string): Generator<Found> {
  for (const { 0: all, index } of text.matchAll(SEVERAL))
    yield { kind: 'address', from: index, to: index + all.length }
  for (const { 0: all, index } of text.matchAll(ROW))
    yield { kind: 'address', from: index, to: index + all.length }
  for (const { 0: all, index } of text.matchAll(HOUSE))
    yield { kind: 'address', from: index, to: index + all.length }
}
