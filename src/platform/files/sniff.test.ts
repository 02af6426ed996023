import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import exceljs from 'exceljs'
import fc from 'fast-check'
import { readFileTexts, sniffFile } from './index.ts'
import { compound, gif, heic, jpeg, mp4, office, pdf, png, summary, webp, zip } from './samples.ts'

const dir = mkdtempSync(join(tmpdir(), 'files-'))
after(() => rmSync(dir, { recursive: true }))
const path = join(dir, 'file')

const sniff = async (content: string | Buffer) => {
  writeFileSync(path, content)
  const sniffed = await sniffFile(path)
  return 'mime' in sniffed ? sniffed.mime : sniffed.fault
}
const texts = async (content: Buffer) => {
  const mime = await sniff(content)
  return readFileTexts(path, mime)
}
/** GB 18030, as older Chinese programs write. */
const gb = (hex: string) => Buffer.from(hex, 'hex')
const ooxml = 'application/vnd.openxmlformats-officedocument'

test('what may be stored is known by its bytes', async () => {
  const long = Buffer.alloc(5_000)
  const known: [content: string | Buffer, mime: string][] = [
    [jpeg(), 'image/jpeg'],
    [png(), 'image/png'],
    [gif(), 'image/gif'],
    [webp(), 'image/webp'],
    [heic(), 'image/heic'],
    [pdf(), 'application/pdf'],
    [office('docx'), `${ooxml}.wordprocessingml.document`],
    [office('xlsx'), `${ooxml}.spreadsheetml.sheet`],
    [office('pptx'), `${ooxml}.presentationml.presentation`],
    [compound({ WordDocument: long }), 'application/msword'],
    [compound({ Workbook: long }), 'application/vnd.ms-excel'],
    [compound({ 'PowerPoint Document': long }), 'application/vnd.ms-powerpoint'],
    [mp4(), 'video/mp4'],
    [mp4('qt  '), 'video/quicktime'],
    [mp4('M4A '), 'audio/mp4'],
    [Buffer.from('#!AMR\n1234567890'), 'audio/amr'],
    [Buffer.from('RIFF\x24\0\0\0WAVEfmt \x10\0\0\0', 'latin1'), 'audio/wav'],
    [
      Buffer.concat([Buffer.from('ID3\x03\0\0\0\0\0\0', 'latin1'), Buffer.from([0xff, 0xfb, 0x90, 0]), long]),
      'audio/mpeg',
    ],
    ['整改情况说明。\n第一条，略。', 'text/plain'],
    ['编号,单位\n1,柳河村\n2,桃源村\n', 'text/csv'],
    ['编号;"单位;村"\r\n1;"柳河\n村"\r\n', 'text/csv'],
    [Buffer.from('\ufeff编号\t单位\n1\t柳河村\n', 'utf16le'), 'text/csv'],
    [gb('d5fbb8c4c7e9bff60a'), 'text/plain'],
  ]
  for (const [content, mime] of known) assert.equal(await sniff(content), mime, mime)
})

test('a workbook of the import template is one', async () => {
  const book = new exceljs.Workbook()
  book.addWorksheet('问题').addRow(['编号', '机密★'])
  book.title = '问题导入'
  assert.equal(await sniff(Buffer.from(await book.xlsx.writeBuffer())), `${ooxml}.spreadsheetml.sheet`)
  const found = await readFileTexts(path, `${ooxml}.spreadsheetml.sheet`)
  assert.ok(found.properties?.includes('问题导入'), JSON.stringify(found))
  assert.ok(found.properties?.includes('问题'), JSON.stringify(found))
})

test('everything else is refused, whatever it calls itself', async () => {
  const long = Buffer.alloc(5_000)
  const refused: [content: string | Buffer, fault: string][] = [
    ['', 'empty'],
    [zip({ 'a.txt': 'hello' }), 'type'],
    [zip({ 'META-INF/MANIFEST.MF': '' }), 'type'],
    [zip({ 'a.txt': 'hello' }).subarray(0, 30), 'damaged'],
    [office('docx').subarray(0, 200), 'damaged'],
    [office('docx', { more: { 'word/vbaProject.bin': 'x' } }), 'macros'],
    [
      zip({ '[Content_Types].xml': '<Override ContentType="vnd.ms-word.document.macroEnabled.main+xml"/>' }),
      'macros',
    ],
    [office('xlsx', { more: { 'xl/macrosheets/sheet1.xml': 'x' } }), 'macros'],
    [compound({ WordDocument: long, Macros: long }), 'macros'],
    [compound({ EncryptedPackage: long }), 'encrypted'],
    [compound({ '!_StringData': long }), 'type'],
    [compound({ WordDocument: long }).subarray(0, 100), 'damaged'],
    ['<!DOCTYPE html><html><script>alert(1)</script></html>', 'type'],
    ['\ufeff  \n<b onmouseover=alert(1)>', 'type'],
    ['<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', 'type'],
    ['<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'type'],
    ['#!/bin/sh\nrm -rf /\n', 'type'],
    ['@echo off\r\nformat c:\r\n', 'type'],
    ['{\\rtf1 hello}', 'type'],
    ['%!PS-Adobe-3.0', 'type'],
    [Buffer.concat([Buffer.from('MZ'), long]), 'type'],
    [Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01', 'latin1'), long]), 'type'],
    [Buffer.from('文字\0文字'), 'type'],
    [Buffer.from([0xff, 0xff, 0xff, 1, 2, 3]), 'type'],
    [Buffer.from('Rar!\x1a\x07\x00', 'latin1'), 'type'],
  ]
  for (const [content, fault] of refused)
    assert.equal(await sniff(content), fault, content.slice(0, 40).toString())
})

test('a page that begins like a picture is no picture; one hidden in a real picture is told', async () => {
  const page = Buffer.from('<html><script>alert(1)</script></html>')
  assert.equal(await sniff(Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), page])), 'damaged')
  assert.equal(await sniff(Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), page])), 'damaged')
  assert.equal(await sniff(`GIF89a/*${page}*/`), 'damaged')
  assert.deepEqual(await texts(jpeg({ comment: page.toString() })), { picture: [page.toString()] })
})

test('what people wrote about a file is found', async () => {
  const title = '机密★长期'
  const found = {
    picture: [
      jpeg({ description: title }),
      jpeg({ xmp: title }),
      jpeg({ caption: title }),
      jpeg({ comment: title }),
      ...[png({ plain: title }), png({ packed: title }), gif(title), webp(title), heic(title)],
    ],
    properties: [
      ...[office('docx', { title }), office('xlsx', { title }), office('xlsx', { sheet: title })],
      ...[pdf({ title }), pdf({ keywords: title }), pdf({ title, packed: true })],
      compound({ WordDocument: Buffer.alloc(5_000), '\x05SummaryInformation': summary(Buffer.from(title)) }),
      compound({
        Workbook: Buffer.alloc(5_000),
        '\x05SummaryInformation': Buffer.concat([summary(gb('bbfac3dca1efb3a4c6da')), Buffer.alloc(4_096)]),
      }),
    ],
    opening: [office('docx', { lines: ['', title, '正文'] }), office('docx', { header: title })],
    fileNames: [office('docx', { more: { [`word/embeddings/${title}.xlsx`]: 'x' } })],
  }
  for (const [part, files] of Object.entries(found))
    for (const [index, file] of files.entries()) {
      const all = (await texts(file))[part as keyof typeof found] ?? []
      assert.ok(
        all.some((text) => text.includes(title)),
        `${part} ${index}: ${JSON.stringify(all)}`,
      )
    }
})

test('what a file claims is bounded', async () => {
  const lines = Array.from({ length: 400 }, (_, n) => `第${n}行`.repeat(500))
  const found = await texts(office('docx', { lines, title: '长'.repeat(100_000) }))
  const all = Object.values(found).flat()
  assert.ok(all.length <= 300 && all.every((text) => text.length <= 500))
  const from = performance.now()
  await texts(Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.from('/Title (('.repeat(500_000))]))
  await texts(office('docx', { more: { 'word/header1.xml': '<w:p '.repeat(200_000) } }))
  await texts(office('xlsx', { more: { 'xl/sharedStrings.xml': '<si><t>'.repeat(200_000) } }))
  assert.ok(performance.now() - from < 20_000)
})

test('cut or altered files make no error', async () => {
  const long = Buffer.alloc(5_000)
  const whole = [
    ...[
      jpeg({ description: '说明', xmp: '说明', caption: '说明' }),
      png({ packed: '说明' }),
      gif('说明'),
      webp('说明'),
    ],
    ...[
      heic('说明'),
      pdf({ title: '说明', packed: true }),
      office('docx', { title: '说明', lines: ['说明'] }),
    ],
    compound({ WordDocument: long, '\x05SummaryInformation': summary(Buffer.from('说明')) }),
  ]
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...whole),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }),
      async (file, length, changes) => {
        const broken = Buffer.from(file.subarray(0, Math.ceil(file.length * length)))
        for (const [at, byte] of changes) if (broken.length > 0) broken[at % broken.length] = byte
        await texts(broken)
      },
    ),
    { numRuns: 400 },
  )
})
