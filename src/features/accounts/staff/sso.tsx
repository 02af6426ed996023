import { basePath } from '#ui/base-path.ts'
import { useWords } from '#ui/language.tsx'
import { SsoFault } from '../sso/fault.ts'
import { signInWords } from './words.ts'

/** To the county's identity provider and, when it vouches for somebody, to the page they wanted. */
export function SsoButton({ from }: { from: string | undefined }) {
  const { sso } = useWords(signInWords)
  const query = from === undefined ? '' : `?from=${encodeURIComponent(from)}`
  return (
    <div className="sign-in-sso">
      <a className="sign-in-submit sign-in-second" href={`${basePath}/sign-in/sso${query}`}>
        {sso.go}
      </a>
      <p className="sign-in-hint">{sso.about}</p>
    </div>
  )
}

/** Why the way there and back led nowhere; undefined for what is none of our words. */
export function useSsoFault(told: string | undefined): string | undefined {
  const { sso } = useWords(signInWords)
  const fault = SsoFault.safeParse(told)
  return fault.success ? sso.faults[fault.data] : undefined
}
