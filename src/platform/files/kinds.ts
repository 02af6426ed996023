/** What may be stored, as the bytes say it, never the name. Everything else is refused: zip, svg, html, programs. */
export type FileKind = {
  mime: string
  /** The first one is given to a file whose name has another. */
  extensions: readonly string[]
  group: 'picture' | 'document' | 'video' | 'audio'
  /** Shown in the browser; everything else is saved. */
  inline: boolean
}

const ooxml = 'application/vnd.openxmlformats-officedocument'

export const fileKinds: readonly FileKind[] = [
  { mime: 'image/jpeg', extensions: ['jpg', 'jpeg', 'jfif'], group: 'picture', inline: true },
  { mime: 'image/png', extensions: ['png'], group: 'picture', inline: true },
  { mime: 'image/webp', extensions: ['webp'], group: 'picture', inline: true },
  { mime: 'image/gif', extensions: ['gif'], group: 'picture', inline: true },
  { mime: 'image/heic', extensions: ['heic', 'heif'], group: 'picture', inline: true },
  { mime: 'image/heif', extensions: ['heif', 'heic'], group: 'picture', inline: true },
  { mime: 'application/pdf', extensions: ['pdf'], group: 'document', inline: true },
  { mime: `${ooxml}.wordprocessingml.document`, extensions: ['docx'], group: 'document', inline: false },
  { mime: `${ooxml}.spreadsheetml.sheet`, extensions: ['xlsx'], group: 'document', inline: false },
  { mime: `${ooxml}.presentationml.presentation`, extensions: ['pptx'], group: 'document', inline: false },
  { mime: 'application/msword', extensions: ['doc', 'wps'], group: 'document', inline: false },
  { mime: 'application/vnd.ms-excel', extensions: ['xls', 'et'], group: 'document', inline: false },
  { mime: 'application/vnd.ms-powerpoint', extensions: ['ppt', 'dps'], group: 'document', inline: false },
  { mime: 'text/plain', extensions: ['txt', 'csv'], group: 'document', inline: false },
  { mime: 'text/csv', extensions: ['csv', 'txt'], group: 'document', inline: false },
  { mime: 'video/mp4', extensions: ['mp4', 'm4v'], group: 'video', inline: true },
  // What an iPhone records and sends.
  { mime: 'video/quicktime', extensions: ['mov'], group: 'video', inline: true },
  { mime: 'audio/mpeg', extensions: ['mp3'], group: 'audio', inline: false },
  { mime: 'audio/mp4', extensions: ['m4a'], group: 'audio', inline: false },
  { mime: 'audio/amr', extensions: ['amr'], group: 'audio', inline: false },
  { mime: 'audio/wav', extensions: ['wav'], group: 'audio', inline: false },
]

/** The same thing under another name, as the detector says it. */
const aliases: Readonly<Record<string, string>> = {
  'image/apng': 'image/png',
  'audio/x-m4a': 'audio/mp4',
}

const byMime = new Map(fileKinds.map((kind) => [kind.mime, kind]))

/** The kind of a detected or stored type; undefined when it may not be stored. */
export const findKind = (mime: string): FileKind | undefined => byMime.get(aliases[mime] ?? mime)
