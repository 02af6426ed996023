import { useRef, useState } from 'react'
import { newId } from '#ui/new-id.ts'
import { dropUploaded, uploadFile } from '#ui/upload.ts'
import { MOST_PICTURES } from '../../schema.ts'

export type Picture = {
  key: string
  file: File
  /** What shows it on the page. */
  url: string
  state: 'going' | 'there' | 'failed'
  error?: unknown
}

export type Pictures = {
  list: readonly Picture[]
  add: (files: readonly File[]) => void
  remove: (key: string) => void
  clear: () => void
  /** The uploads' ids, when all of them are there. @throws what one of them failed by */
  uploadIds: () => Promise<string[]>
}

/** What the program can free of where it was taken; HEIC it cannot. */
export const ACCEPTED = ['image/jpeg', 'image/png', 'image/webp', 'image/gif']

/** Pictures of one registration: each is sent as soon as it is there, while the rest is typed. */
export function usePictures(): Pictures {
  const [list, setList] = useState<readonly Picture[]>([])
  const sent = useRef(new Map<string, Promise<string>>())
  const set = (key: string, changed: Partial<Picture>) =>
    setList((before) => before.map((each) => (each.key === key ? { ...each, ...changed } : each)))
  const send = (key: string, file: File) => {
    const sending = uploadFile(file)
    sent.current.set(key, sending)
    sending.then(
      () => set(key, { state: 'there' }),
      (error: unknown) => set(key, { state: 'failed', error }),
    )
  }
  // It says where it was taken, and by whom: nobody keeps what is not registered.
  const takeBack = (key: string) => {
    sent.current.get(key)?.then(dropUploaded, () => undefined)
    sent.current.delete(key)
  }
  return {
    list,
    add: (files) => {
      const added = files
        .slice(0, MOST_PICTURES - list.length)
        .map((file): Picture => ({ key: newId(), file, url: URL.createObjectURL(file), state: 'going' }))
      setList((before) => [...before, ...added])
      for (const { key, file } of added) send(key, file)
    },
    remove: (key) => {
      const gone = list.find((each) => each.key === key)
      if (gone) URL.revokeObjectURL(gone.url)
      takeBack(key)
      setList((before) => before.filter((each) => each.key !== key))
    },
    clear: () => {
      for (const { key, url } of list) {
        URL.revokeObjectURL(url)
        takeBack(key)
      }
      setList([])
    },
    uploadIds: () => Promise.all(list.map(({ key }) => sent.current.get(key) ?? Promise.reject())),
  }
}
