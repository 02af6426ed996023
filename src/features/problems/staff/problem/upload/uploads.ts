import { useRef, useState } from 'react'
import { Upload } from 'tus-js-client'
import { newId } from '../new-id.ts'
import { uploadTrouble } from './trouble.ts'

/** Words of the catalogue that say what went wrong with one file. */
export type Trouble = 'tooLarge' | 'wrongType' | 'boundary' | 'network' | 'signedOut' | 'server' | 'empty'

export type Uploading = {
  key: string
  file: File
  /** 0 to 1. */
  share: number
  state: 'going' | 'uploaded' | 'failed' | 'sent'
  trouble?: Trouble
  advice?: string
  uploadId?: string
  /** Made once a file, so that submitting again adds it once. */
  commandId: string
}

const ENDPOINT = '/api/v1/uploads'
const RETRIES_MS = [0, 1000, 3000, 5000]
/** Small enough that a village's connection loses little when it breaks. */
const CHUNK = 2 * 1024 * 1024

/** Files on their way up: each begins at once, goes on where it broke off, and waits to be submitted. */
export function useUploads() {
  const [uploads, setUploads] = useState<Uploading[]>([])
  const running = useRef(new Map<string, Upload>())
  const set = (key: string, change: Partial<Uploading>) =>
    setUploads((before) => before.map((u) => (u.key === key ? { ...u, ...change } : u)))

  const begin = (file: File): Uploading => {
    const key = newId()
    const base = { key, file, share: 0, commandId: newId() }
    if (file.size === 0) return { ...base, state: 'failed', trouble: 'empty' }
    const upload = new Upload(file, {
      endpoint: ENDPOINT,
      chunkSize: CHUNK,
      retryDelays: RETRIES_MS,
      removeFingerprintOnSuccess: true,
      metadata: { filename: file.name, filetype: file.type },
      onShouldRetry: (error) => uploadTrouble(error).trouble === 'network',
      onProgress: (sent, all) => set(key, { share: all > 0 ? sent / all : 0 }),
      onSuccess: () => set(key, { state: 'uploaded', share: 1, uploadId: idIn(upload.url) }),
      onError: (error) => set(key, { state: 'failed', ...uploadTrouble(error) }),
    })
    running.current.set(key, upload)
    void startOrResume(upload)
    return { ...base, state: 'going' }
  }

  return {
    uploads,
    add: (files: Iterable<File>) => {
      const begun = [...files].map(begin)
      setUploads((before) => [...before, ...begun])
    },
    again: (key: string) => {
      set(key, { state: 'going', trouble: undefined, advice: undefined })
      running.current.get(key)?.start()
    },
    remove: (key: string) => {
      void running.current.get(key)?.abort()
      running.current.delete(key)
      setUploads((before) => before.filter((u) => u.key !== key))
    },
    set,
  }
}

/** The same file chosen again after a broken connection or a closed page goes on where it stopped. */
async function startOrResume(upload: Upload): Promise<void> {
  const [before] = await upload.findPreviousUploads().catch(() => [])
  if (before) upload.resumeFromPreviousUpload(before)
  upload.start()
}

const idIn = (url: string | null): string | undefined => url?.split('?')[0]?.split('/').filter(Boolean).at(-1)
