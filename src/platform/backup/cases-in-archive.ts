import type { StoredCase } from '../history/verify-case.ts'
import { groupCases } from '../history/verify-merge.ts'
import type { Archive } from './archive.ts'
import { copyFields } from './copy.ts'
import type { ManifestTable } from './manifest.ts'

/** Every case of a backup, without any database: the three tables are read side by side, in their key's order. */
export function casesInArchive(archive: Archive): AsyncIterable<StoredCase> {
  return groupCases({
    chains: rows(archive, 'case_chains', (row) => ({
      ...keyOf(row),
      kind: row('case_kind')!,
      length: Number(row('length')),
      head: row('head')!,
    })),
    entries: rows(archive, 'history', (row) => ({
      ...keyOf(row),
      seq: Number(row('seq')),
      text: row('entry')!,
      hash: row('hash')!,
    })),
    versions: rows(archive, 'row_versions', (row) => ({
      ...keyOf(row),
      seq: Number(row('seq')),
      ref: row('ref')!,
      salt: row('salt'),
      text: row('content'),
      erased: row('erased_at') !== null,
    })),
  })
}

type Field = (column: string) => string | null

const keyOf = (row: Field) => ({ county: Number(row('county_id')), case: row('case_id')! })

async function* rows<T>(archive: Archive, name: string, read: (row: Field) => T): AsyncIterable<T[]> {
  const table = archive.manifest.tables.find((table) => table.schema === 'public' && table.name === name)
  if (!table) throw new Error(`the backup has no table ${name}`)
  const at = positions(table)
  for await (const part of archive.rows(table)) {
    const lines = part.toString().split('\n')
    lines.pop()
    yield lines.map((line) => {
      const fields = copyFields(line)
      return read((column) => fields[at.get(column)!] ?? null)
    })
  }
}

const positions = (table: ManifestTable): Map<string, number> =>
  new Map(table.columns.map((column, index) => [column, index]))
