import { SaxesParser } from 'saxes'
import { sheetProblem } from '../problems.ts'

export type Attributes = Record<string, string>

/** Names come without their prefix: some programs write `<x:row>`. */
export type XmlVisitor = {
  open?(name: string, attributes: Attributes): void
  text?(text: string): void
  close?(name: string): void
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1)

/**
 * Walks a part as it inflates and yields after each chunk, so that the caller can hand on what it has collected.
 * A document type is refused: no part needs one, and entities would expand without end.
 * @throws SheetProblem damaged
 */
export async function* walkXml(chunks: AsyncIterable<Buffer>, visitor: XmlVisitor): AsyncGenerator<void> {
  // Why not exceljs's reader: it decodes each chunk by itself, which breaks every Chinese character that crosses a
  // boundary (10 rows of 20,000), unescapes texts twice, and loses date styles that stand behind the sheet.
  const decoder = new TextDecoder()
  const parser = new SaxesParser<{ xmlns?: false; position: boolean }>({ position: false })
  let failure: unknown
  parser.on('error', (error) => {
    failure ??= error
  })
  parser.on('doctype', () => {
    failure ??= new Error('document type')
  })
  parser.on('opentag', (tag) => visitor.open?.(local(tag.name), tag.attributes))
  parser.on('text', (text) => visitor.text?.(text))
  parser.on('cdata', (text) => visitor.text?.(text))
  parser.on('closetag', (tag) => visitor.close?.(local(tag.name)))
  for await (const chunk of chunks) {
    parser.write(decoder.decode(chunk, { stream: true }))
    if (failure) throw sheetProblem('damaged')
    yield
  }
  parser.write(decoder.decode())
  parser.close()
  if (failure) throw sheetProblem('damaged')
  yield
}

/** Walks a small part to its end. */
export async function walkWholeXml(chunks: AsyncIterable<Buffer>, visitor: XmlVisitor): Promise<void> {
  for await (const _ of walkXml(chunks, visitor));
}
