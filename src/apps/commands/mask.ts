import { readFileSync } from 'node:fs'
import { type Masked, type MaskKind, type MaskOptions, masker } from '#platform/masking/index.ts'
import type { Command, CommandIo } from './command.ts'
import { readArgs } from './expected-errors.ts'
import { CannotError, told } from './in-county.ts'

const usage = `bihuan mask [--marks] [--full] [--known 文件] [--allow 文件] < 原文 > 脱敏后
  --marks       写明隐去的是什么，如【姓名】 · says what was masked instead of showing part of it
  --full        一律全部隐去 · hides everything, surnames and last digits too
  --known FILE  一定是人名的，每行一个 · names that certainly are of people, one a line
  --allow FILE  照原样保留的（单位、地名、公开电话），每行一个 · what stays as written, one a line`

const options = {
  marks: { type: 'boolean', default: false },
  full: { type: 'boolean', default: false },
  known: { type: 'string' },
  allow: { type: 'string' },
} as const

const words: Readonly<Record<MaskKind, string>> = {
  name: '姓名',
  phone: '电话',
  identity: '证件号',
  bank: '账号',
  plate: '车牌',
  email: '邮箱',
  account: '网络账号',
  address: '住址',
  birth: '出生日期',
  passport: '护照号',
}

/** What a decoder puts where the bytes are no UTF-8. */
const UNREADABLE = '\ufffd'

const notUtf8 =
  '输入不是 UTF-8 文字，余下部分没有处理：请先转换编码（如 iconv -f GB18030 -t UTF-8）。\n' +
  'The input is not UTF-8; the rest was not masked: convert it first.'

/** Exit code: 0 masked, 1 not readable, 2 the command is wrong. Works line by line, without a database. */
export const command: Command = {
  name: 'mask',
  usage: '给文字脱敏：读标准输入，写标准输出 · masks text: reads standard input, writes it masked',
  run: (args, io) =>
    told(io, async () => {
      const { values } = readArgs(usage, { args, options })
      await maskLines(io, values.marks, {
        full: values.full,
        ...(values.known ? { known: linesOf(values.known) } : {}),
        ...(values.allow ? { allow: linesOf(values.allow) } : {}),
      })
      return 0
    }),
}

async function maskLines({ input, out }: CommandIo, isMarked: boolean, given: MaskOptions): Promise<void> {
  const mask = masker(given)
  const maskLine = (line: string) => (isMarked ? marked(line, mask(line)) : mask(line).text)
  let begun = ''
  // As it comes in, whole lines at a time: a single write for each line would cost more than masking it.
  for await (const piece of input.setEncoding('utf8') as AsyncIterable<string>) {
    if (piece.includes(UNREADABLE)) throw new CannotError(notUtf8)
    const lines = (begun + piece).split('\n')
    begun = lines.pop()!
    if (lines.length > 0) out(lines.map(maskLine).join('\n'))
  }
  if (begun !== '') out(maskLine(begun))
}

function marked(line: string, { hits }: Masked): string {
  let made = ''
  let kept = 0
  for (const { kind, from, to } of hits) {
    made += `${line.slice(kept, from)}【${words[kind]}】`
    kept = to
  }
  return made + line.slice(kept)
}

const linesOf = (file: string): string[] => readFileSync(file, 'utf8').split(/\r?\n/)
