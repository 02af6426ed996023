import assert from 'node:assert/strict'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { clearGround, type KillGround, killRound, layGround } from '#tests/support/kill-round.ts'

/** The program killed while people act; `node tests/faults/kill-rounds.ts --times 20` does it many times more. */
const onLinux = { skip: existsSync('/proc/self/cwd') ? false : 'needs /proc' }

const seed = Date.now()
let ground: KillGround
before(async () => {
  if (onLinux.skip) return
  ground = await layGround(mkdtempSync(join(tmpdir(), 'bihuan-kill-')), seed)
})
after(async () => {
  if (ground) await clearGround(ground)
})

for (const killing of ['server', 'server and postmaster'] as const)
  test(
    `${killing} killed while eight people act: what was acknowledged is there once, nothing is half done`,
    onLinux,
    async (t) => {
      t.diagnostic(`seed ${seed}`)
      const round = await killRound(ground, killing)
      assert.ok(round.acknowledged > 20)
    },
  )
