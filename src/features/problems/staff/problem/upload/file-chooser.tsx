import { type DragEvent, useState } from 'react'
import { fieldId } from '../form/context.ts'
import { usePageWords } from '../kit.tsx'

/** Choosing, dropping or photographing. Two plain inputs: every phone knows what to do with them. */
export function FileChooser({ add }: { add: (files: Iterable<File>) => void }) {
  const t = usePageWords().upload
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    add(event.dataTransfer.files)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the two inputs inside do the same
    <div
      className={over ? 'pp-chooser pp-chooser-over' : 'pp-chooser'}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <FileInput id={fieldId('uploadId')} label={t.choose} add={add} />
      <FileInput id={`${fieldId('uploadId')}-camera`} label={t.camera} add={add} camera />
      <p className="pp-minor">
        <span className="pp-wide-only">{t.drop} · </span>
        {t.limits}
      </p>
    </div>
  )
}

type InputProps = { id: string; label: string; add: (files: Iterable<File>) => void; camera?: true }

function FileInput({ id, label, add, camera }: InputProps) {
  return (
    <label className={camera ? 'pp-file-button pp-camera' : 'pp-file-button'}>
      {label}
      <input
        id={id}
        type="file"
        className="ui-hidden"
        multiple={!camera}
        accept={camera ? 'image/*' : undefined}
        capture={camera ? 'environment' : undefined}
        onChange={(event) => {
          add([...(event.target.files ?? [])])
          // The same file may be chosen again after it was removed.
          event.target.value = ''
        }}
      />
    </label>
  )
}
