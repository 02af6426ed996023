import type { OrganizationKind } from '../api.ts'

/** A row of the national division tables: code and statistical name. */
export type Division = { code: string; name: string }

export type Named = { kind: OrganizationKind; name: string; shortName: string }

/** The statisticians' placeholder for people who live where no committee is: nobody works there. */
export const isVirtual = ({ name }: Division): boolean => name.includes('虚拟')

/**
 * A township-level division. The name says what it is; where it does not (农场, 林场, 管理区 …) it is run by a
 * committee of its own 管委会.
 */
export function nameTownship({ name }: Division): Named {
  const said = name.replace(/街道办事处$/, '街道')
  if (said.endsWith('街道')) return { kind: 'street', name: said, shortName: withoutEnding(said, '街道') }
  if (said.endsWith('镇')) return { kind: 'township', name: said, shortName: withoutEnding(said, '镇') }
  // 新民回族乡 without its last word would be no name of anything.
  if (/族乡$|民族乡$|苏木$/.test(said)) return { kind: 'township', name: said, shortName: said }
  if (said.endsWith('乡')) return { kind: 'township', name: said, shortName: withoutEnding(said, '乡') }
  return { kind: 'committee', name: said, shortName: said }
}

/** At least two signs stay: 城镇 is not called 城. */
function withoutEnding(name: string, ending: string): string {
  const rest = name.slice(0, -ending.length)
  return [...rest].length >= 2 ? rest : name
}

/**
 * A village or community. The tables name the committee (寺角营村委会); people and papers name the village (寺角营村).
 * Where the name does not say, the last three digits of the code do: from 200 to 399 and from 500 on they are
 * villages 村委会 and what resembles them, the others communities 居委会.
 */
export function nameVillage({ code, name }: Division): Named {
  const said = name.replace(/[(（]新[)）]$/, '')
  const [, community] = /^(.+?)(?:社区)?(?:居民委员会|居委会|家委会)$/.exec(said) ?? []
  if (community) return both('community', `${community}社区`)
  if (said.endsWith('社区')) return both('community', said)
  const [, village] = /^(.+?)村?(?:村民委员会|村委会|牧委会|(?<=嘎查)委员会)$/.exec(said) ?? []
  if (village) return both('village', village.endsWith('嘎查') ? village : `${village}村`)
  if (/(?:村|屯|寨|嘎查)$/.test(said)) return both('village', said)
  return both(isVillageCode(code) ? 'village' : 'community', said)
}

const both = (kind: OrganizationKind, name: string): Named => ({ kind, name, shortName: name })

function isVillageCode(code: string): boolean {
  const last = Number(code.slice(-3))
  return (last >= 200 && last < 400) || last >= 500
}
