import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cleanFileName, savedName } from './index.ts'

test('a sent name becomes one that can be read', () => {
  const names: Record<string, string> = {
    '整改 情况.docx': '整改 情况.docx',
    '../../etc/passwd': 'passwd',
    'C:\\fakepath\\照片.jpg': '照片.jpg',
    'a\0b\nc.pdf': 'abc.pdf',
    '\u202egpj.exe\u2066': 'gpj.exe',
    '...htaccess': 'htaccess',
    '/': '未命名文件',
    '': '未命名文件',
    [`${'照'.repeat(300)}.jpg`]: `${'照'.repeat(116)}.jpg`,
    ['😀'.repeat(300)]: '😀'.repeat(120),
  }
  for (const [sent, kept] of Object.entries(names)) assert.equal(cleanFileName(sent), kept)
})

test('a file is saved under an extension of its type', () => {
  assert.equal(savedName('run.bat', 'text/plain'), 'run.bat.txt')
  assert.equal(savedName('照片.JPEG', 'image/jpeg'), '照片.JPEG')
  assert.equal(savedName('报告.docx', 'application/pdf'), '报告.docx.pdf')
  assert.equal(savedName('表.csv', 'text/plain'), '表.csv')
  assert.equal(savedName('a:b?c*.txt. ', 'text/plain'), 'a_b_c_.txt')
})

test('whatever is sent, the name is short, visible and no path', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (sent) => {
      const name = cleanFileName(sent)
      assert.ok(name.length > 0 && [...name].length <= 120)
      assert.doesNotMatch(name, /[\\/\p{Cc}\p{Cf}]/u)
      assert.equal(cleanFileName(name), name)
    }),
    { numRuns: 1_000 },
  )
})
