import type { NamedOrganization } from '#features/organizations/index.ts'
import { dictionary } from '#platform/rules/index.ts'
import type { World } from '#platform/world.ts'

const dictionaries = ['source', 'class', 'field', 'severity', 'scope', 'timing', 'measure_kind'] as const
type Name = (typeof dictionaries)[number]

/** The county's words for codes and ids; what no dictionary knows any more is shown as the code it is. */
export type Labels = {
  of(name: Name, code: string | null): string
  organization(id: string | null): string
}

export function labelsOf(
  { rules, today }: World,
  organizations: ReadonlyMap<string, NamedOrganization>,
): Labels {
  const known = new Map(
    dictionaries.map((name) => [
      name,
      new Map(dictionary(rules, `problem.${name}`, today).map(({ code, label }) => [code, label])),
    ]),
  )
  return {
    of: (name, code) => (code === null ? '' : (known.get(name)?.get(code) ?? code)),
    organization: (id) => (id === null ? '' : (organizations.get(id)?.name ?? '')),
  }
}
