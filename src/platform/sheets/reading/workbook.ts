import { posix } from 'node:path'
import { sheetProblem } from '../problems.ts'
import type { Archive } from './archive.ts'
import { walkWholeXml } from './xml.ts'

export type WorkbookSheet = { name: string; visible: boolean; path: string }

export type Workbook = {
  sheets: WorkbookSheet[]
  /** Serials count from 1904. */
  date1904: boolean
  styles?: string
  sharedStrings?: string
}

/** Looks at the names alone: nothing of a file is read that is going to be refused. */
export function refuseUnsafeParts(archive: Archive): void {
  const some = (pattern: RegExp): boolean => archive.names.some((name) => pattern.test(name))
  if (some(/(?:^|\/)vbaproject\.bin$|^xl\/(?:macrosheets|intlmacrosheets|dialogsheets)\//))
    throw sheetProblem('macros')
  if (some(/^xl\/(?:externallinks|querytables)\/|^xl\/connections\.xml$/))
    throw sheetProblem('external_links')
  if (some(/^xl\/workbook\.bin$/)) throw sheetProblem('binary_workbook')
  if (archive.has('mimetype') && archive.has('content.xml')) throw sheetProblem('open_document')
}

/** @throws SheetProblem not_a_workbook, macros, damaged */
export async function readWorkbook(archive: Archive): Promise<Workbook> {
  if (!archive.has('[Content_Types].xml')) throw sheetProblem('not_a_workbook')
  await refuseMacroTypes(archive)
  const root = await readRelations(archive, '')
  const main = [...root.values()].find((relation) => relation.type === 'officeDocument')?.target
  if (!main || !archive.has(main)) throw sheetProblem('not_a_workbook')

  const relations = await readRelations(archive, main)
  const byType = (type: string): string | undefined => {
    const target = [...relations.values()].find((relation) => relation.type === type)?.target
    return target !== undefined && archive.has(target) ? target : undefined
  }
  const workbook: Workbook = {
    sheets: [],
    date1904: false,
    styles: byType('styles'),
    sharedStrings: byType('sharedStrings'),
  }
  let isWorkbook = false
  await walkWholeXml(archive.read(main), {
    open(name, attributes) {
      if (name === 'workbook') isWorkbook = true
      if (name === 'workbookPr') workbook.date1904 = /^(?:1|true)$/.test(attributes.date1904 ?? '')
      if (name !== 'sheet') return
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? ''
      const relation = relations.get(id)
      if (relation?.type !== 'worksheet') return
      workbook.sheets.push({
        name: attributes.name ?? '',
        visible: (attributes.state ?? 'visible') === 'visible',
        path: relation.target,
      })
    },
  })
  if (!isWorkbook) throw sheetProblem('not_a_workbook')
  return workbook
}

async function refuseMacroTypes(archive: Archive): Promise<void> {
  let macros = false
  await walkWholeXml(archive.read('[Content_Types].xml'), {
    open(_, { ContentType = '' }) {
      if (/macroEnabled|vbaProject/i.test(ContentType)) macros = true
    },
  })
  if (macros) throw sheetProblem('macros')
}

type Relation = { type: string; target: string }

/** The relations of a part (OPC 9.3), their targets as names inside the archive. */
async function readRelations(archive: Archive, part: string): Promise<Map<string, Relation>> {
  const folder = posix.dirname(part)
  const file = posix.join(folder, '_rels', `${posix.basename(part)}.rels`)
  const relations = new Map<string, Relation>()
  if (!archive.has(file)) return relations
  await walkWholeXml(archive.read(file), {
    open(name, { Id, Type = '', Target = '', TargetMode }) {
      if (name !== 'Relationship' || Id === undefined || TargetMode === 'External') return
      const target = Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target)
      relations.set(Id, { type: Type.slice(Type.lastIndexOf('/') + 1), target })
    },
  })
  return relations
}
