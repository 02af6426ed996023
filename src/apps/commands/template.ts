import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { operator } from '#features/accounts/index.ts'
import { ImportKind, importerOf } from '#features/imports/index.ts'
import { organizationSheet, peopleSheet } from '#features/organizations/index.ts'
import { newId } from '#platform/ids.ts'
import { writeTemplate } from '#platform/sheets/template.ts'
import { createWorlds } from '#platform/world.ts'
import type { Command } from './command.ts'
import { readArgs, UsageError } from './expected-errors.ts'
import { CannotError, type InCounty, inCounty, told } from './in-county.ts'

const usage = `bihuan template problems|organizations|people|appeals FILE.xlsx [--county 县编码]`

/** Exit code: 0 written, 1 not written, 2 the command is wrong. */
export const command: Command = {
  name: 'template',
  usage:
    '生成空的导入表：问题、单位、人员、诉求 · writes an empty workbook to fill in: problems, organizations, people, appeals',
  run: (args, io) =>
    told(io, async () => {
      const { values, positionals } = readArgs(usage, {
        args,
        allowPositionals: true,
        options: { county: { type: 'string' } },
      })
      const kind = ImportKind.safeParse(positionals[0])
      const file = positionals[1] && resolve(positionals[1])
      if (!kind.success || !file || positionals.length > 2) throw new UsageError(usage)
      mustBeNew(file)
      // The choices of a problem or an appeal are the county's own; the other sheets are the same everywhere.
      if (kind.data === 'organizations') await writeTemplate(organizationSheet, file)
      else if (kind.data === 'people') await writeTemplate(peopleSheet, file)
      else {
        const ofCounty = kind.data
        await inCounty(io, values.county, (place) => writeOwn(place, ofCounty, file))
      }
      io.out(file)
      return 0
    }),
}

/** A table that somebody has begun to fill in must not be lost. */
export function mustBeNew(file: string): void {
  if (existsSync(file))
    throw new CannotError(
      `文件 ${file} 已存在，未覆盖：请换一个文件名。\nThe file ${file} exists and was not overwritten: choose another name.`,
    )
}

async function writeOwn(
  { database, county: { countyId }, now }: InCounty,
  kind: ImportKind,
  file: string,
): Promise<void> {
  const world = await createWorlds(database).of(countyId, now)
  const importer = importerOf(database, { countyId, by: operator, world, commandId: newId() }, kind)
  await writeTemplate(await database.read(countyId, (tx) => importer.sheet(tx)), file)
}
