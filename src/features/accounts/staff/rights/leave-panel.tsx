import { useQuery } from '@tanstack/react-query'
import { call } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { leavePerson, previewLeaving, welcomeBack } from '../../rights-api.ts'
import type { OnePerson } from '../../rights-views.ts'
import { Panel } from './kit.tsx'
import { rightsWords } from './words.ts'

type Props = { person: OnePerson; close: () => void }

/** What somebody still answers for is seen before it all ends. */
export function LeavePanel({ person, close }: Props) {
  const { person: words } = useWords(rightsWords)
  const format = useFormat()
  const params = { id: person.id }
  const open = useQuery({
    queryKey: ['leaving', person.id],
    queryFn: () => call(previewLeaving, { params }),
  }).data
  const { leaving } = words
  const lines: [number, (n: string) => string][] = [
    [open?.leads ?? 0, leaving.leads],
    [person.posts.length, leaving.posts],
    [person.grants.length, leaving.grants],
    [person.delegations.length, leaving.delegations],
    [open?.tokens ?? 0, leaving.tokens],
    [open?.requests ?? 0, leaving.requests],
  ]
  return (
    <Panel
      title={words.acts.leave}
      does={leaving.do}
      ready={open !== undefined}
      send={() => call(leavePerson, { params, body: {} })}
      close={close}
    >
      <p>{leaving.lead}</p>
      <ul>
        {lines
          .filter(([n]) => n > 0)
          .map(([n, say]) => (
            <li key={say('')}>{say(format.number(n))}</li>
          ))}
      </ul>
      {(open?.leads ?? 0) > 0 && <p>{leaving.handOn}</p>}
    </Panel>
  )
}

export function BackPanel({ person, close }: Props) {
  const { person: words } = useWords(rightsWords)
  return (
    <Panel
      title={words.acts.comeBack}
      send={() => call(welcomeBack, { params: { id: person.id }, body: {} })}
      close={close}
    >
      <p>{words.welcome}</p>
    </Panel>
  )
}
