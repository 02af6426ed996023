import { useWords } from '#ui/language.tsx'
import { Empty } from '#ui/states.tsx'
import { hasCountyRole, useMe } from '../me.ts'
import { FindPart } from './find-part.tsx'
import { WaitingPart } from './waiting-part.tsx'
import { helpWords } from './words.ts'
import '../sign-in.css'
import '../account/account.css'
import './help.css'

/** Whoever cannot sign in is helped here: the system administrator acts, and where it takes two, another confirms. */
export function SignInHelpPage() {
  const words = useWords(helpWords)
  const me = useMe()
  if (!hasCountyRole(me, 'system_admin', 'security_admin', 'audit_admin'))
    return <Empty heading="h1" title={words.noRight} why={words.noRightWhy} />
  return (
    <div className="account">
      <h1>{words.title}</h1>
      {hasCountyRole(me, 'system_admin') && <FindPart />}
      <WaitingPart />
    </div>
  )
}
