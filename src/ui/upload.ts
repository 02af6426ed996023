import { DetailedError, Upload } from 'tus-js-client'
import { ApiError, BASE, type Trouble } from './api.ts'

/** Sends one file up, going on where a broken connection stopped. Resolves to the upload's id. */
export const uploadFile = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const upload = new Upload(file, {
      endpoint: `${BASE}/uploads`,
      chunkSize: 2 * 1024 * 1024,
      retryDelays: [0, 1000, 3000, 5000],
      storeFingerprintForResuming: false,
      headers: { 'x-requested-with': 'bihuan' },
      metadata: { filename: file.name, filetype: file.type },
      // Only what may pass by itself: an answer of the server is an answer.
      onShouldRetry: (error) => troubleIn(error).status === 0,
      onSuccess: () => resolve(upload.url?.split('?')[0]?.split('/').filter(Boolean).at(-1) ?? ''),
      onError: (error) => reject(troubleIn(error)),
    })
    upload.start()
  })

/** Takes back what was sent and is not wanted; what is gone already is gone, and what fails goes by itself after a day. */
export const dropUploaded = (id: string): Promise<unknown> =>
  fetch(`${BASE}/uploads/${id}`, {
    ...{ method: 'DELETE', credentials: 'same-origin', keepalive: true },
    headers: { 'tus-resumable': '1.0.0', 'x-requested-with': 'bihuan' },
  }).catch(() => undefined)

function troubleIn(error: Error): ApiError {
  const response = error instanceof DetailedError ? error.originalResponse : undefined
  if (!response) return new ApiError(0, { code: 'offline' })
  try {
    const answer = JSON.parse(response.getBody()) as { error?: Trouble }
    if (answer.error) return new ApiError(response.getStatus(), answer.error)
  } catch {
    // Not the program's answer: a gateway's page, or none.
  }
  return new ApiError(response.getStatus(), { code: 'internal' })
}
