import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ChildProgram, runProgram, startProgram } from './child-program.ts'
import { writeDivisionTables } from './division-tables.ts'

/** A server on which nothing is yet, its operator with the commands of the handbook, and the program it then runs. */
export class NewCounty {
  readonly #dir = mkdtempSync(join(tmpdir(), 'bihuan-new-county-'))
  readonly #data = join(this.#dir, 'data')
  /** Where the division tables lie. */
  readonly tables = this.#dir
  #program?: ChildProgram

  constructor() {
    writeDivisionTables(this.tables)
  }

  /** @returns the lines of the result */
  async bihuan(...args: string[]): Promise<string[]> {
    return (await runProgram(['src/apps/cli.ts', ...args], { BIHUAN_DATA: this.#data })).trim().split('\n')
  }

  /** @returns the address */
  async serve(): Promise<string> {
    this.#program = startProgram(['src/apps/cli.ts', 'serve'], {
      ...{ PORT: '0', BIHUAN_DATA: this.#data, BIHUAN_LOG: 'error' },
      // Started so, it ends by itself when its parent is gone, however that went.
      npm_lifecycle_event: 'e2e',
    })
    const [, address = ''] = await this.#program.said(/Bihuan is ready: (\S+)\/desk/)
    return address
  }

  async close(): Promise<void> {
    this.#program?.process.kill('SIGTERM')
    await this.#program?.exited
    rmSync(this.#dir, { recursive: true, force: true })
  }
}
