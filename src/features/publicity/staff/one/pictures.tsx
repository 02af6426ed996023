import { Button } from 'antd'
import { useState } from 'react'
import { getEvidenceFile } from '#features/problems/api.ts'
import { urlOf } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { getPublicationPicture } from '../../api.ts'
import type { PublicationDetail } from '../../views.ts'
import type { Sending } from '../data.ts'
import { Refusal } from '../refusal.tsx'
import { useStaffWords } from '../words.ts'
import { Part } from './part.tsx'

type Props = { publication: PublicationDetail; sending: Sending }

export const pictureUrl = (id: string, sha256: string): string =>
  urlOf(getPublicationPicture, { params: { id, sha256 } })

/** Pictures of the problem's evidence; copies without their hidden data are made when they are chosen. */
export function ChoosePictures({ publication, sending }: Props) {
  const words = useStaffWords()
  const t = words.pictures
  const format = useFormat()
  const { choosable, otherPictures, pictures, problemId } = publication
  const [chosen, setChosen] = useState<string[]>(() => pictures.map((p) => p.evidenceId))
  if (!problemId) return null
  return (
    <Part id="pictures" title={t.title}>
      {otherPictures > 0 && <p className="pub-minor">{t.otherKinds(format.number(otherPictures))}</p>}
      {choosable.length === 0 ? (
        <p className="pub-minor">{t.noneToChoose}</p>
      ) : (
        <>
          <p className="pub-minor">{t.stripped}</p>
          <ul className="pub-pictures">
            {choosable.map(({ evidenceId, sha256, place, takenOn }, i) => (
              <li key={evidenceId}>
                <label>
                  <img
                    src={urlOf(getEvidenceFile, { params: { sha256 }, query: { problem: problemId } })}
                    alt={place ?? t.one(i + 1)}
                    loading="lazy"
                  />
                  <input
                    type="checkbox"
                    checked={chosen.includes(evidenceId)}
                    onChange={({ target }) =>
                      setChosen(
                        target.checked ? [...chosen, evidenceId] : chosen.filter((id) => id !== evidenceId),
                      )
                    }
                  />{' '}
                  {t.use} <span className="pub-minor">{format.shortDate(takenOn)}</span>
                </label>
              </li>
            ))}
          </ul>
          <Refusal error={sending.error} />
          <Button
            loading={sending.isSending}
            onClick={() => void sending.send('choosePictures', { evidenceIds: chosen })}
          >
            {t.save}
          </Button>
        </>
      )}
    </Part>
  )
}

/** A person looks at every picture: faces, plates, or not at all. */
export function CheckPictures({ publication, sending }: Props) {
  const t = useStaffWords().pictures
  if (publication.pictures.length === 0) return null
  return (
    <Part id="pictures" title={t.title}>
      <p className="pub-minor">{t.stripped}</p>
      <ul className="pub-pictures">
        {publication.pictures.map((picture) => (
          <Checked
            key={`${picture.id} ${picture.checkedAt}`}
            picture={picture}
            id={publication.id}
            sending={sending}
          />
        ))}
      </ul>
      <Refusal error={sending.error} />
    </Part>
  )
}

type CheckedProps = { picture: PublicationDetail['pictures'][number]; id: string; sending: Sending }

function Checked({ picture, id, sending }: CheckedProps) {
  const t = useStaffWords().pictures
  const [facesClear, setFaces] = useState(picture.facesClear)
  const [platesClear, setPlates] = useState(picture.platesClear)
  const send = (leaveOut: boolean) =>
    sending.send('checkPicture', { pictureId: picture.id, facesClear, platesClear, leaveOut })
  return (
    <li>
      <img src={pictureUrl(id, picture.sha256)} alt={t.title} />
      <label>
        <input type="checkbox" checked={facesClear} onChange={({ target }) => setFaces(target.checked)} />{' '}
        {t.faces}
      </label>
      <label>
        <input type="checkbox" checked={platesClear} onChange={({ target }) => setPlates(target.checked)} />{' '}
        {t.plates}
      </label>
      {picture.checkedAt && <span className="pub-mark pub-done">{t.checked}</span>}
      <div className="pub-buttons">
        <Button
          size="small"
          type="primary"
          disabled={!facesClear || !platesClear}
          onClick={() => void send(false)}
        >
          {t.check}
        </Button>
        <Button size="small" onClick={() => void send(true)}>
          {t.leaveOut}
        </Button>
      </div>
    </li>
  )
}
