/**
 * `node tests/faults/kill-rounds.ts [--times 20] [--seed N]`: kills the program again and again while eight clients
 * act, on one data folder, and looks at everything after each time. Ends with 1 at the first fault.
 */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { clearGround, killings, killRound, layGround } from '#tests/support/kill-round.ts'

const { values } = parseArgs({
  options: {
    times: { type: 'string', default: '20' },
    seed: { type: 'string', default: String(Date.now()) },
  },
})
const times = Number(values.times)
console.log(`seed ${values.seed}`)
const ground = await layGround(mkdtempSync(join(tmpdir(), 'bihuan-kill-')), Number(values.seed))
try {
  for (let n = 0; n < times; n++) {
    const { killing, acknowledged, unanswered, readyAfterMs } = await killRound(
      ground,
      killings[n % killings.length]!,
    )
    console.log(
      `${n + 1}/${times} ${killing}: ${acknowledged} acknowledged, ${unanswered.done} done and ${unanswered.lost} not done ` +
        `of those unanswered, ready again after ${Math.round(readyAfterMs)} ms`,
    )
  }
} finally {
  await clearGround(ground)
}
