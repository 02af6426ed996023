import { useRef, useState } from 'react'
import { Upload } from 'tus-js-client'
import { BASE } from '#ui/api.ts'
import { newId } from '../new-id.ts'
import { type UploadTrouble, uploadTrouble } from './trouble.ts'

export type Uploading = {
  key: string
  file: File
  /** 0 to 1. */
  share: number
  state: 'going' | 'uploaded' | 'failed' | 'sent'
  trouble?: UploadTrouble
  uploadId?: string
  /** Made once a file, so that submitting again adds it once. */
  commandId: string
}

const ENDPOINT = `${BASE}/uploads`
const RETRIES_MS = [0, 1000, 3000, 5000]
/** Small enough that a village's connection loses little when it breaks. */
const CHUNK = 2 * 1024 * 1024

type Change = (change: Partial<Uploading>) => void

/** Files on their way up: each begins at once, goes on where it broke off, and waits to be submitted. */
export function useUploads() {
  const [uploads, setUploads] = useState<Uploading[]>([])
  const running = useRef(new Map<string, Upload>())
  const changing =
    (key: string): Change =>
    (change) =>
      setUploads((before) => before.map((u) => (u.key === key ? { ...u, ...change } : u)))

  const start = (key: string, file: File, confirmed?: string) => {
    const upload = makeUpload(file, confirmed, changing(key))
    running.current.set(key, upload)
    void startOrResume(upload)
  }
  const add = (files: Iterable<File>) => {
    const begun = [...files].map(beginning)
    setUploads((before) => [...before, ...begun])
    for (const { key, file, state } of begun) if (state === 'going') start(key, file)
  }
  return {
    uploads,
    add,
    again: (key: string) => {
      changing(key)({ state: 'going', trouble: undefined })
      running.current.get(key)?.start()
    },
    confirm: ({ key, file, trouble }: Uploading) => {
      changing(key)({ state: 'going', trouble: undefined })
      start(key, file, trouble?.ask)
    },
    remove: (key: string) => {
      void running.current.get(key)?.abort()
      running.current.delete(key)
      setUploads((before) => before.filter((u) => u.key !== key))
    },
    markSent: (key: string) => changing(key)({ state: 'sent' }),
  }
}

function beginning(file: File): Uploading {
  const base = { key: newId(), file, share: 0, commandId: newId() }
  return file.size === 0
    ? { ...base, state: 'failed', trouble: { code: 'file_empty' } }
    : { ...base, state: 'going' }
}

function makeUpload(file: File, confirmed: string | undefined, set: Change): Upload {
  const upload: Upload = new Upload(file, {
    endpoint: ENDPOINT,
    chunkSize: CHUNK,
    retryDelays: RETRIES_MS,
    removeFingerprintOnSuccess: true,
    headers: { 'x-requested-with': 'bihuan' },
    metadata: { filename: file.name, ...(confirmed && { confirmed }) },
    onShouldRetry: (error) => uploadTrouble(error).code === 'offline',
    onProgress: (sent, all) => set({ share: all > 0 ? sent / all : 0 }),
    onSuccess: () => set({ state: 'uploaded', share: 1, uploadId: idIn(upload.url) }),
    onError: (error) => set({ state: 'failed', trouble: uploadTrouble(error) }),
  })
  return upload
}

/** The same file chosen again after a broken connection or a closed page goes on where it stopped. */
async function startOrResume(upload: Upload): Promise<void> {
  const [before] = await upload.findPreviousUploads().catch(() => [])
  if (before) upload.resumeFromPreviousUpload(before)
  upload.start()
}

const idIn = (url: string | null): string | undefined => url?.split('?')[0]?.split('/').filter(Boolean).at(-1)
