import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Answer } from '#platform/http/endpoint.ts'
import { call, isApiError } from '#ui/api.ts'
import { useWords } from '#ui/language.tsx'
import { sayError } from '#ui/trouble.ts'
import { commonWords } from '#ui/words/index.ts'
import { findAccount, type resetPassword } from '../../sign-in-api.ts'
import { Fault, TextField } from '../fields.tsx'
import { Found } from './found.tsx'
import { Slip } from './slip.tsx'
import { helpWords } from './words.ts'

type Stage = { slip?: Answer<typeof resetPassword>; told?: string }

/** By the whole user name: who can name it is probably who they say, and nobody browses accounts. */
export function FindPart() {
  const words = useWords(helpWords)
  const common = useWords(commonWords)
  const [stage, setStage] = useState<Stage>({})
  const find = useMutation({
    mutationFn: (username: string) => call(findAccount, { body: { username } }),
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setStage({})
    find.mutate(String(new FormData(event.currentTarget).get('username')))
  }
  const again = (next: Stage) => {
    setStage(next)
    if (find.data) find.mutate(find.data.username)
  }
  const isNobody = isApiError(find.error) && ['not_found', 'invalid'].includes(find.error.refusal.code)
  if (stage.slip) return <Slip slip={stage.slip} done={() => setStage({})} />
  return (
    <section className="account-part" aria-labelledby="help-find">
      <h2 id="help-find">{words.find}</h2>
      <p>{words.findWhy}</p>
      <form className="sign-in-form help-find" onSubmit={submit} noValidate aria-label={words.find}>
        <Fault>{find.isError && (isNobody ? words.nobody : sayError(find.error, common))}</Fault>
        <TextField label={words.username} name="username" maxLength={60} autoComplete="off" />
        <button type="submit" className="sign-in-submit" disabled={find.isPending}>
          {words.look}
        </button>
      </form>
      {stage.told && <p role="status">{stage.told}</p>}
      {find.data && <Found key={find.data.id} person={find.data} done={again} />}
    </section>
  )
}
