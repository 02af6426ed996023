import { newId } from '#platform/ids.ts'
import { always, type Example, type Examples } from '../example.ts'
import { type Scene, sendFile } from '../scene.ts'

const tus = { 'tus-resumable': '1.0.0' }
const begin = {
  ...{ ...tus, 'upload-length': '3' },
  'upload-metadata': `filename ${Buffer.from('说明.txt').toString('base64')}`,
}

/** An upload is its sender's alone: here the village clerk's, begun anew for whoever asks. */
export function fileExamples({ house, clerk }: Scene): Examples {
  const upload =
    (asking: { headers: Record<string, string>; payload?: string }): Example =>
    async () => ({ params: { id: await sendFile(house, clerk, '说明.txt') }, ...asking })
  const bytes = { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }
  return {
    'POST /api/v1/uploads': always({ headers: begin }),
    'OPTIONS /api/v1/uploads': always({ headers: tus }),
    'HEAD /api/v1/uploads/:id': upload({ headers: tus }),
    'PATCH /api/v1/uploads/:id': upload({ headers: { ...tus, ...bytes }, payload: `${newId()}`.slice(0, 3) }),
    'DELETE /api/v1/uploads/:id': upload({ headers: tus }),
  }
}
