import type { Answer } from '#platform/http/endpoint.ts'
import { call } from '#ui/api.ts'
import { useWords } from '#ui/language.tsx'
import type { OnePerson } from '../../rights-views.ts'
import { resetPassword } from '../../sign-in-api.ts'
import { helpWords } from '../help/words.ts'
import { Panel } from './kit.tsx'
import { rightsWords } from './words.ts'

type Props = { person: OnePerson; close: () => void; made: (slip: Answer<typeof resetPassword>) => void }

/** A first password, or a new one in place of what was forgotten: what it ends is said before it is made. */
export function PasswordPanel({ person, close, made }: Props) {
  const { person: words } = useWords(rightsWords)
  const help = useWords(helpWords)
  const { hasAccount } = person
  return (
    <Panel
      title={words.givePassword(hasAccount)}
      does={hasAccount ? help.resetGo : words.makePassword}
      ready
      send={async () => made(await call(resetPassword, { params: { id: person.id } }))}
      close={close}
    >
      <p>{hasAccount ? help.resetWhy : words.firstPassword}</p>
    </Panel>
  )
}
