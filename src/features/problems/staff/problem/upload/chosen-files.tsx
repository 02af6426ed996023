import { Button, Progress } from 'antd'
import { useEffect, useState } from 'react'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { commonWords } from '#ui/words/index.ts'
import { bytes, usePageWords } from '../kit.tsx'
import { canGoOn } from './trouble.ts'
import type { Uploading, useUploads } from './uploads.ts'

type Files = ReturnType<typeof useUploads>

/** The files chosen, how far each is, and what to do where one failed. */
export function ChosenFiles({ files }: { files: Files }) {
  if (files.uploads.length === 0) return null
  return (
    <ul className="pp-files" aria-live="polite">
      {files.uploads.map((upload) => (
        <ChosenFile key={upload.key} upload={upload} files={files} />
      ))}
    </ul>
  )
}

function ChosenFile({ upload, files }: { upload: Uploading; files: Files }) {
  const t = usePageWords().upload
  return (
    <li className="pp-file">
      <Thumbnail file={upload.file} />
      <div className="pp-file-words">
        <p className="pp-file-name">
          {upload.file.name} <span className="pp-minor">{bytes(upload.file.size)}</span>
        </p>
        <p className={upload.state === 'failed' ? 'pp-fault' : 'pp-minor'}>
          <StateOf upload={upload} />
        </p>
        {upload.state === 'going' && (
          <Progress
            percent={Math.round(upload.share * 100)}
            size="small"
            showInfo={false}
            aria-label={upload.file.name}
          />
        )}
        {upload.trouble && canGoOn(upload.trouble) && (
          <Button size="small" onClick={() => files.again(upload.key)}>
            {t.again}
          </Button>
        )}
        {upload.trouble?.ask && (
          <Button size="small" onClick={() => files.confirm(upload)}>
            {t.confirm}
          </Button>
        )}
      </div>
      {upload.state !== 'sent' && (
        <Button
          size="small"
          type="text"
          aria-label={t.remove(upload.file.name)}
          onClick={() => files.remove(upload.key)}
        >
          ✕
        </Button>
      )}
    </li>
  )
}

function StateOf({ upload }: { upload: Uploading }) {
  const t = usePageWords().upload
  const { trouble } = useWords(commonWords)
  const format = useFormat()
  switch (upload.state) {
    case 'going':
      return t.going(format.percent(upload.share, 1))
    case 'uploaded':
      return t.uploaded
    case 'sent':
      return t.sent
    case 'failed':
      return `${t.failed} · ${{ ...trouble, ...t.troubles }[upload.trouble?.code ?? 'internal']}${upload.trouble?.advice ?? ''}`
  }
}

function Thumbnail({ file }: { file: File }) {
  const [src, setSrc] = useState<string | null>(null)
  useEffect(() => {
    if (!file.type.startsWith('image/')) return
    const url = URL.createObjectURL(file)
    setSrc(url)
    return () => URL.revokeObjectURL(url)
  }, [file])
  if (src) return <img className="pp-thumb" src={src} alt="" onError={() => setSrc(null)} />
  return <span className="pp-thumb pp-no-preview">{file.name.split('.').at(-1)?.toUpperCase()}</span>
}
