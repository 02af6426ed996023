/**
 * Writes the files that are made from others: `npm run generate`. With `--check` it writes nothing and fails when
 * a file on disk is not what would be written.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { appealLifecyclePage } from './generators/appeal-lifecycle.ts'
import { databaseTypes } from './generators/database-types.ts'
import { evaluationLifecyclePage } from './generators/evaluation-lifecycle.ts'
import { licencesPage } from './generators/licences.ts'
import { maskingFigures } from './generators/masking-figures.ts'
import { personalDataPage } from './generators/personal-data.ts'
import { problemLifecyclePage } from './generators/problem-lifecycle.ts'
import { publicationLifecyclePage } from './generators/publication-lifecycle.ts'

/** A file in the repository and how its whole text is made. */
type Generator = { file: string; make(): Promise<string> }

const generators: Generator[] = [
  { file: 'db/schema.gen.ts', make: databaseTypes },
  { file: 'docs/generated/problem-lifecycle.md', make: problemLifecyclePage },
  { file: 'docs/generated/masking-figures.md', make: maskingFigures },
  { file: 'docs/generated/personal-data.md', make: personalDataPage },
  { file: 'docs/licences.md', make: licencesPage },
  { file: 'docs/generated/evaluation-lifecycle.md', make: evaluationLifecyclePage },
  { file: 'docs/generated/publication-lifecycle.md', make: publicationLifecyclePage },
  { file: 'docs/generated/appeal-lifecycle.md', make: appealLifecyclePage },
]

const root = resolve(import.meta.dirname, '..')
const check = process.argv.includes('--check')
const stale: string[] = []

for (const { file, make } of generators) {
  const path = resolve(root, file)
  const text = await make()
  if (text === read(path)) continue
  stale.push(file)
  if (check) continue
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

if (check && stale.length > 0) {
  console.error(`out of date: ${stale.join(', ')}; run npm run generate and commit the result`)
  process.exitCode = 1
} else {
  console.log(stale.length === 0 ? 'generated files are up to date' : `written: ${stale.join(', ')}`)
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
