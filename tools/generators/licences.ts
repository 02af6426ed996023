import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

type Locked = { version: string; license?: string; dev?: boolean; os?: string[]; cpu?: string[] }
type Row = { name: string; version: string; licence: string }

/** Licences under which a package may be part of what is given to a county. Of a choice, one of these is taken. */
const ALLOWED = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'Zlib',
  'Unlicense',
])
for (const licence of ['BlueOak-1.0.0', 'CC0-1.0', 'MIT/X11']) ALLOWED.add(licence)

/** Packages whose metadata name no licence, each looked at by a person; another version has to be looked at anew. */
const UNSTATED: Readonly<Record<string, string>> = {
  'buffers@0.1.1': 'none stated: comes with exceljs, through unzipper and binary',
  'combine-errors@3.0.3': 'MIT, by its readme',
}

/** docs/licences.md: every package that runs for users, by the lock file. Fails on a licence that is not allowed. */
export async function licencesPage(): Promise<string> {
  const file = resolve(import.meta.dirname, '../../package-lock.json')
  const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, Locked> }
  const packages = Object.entries(lock.packages).filter(([path, { dev }]) => path !== '' && !dev)
  const rows = packages.flatMap(([path, locked]): Row[] => {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
    // Of one package in the forms of all platforms the lock file knows the licence where it was installed from.
    if (locked.license === undefined && (locked.os || locked.cpu)) return []
    return [{ name, version: locked.version, licence: licenceOf(name, locked) }]
  })
  const unique = [...new Map(rows.map((row) => [`${row.name}@${row.version}`, row])).values()]
  unique.sort((a, b) => a.name.localeCompare(b.name, 'en') || a.version.localeCompare(b.version, 'en'))
  return page(unique)
}

function licenceOf(name: string, { version, license }: Locked): string {
  const stated = license ?? UNSTATED[`${name}@${version}`]
  if (stated === undefined)
    throw new Error(`${name}@${version} names no licence: see tools/generators/licences.ts`)
  if (license !== undefined && !isAllowed(license))
    throw new Error(`${name}@${version} is under ${license}, which is not allowed for what ships`)
  return stated
}

/** `A OR B`: one is enough. `A AND B`: all are needed. */
const isAllowed = (licence: string): boolean =>
  licence
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((each) => ALLOWED.has(each)))

function page(rows: readonly Row[]): string {
  const counts = new Map<string, number>()
  for (const { licence } of rows) counts.set(licence, (counts.get(licence) ?? 0) + 1)
  const sums = [...counts].sort((a, b) => b[1] - a[1]).map(([licence, count]) => `| ${licence} | ${count} |`)
  const lines = rows.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`)
  return `# Licences of what ships 第三方许可

Written by \`npm run generate\` from package-lock.json; \`npm run check\` fails when it is out of date or a licence is not on the list of \`tools/generators/licences.ts\`. Bihuan itself is under the [Apache License 2.0](../LICENSE). Tools that only build and test are not part of it. Forms of a package for other platforms are under the licence of that package.

| licence | packages |
|---|--:|
${sums.join('\n')}

| package | version | licence |
|---|---|---|
${lines.join('\n')}
`
}
