import { useQuery } from '@tanstack/react-query'
import { useWords } from '#ui/language.tsx'
import { TroubleScreen, Waiting } from '#ui/states.tsx'
import { ownSignInQuery } from '../own-sign-in.ts'
import { FactorsPart } from './factors-part.tsx'
import { PasswordPart } from './password-part.tsx'
import { SessionsPart } from './sessions-part.tsx'
import { SsoPart } from './sso-part.tsx'
import { accountWords } from './words.ts'
import '../sign-in.css'
import './account.css'

/** How one signs in and where one is signed in. */
export function AccountPage() {
  const words = useWords(accountWords)
  const { data, error, refetch } = useQuery({ ...ownSignInQuery, refetchOnMount: 'always' })
  if (error && !data) return <TroubleScreen error={error} reset={() => void refetch()} />
  if (!data) return <Waiting />
  return (
    <div className="account">
      <h1>{words.title}</h1>
      <PasswordPart own={data} />
      <FactorsPart own={data} />
      {data.sso && <SsoPart {...data.sso} />}
      <SessionsPart own={data} />
    </div>
  )
}
