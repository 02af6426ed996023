import { dictionary } from '#platform/rules/index.ts'
import type { World } from '#platform/world.ts'
import { zh as appealZh } from '../words.zh.ts'
import { ALL, NONE, type Scope } from './facts.ts'
import { zh } from './words.zh.ts'

type Named = { get(id: string): { name: string } | undefined }

/** What a line is called: organisations by their names today, fields by the dictionary. */
export function namesOf({ rules, today }: Pick<World, 'rules' | 'today'>, organizations: Named) {
  const fields = new Map(dictionary(rules, 'appeal.field', today).map(({ code, label }) => [code, label]))
  const absent = { township: zh.none, place: zh.none, field: zh.noField, handler: zh.noHandler, county: '' }
  return ({ scope, id }: Pick<Scope, 'scope' | 'id'>): string => {
    if (id === ALL) return zh.scopes.county
    if (id === NONE) return absent[scope]
    return (scope === 'field' ? fields.get(id) : organizations.get(id)?.name) ?? id
  }
}

/** Why something is in no rate, in the county's own words. */
export function reasonsOf({ rules, today }: Pick<World, 'rules' | 'today'>) {
  const codes = new Map(
    dictionary(rules, 'appeal.exclusion_reason', today).map(({ code, label }) => [code, label]),
  )
  const told: Record<string, string> = zh.reasons
  return (reason: string): string => {
    const [kind = '', code = ''] = reason.split(':')
    if (kind === 'code') return codes.get(code) ?? code
    if (kind === 'nature') return (appealZh.natures as Record<string, string>)[code] ?? code
    if (kind === 'reasonableness') return (appealZh.reasonableness as Record<string, string>)[code] ?? code
    return told[reason] ?? reason
  }
}
