import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { call, confirmedHeaders } from '#ui/api.ts'
import { newId } from '#ui/new-id.ts'
import { confirmImport, type ImportAnswer, type ImportKind, type Preview, previewImport } from '../api.ts'
import { uploadFile } from './upload.ts'

/** Where an import is. `file` says what went wrong before anything was sent. */
export type Stage =
  | { at: 'choosing'; error?: unknown; file?: 'wrongType' | 'emptyFile' }
  | { at: 'uploading'; share: number }
  | { at: 'checking' }
  | { at: 'checked'; preview: Preview; error?: unknown }
  | { at: 'importing'; preview: Preview }
  | { at: 'done'; answer: ImportAnswer; uploadId: string }

const READABLE = /\.(xlsx|csv)$/i

/** One file's way: chosen, sent up, checked row by row, imported. Nothing is written before the last step. */
export function useImporting(kind: ImportKind) {
  const client = useQueryClient()
  const [stage, setStage] = useState<Stage>({ at: 'choosing' })
  const confirmed = useRef<string[]>([])
  const running = useRef<AbortController>(undefined)
  /** Made once a checked file: a second press, or one after a lost answer, imports it once. */
  const commandId = useRef('')
  const headers = () => confirmedHeaders(confirmed.current)

  const check = async (uploadId: string) => {
    setStage({ at: 'checking' })
    const preview = await call(previewImport, { params: { kind }, body: { uploadId }, headers: headers() })
    commandId.current = newId()
    setStage({ at: 'checked', preview })
  }

  const choose = async (file: File) => {
    if (!READABLE.test(file.name)) return setStage({ at: 'choosing', file: 'wrongType' })
    if (file.size === 0) return setStage({ at: 'choosing', file: 'emptyFile' })
    confirmed.current = []
    const controller = new AbortController()
    running.current = controller
    setStage({ at: 'uploading', share: 0 })
    try {
      const progress = (share: number) => setStage({ at: 'uploading', share })
      await check(await uploadFile(file, progress, controller.signal))
    } catch (error) {
      if (!controller.signal.aborted) setStage({ at: 'choosing', error })
    }
  }

  const confirm = async (preview: Preview, keys: string[]) => {
    confirmed.current = [...new Set([...confirmed.current, ...keys])]
    try {
      await check(preview.uploadId)
    } catch (error) {
      setStage({ at: 'checked', preview, error })
    }
  }

  const write = async (preview: Preview) => {
    setStage({ at: 'importing', preview })
    const body = {
      commandId: commandId.current,
      uploadId: preview.uploadId,
      goodOnly: preview.bad.length > 0,
    }
    try {
      const answer = await call(confirmImport, { params: { kind }, body, headers: headers() })
      setStage({ at: 'done', answer, uploadId: preview.uploadId })
      void client.invalidateQueries()
    } catch (error) {
      setStage({ at: 'checked', preview, error })
    }
  }

  const restart = () => {
    running.current?.abort()
    setStage({ at: 'choosing' })
  }
  return { stage, choose, confirm, write, restart }
}

export type Importing = ReturnType<typeof useImporting>
