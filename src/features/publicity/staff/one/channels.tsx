import { urlOf } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { getPublicationProof } from '../../api.ts'
import type { PublicationDetail } from '../../views.ts'
import { usePublicityDictionary } from '../data.ts'
import { useStaffWords } from '../words.ts'
import { Part } from './part.tsx'

/** Where it was also made known, with proof. */
export function Channels({ publication }: { publication: PublicationDetail }) {
  const t = useStaffWords().channels
  const format = useFormat()
  const labels = new Map(usePublicityDictionary('channel').map(({ code, label }) => [code, label]))
  const { channels, state, id } = publication
  if (state !== 'published' && state !== 'withdrawn') return null
  return (
    <Part id="channels" title={t.title}>
      {channels.length === 0 && <p className="pub-minor">{t.none}</p>}
      <ul className="pub-plain">
        {channels.map((channel) => (
          <li key={channel.id}>
            <time dateTime={channel.happenedOn}>{format.date(channel.happenedOn)}</time>{' '}
            <strong>{labels.get(channel.channel) ?? channel.channel}</strong> {channel.place}{' '}
            {channel.link && (
              <a href={channel.link} target="_blank" rel="noreferrer noopener">
                {channel.link}
              </a>
            )}{' '}
            {channel.sha256 && (
              <a href={urlOf(getPublicationProof, { params: { id, sha256: channel.sha256 } })}>
                {t.proof} {channel.fileName}
              </a>
            )}{' '}
            <span className="pub-minor">
              {channel.note} {t.by(channel.person.name)}
            </span>
          </li>
        ))}
      </ul>
    </Part>
  )
}
