import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, test } from 'node:test'
import { command } from './mask.ts'

const dir = mkdtempSync(join(tmpdir(), 'mask-'))
after(() => rmSync(dir, { recursive: true, force: true }))

async function run(input: string | Buffer, ...args: string[]) {
  const out: string[] = []
  const err: string[] = []
  const io = { out: out.push.bind(out), err: err.push.bind(err), env: {}, input: Readable.from([input]) }
  const code = await command.run(args, io as never)
  return { code, out: out.join('\n'), err: err.join('\n') }
}

const text = '村民周桂英来电13800001234。\n\n同上。'

test('reads lines, writes them masked, empty ones too', async () => {
  const { code, out, err } = await run(text)
  assert.deepEqual([code, out, err], [0, '村民周*来电138****1234。\n\n同上。', ''])
})

test('--marks says what was masked, --full leaves nothing of it', async () => {
  assert.equal((await run(text, '--marks')).out, '村民【姓名】来电【电话】。\n\n同上。')
  assert.equal((await run(text, '--full')).out, '村民***来电***。\n\n同上。')
})

test('names that are known and what stays come from files', async () => {
  writeFileSync(join(dir, 'known'), '高兴\n')
  writeFileSync(join(dir, 'allow'), '13800001234\r\n')
  assert.equal((await run('高兴与方便通话', '--known', join(dir, 'known'))).out, '高*与方便通话')
  assert.equal((await run(text, '--allow', join(dir, 'allow'))).out, '村民周*来电13800001234。\n\n同上。')
})

test('other encodings are refused, wrong words answered with the usage', async () => {
  const other = await run(Buffer.from([0xb4, 0xe5, 0xc3, 0xf1]))
  assert.deepEqual([other.code, other.out], [1, ''])
  assert.match(other.err, /UTF-8/)
  assert.equal((await run('', '--names')).code, 2)
  assert.match((await run('', '--names')).err, /bihuan mask/)
})
