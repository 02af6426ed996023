import { ImportKind } from '#features/imports/api.ts'
import { newId } from '#platform/ids.ts'
import type { Example, Examples } from '../example.ts'
import type { Scene, SheetKind } from '../scene.ts'

/** Everybody imports a list of their own; who may do so differs by kind. */
export function importExamples({ uploads }: Scene): Examples {
  const ofEachKind = (example: (kind: SheetKind) => Example): Record<string, Example> =>
    Object.fromEntries(ImportKind.options.map((kind) => [kind, example(kind)]))
  return {
    importTemplate: ofEachKind((kind) => () => ({ params: { kind } })),
    previewImport: ofEachKind((kind) => (asker) => ({
      params: { kind },
      body: { uploadId: uploads.sheet(asker, kind) },
    })),
    confirmImport: ofEachKind((kind) => (asker) => ({
      params: { kind },
      body: { commandId: newId(), uploadId: uploads.sheet(asker, kind), goodOnly: false },
    })),
    importBadRows: ofEachKind((kind) => (asker) => ({
      params: { kind },
      query: { upload: uploads.sheet(asker, kind) },
    })),
  }
}
