import { refusal } from '#platform/http/openapi.ts'

/** The uploads for whoever reads the description of the API: tus 1.0, with what of it is used here (`routes.ts`). */

const text = { type: 'string' }
const number = { type: 'integer', minimum: 0 }
const header = (name: string, schema: object, required = true) => ({ name, in: 'header', required, schema })
const version = header('Tus-Resumable', { type: 'string', enum: ['1.0.0'] })
const tags = ['files']
const id = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }
const answered = (status: string, description: string, ...names: string[]) => ({
  [status]: {
    description,
    headers: Object.fromEntries(names.map((name) => [name, { schema: name === 'Location' ? text : number }])),
  },
  default: refusal,
})

export const uploadPaths = {
  '/uploads': {
    post: {
      operationId: 'createUpload',
      summary: 'Begins a resumable upload (tus 1.0); its address is in `Location`.',
      tags,
      parameters: [
        version,
        header('Upload-Length', number),
        // `filename`, and `confirmed` with keys of asking boundary rules; values in base64.
        header('Upload-Metadata', text),
      ],
      responses: answered('201', 'Begun.', 'Location'),
    },
  },
  '/uploads/{id}': {
    head: {
      operationId: 'askUpload',
      summary: 'How many bytes have come: where to go on after an interruption.',
      tags,
      parameters: [id, version],
      responses: answered('200', 'So far.', 'Upload-Offset', 'Upload-Length'),
    },
    patch: {
      operationId: 'sendUpload',
      summary: 'Sends bytes from an offset on. After the last the file is judged, and refused or kept.',
      tags,
      parameters: [id, version, header('Upload-Offset', number)],
      requestBody: {
        required: true,
        content: { 'application/offset+octet-stream': { schema: { type: 'string', format: 'binary' } } },
      },
      responses: answered('204', 'Taken.', 'Upload-Offset'),
    },
    delete: {
      operationId: 'dropUpload',
      summary: 'Drops an upload. What was made of a finished one stays.',
      tags,
      parameters: [id, version],
      responses: answered('204', 'Dropped.'),
    },
  },
}
