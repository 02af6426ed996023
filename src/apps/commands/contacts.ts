import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import { operator } from '#features/accounts/index.ts'
import { findOrganizationByCode } from '#features/organizations/index.ts'
import { type Contact, setContacts } from '#features/publicity/index.ts'
import type { Command } from './command.ts'
import { readArgs, UsageError } from './expected-errors.ts'
import { CannotError, inCounty, told } from './in-county.ts'

const usage = `bihuan contacts set 文件.csv   公示页“我要反映”的电话和地点，UTF-8，列：名称,电话,地点,时间 · whom residents phone; columns name, phone, place, hours
  --county 县编码    有几个县时指明 · when there are several`

const MOST = 50

export const command: Command = {
  name: 'contacts',
  usage: '公示页上的联系电话和地点 · telephones and places on the public pages',
  run: (args, io) =>
    told(io, async () => {
      const options = { county: { type: 'string' } } as const
      const { values, positionals } = readArgs(usage, { args, allowPositionals: true, options })
      const [verb, file, more] = positionals
      if (verb !== 'set' || !file || more !== undefined) throw new UsageError(usage)
      const contacts = await readContacts(file)
      return inCounty(io, values.county, async ({ database, county, now }) => {
        const { countyId, code } = county
        await database.write(countyId, async (tx) => {
          const root = await findOrganizationByCode(tx, countyId, code)
          if (!root)
            throw new CannotError(
              `没有编码为 ${code} 的县级单位。No organisation has the county's code ${code}.`,
            )
          await setContacts(tx, { countyId, rootId: root.id }, contacts, operator, now)
        })
        io.err(`已更新：${contacts.length} 条 · set: ${contacts.length}`)
      })
    }),
}

async function readContacts(file: string): Promise<Contact[]> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new CannotError(`读不了文件 ${file}。The file ${file} cannot be read.`)
  })
  const rows = parse(text, {
    bom: true,
    columns: true,
    skip_empty_lines: true,
    trim: true,
    relax_column_count: true,
  })
  const contacts = (rows as Record<string, string>[]).map((row) => ({
    name: row.名称 ?? '',
    phone: row.电话 || null,
    address: row.地点 || null,
    hours: row.时间 || null,
  }))
  if (
    contacts.length > MOST ||
    contacts.some(({ name, phone, address }) => name === '' || !(phone || address))
  )
    throw new CannotError(
      `每行须有名称，以及电话或地点，最多 ${MOST} 行。Each row needs a name and a phone or place, at most ${MOST} rows.`,
    )
  return contacts
}
