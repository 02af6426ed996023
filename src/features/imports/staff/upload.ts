import { DetailedError, Upload } from 'tus-js-client'
import { ApiError, BASE, type Trouble } from '#ui/api.ts'

const RETRIES_MS = [0, 1000, 3000, 5000]
const CHUNK = 2 * 1024 * 1024

/**
 * Sends a file up, going on where a broken connection stopped. `progress` gets 0 to 1. Resolves to the upload's id;
 * rejects with ApiError, or with AbortError's reason when the signal is raised.
 */
export function uploadFile(
  file: File,
  progress: (share: number) => void,
  signal: AbortSignal,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const upload = new Upload(file, {
      endpoint: `${BASE}/uploads`,
      chunkSize: CHUNK,
      retryDelays: RETRIES_MS,
      storeFingerprintForResuming: false,
      headers: { 'x-requested-with': 'bihuan' },
      metadata: { filename: file.name, filetype: file.type },
      // Only what may pass by itself: an answer of the server is an answer.
      onShouldRetry: (error) => troubleIn(error).status === 0,
      onProgress: (sent, all) => progress(all > 0 ? sent / all : 0),
      onSuccess: () => resolve(idIn(upload.url)),
      onError: (error) => reject(troubleIn(error)),
    })
    signal.addEventListener('abort', () => {
      void upload.abort()
      reject(signal.reason)
    })
    upload.start()
  })
}

const idIn = (url: string | null): string => url?.split('?')[0]?.split('/').filter(Boolean).at(-1) ?? ''

function troubleIn(error: Error): ApiError {
  const response = error instanceof DetailedError ? error.originalResponse : undefined
  if (!response) return new ApiError(0, { code: 'offline' })
  const status = response.getStatus()
  try {
    const answer = JSON.parse(response.getBody()) as { error?: Trouble; requestId?: string }
    if (answer.error) return new ApiError(status, answer.error, answer.requestId)
  } catch {
    // Not the program's answer: a gateway's page, or none.
  }
  if (status === 413) return new ApiError(status, { code: 'too_large' })
  return new ApiError(status, status === 401 ? { code: 'not_signed_in' } : { code: 'internal' })
}
