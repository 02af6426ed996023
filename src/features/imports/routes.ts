import type { FastifyRequest } from 'fastify'
import type { Actor } from '#features/accounts/index.ts'
import type { AppealKeys } from '#features/appeals/index.ts'
import { dropUpload } from '#features/files/index.ts'
import { CONFIRMED_HEADER, confirmedKeys } from '#platform/boundary/index.ts'
import type { Database } from '#platform/database/transaction.ts'
import { type FileStore, sendMade } from '#platform/files/index.ts'
import { WORKBOOK } from '#platform/http/endpoint.ts'
import { ANSWERED, type Route } from '#platform/http/route.ts'
import { newId } from '#platform/ids.ts'
import { Refused } from '#platform/refusal.ts'
import type { Sealing } from '#platform/sealing/index.ts'
import { writeTemplate } from '#platform/sheets/template.ts'
import { takeTurns } from '#platform/turns.ts'
import type { Worlds } from '#platform/world.ts'
import { badRowOf, sampleOf } from './answers.ts'
import { confirmImport, type ImportKind, importBadRows, importTemplate, previewImport } from './api.ts'
import { importFile, previewFile, type SheetFile } from './import-file.ts'
import { importerOf, importingAs } from './kinds.ts'
import type { Reading, Unreadable } from './reading.ts'
import { withUpload } from './uploads.ts'
import { writeRejected } from './write-rejected.ts'

export type ImportsDeps = {
  database: Database
  worlds: Worlds
  store: FileStore
  sealing: Sealing
  /** Seals who brought up an appeal. */
  appealKeys: AppealKeys
  /** After a commit that changed organisations, people or the ledger: what is kept in memory is old. */
  changed(countyId: number): void
}

/** Reading takes a worker with a heap of its own: so many at once, so many wait. */
const READERS = { atOnce: 2, waiting: 20 }
const SAMPLE = 10

/** Excel in: preview, import, the empty template, and the bad rows to put right. */
export function importsRoutes(route: Route<Actor>, deps: ImportsDeps): void {
  const { database, worlds } = deps
  const turn = takeTurns(READERS)

  /** The actor's upload as a file to import, once it is its turn. */
  const onFile = <T>(
    { actor, now, request }: { actor: Actor; now: Date; request: FastifyRequest },
    kind: ImportKind,
    uploadId: string,
    work: (file: SheetFile) => Promise<T>,
  ): Promise<T> => {
    const by = importingAs(actor, kind)
    return turn(() =>
      withUpload(deps, actor, uploadId, async (path, { fileName, sha256: fileHash }) => {
        const { countyId } = actor
        const world = await worlds.of(countyId, now)
        const confirmed = confirmedKeys(request.headers[CONFIRMED_HEADER])
        const { sealing, appealKeys } = deps
        return work({ countyId, by, kind, world, sealing, appealKeys, path, fileName, fileHash, confirmed })
      }),
    )
  }

  route(previewImport, ({ params: { kind }, body: { uploadId } }, { actor, ...context }) =>
    onFile({ ...context, actor }, kind, uploadId, async (file) => {
      const reading = readable(await previewFile(database, file))
      const { definition, total, good, bad, outcome } = reading
      const kept = await keepOrDrop(deps, actor, uploadId, reading)
      return {
        ...{ uploadId, kind, fileName: file.fileName, total },
        ...{ good: good.length, changed: outcome.changed, unchanged: outcome.unchanged },
        ...{ kept, bad: bad.map(badRowOf) },
        sample: good.slice(0, SAMPLE).map(({ value }) => sampleOf(definition, value)),
      }
    }),
  )

  route(confirmImport, ({ params: { kind }, body }, context) =>
    onFile(context, kind, body.uploadId, async (file) => {
      const imported = await importFile(database, { ...file, ...body })
      if ('problem' in imported) throw unreadable(imported)
      if (imported.reading) await keepOrDrop(deps, context.actor, body.uploadId, imported.reading)
      if (!imported.answer) throw badRows(imported.reading?.bad ?? [])
      if (imported.answer.created + imported.answer.changed > 0) deps.changed(file.countyId)
      // It names who spoke: what was taken from it lies sealed, and nothing else is kept.
      if (kind === 'appeals') await dropOwn(deps, context.actor, body.uploadId)
      return imported.answer
    }),
  )

  route(importTemplate, async ({ params: { kind } }, { actor, countyId, now, reply }) => {
    const by = importingAs(actor, kind)
    const world = await worlds.of(countyId, now)
    const importer = importerOf(database, { countyId, by, world, commandId: newId() }, kind)
    const definition = await database.read(countyId, (tx) => importer.sheet(tx))
    await sendMade(reply, {
      fileName: `${definition.title}导入模板.xlsx`,
      mime: WORKBOOK,
      make: (path) => writeTemplate(definition, path),
    })
    return ANSWERED
  })

  route(importBadRows, ({ params: { kind }, query: { upload } }, context) =>
    onFile(context, kind, upload, async (file) => {
      const reading = readable(await previewFile(database, file))
      await keepOrDrop(deps, context.actor, upload, reading)
      await sendMade(context.reply, {
        fileName: `${reading.definition.title}导入-待改正.xlsx`,
        mime: WORKBOOK,
        make: (path) => writeRejected(file, reading, path),
      })
      return ANSWERED
    }),
  )
}

/** Neither text nor file of what may not be here is kept (domain.md 7.5); what is only asked about is. */
async function keepOrDrop(
  deps: ImportsDeps,
  { countyId, personId }: Actor,
  uploadId: string,
  { hits }: Reading<unknown>,
): Promise<boolean> {
  if (personId === null || !hits.some(({ action }) => action === 'refuse')) return true
  await dropUpload(deps, countyId, personId, uploadId)
  return false
}

async function dropOwn(deps: ImportsDeps, { countyId, personId }: Actor, uploadId: string): Promise<void> {
  if (personId !== null) await dropUpload(deps, countyId, personId, uploadId)
}

function readable<R>(read: Reading<R> | Unreadable): Reading<R> {
  if ('problem' in read) throw unreadable(read)
  return read
}

const unreadable = ({ problem: { code, message } }: Unreadable): Refused =>
  new Refused({
    code: 'invalid',
    issues: [{ path: 'uploadId', reason: `sheet_${code}`, detail: message }],
  })

/** Told again in short: the preview has them all. */
const badRows = (bad: Reading<unknown>['bad']): Refused =>
  new Refused({
    code: 'invalid',
    issues: bad.slice(0, 50).map(({ line, reason }) => ({
      path: `rows.${line}`,
      reason: 'bad_row',
      detail: reason,
    })),
  })
