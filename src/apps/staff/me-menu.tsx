import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { signOut } from '#features/accounts/sign-in-api.ts'
import { hasCountyRole, isAdministrator, useMe } from '#features/accounts/staff/index.ts'
import { call } from '#ui/api.ts'
import { dropDrafts } from '#ui/draft.ts'
import { Icon } from '#ui/icons.tsx'
import { useLanguage, useWords } from '#ui/language.tsx'
import { Menu } from '#ui/menu.tsx'
import { useScheme } from '#ui/scheme.tsx'
import { sayError } from '#ui/trouble.ts'
import { commonWords } from '#ui/words/index.ts'
import { frameWords } from './words.ts'

/** Who is signed in and as what; language, light or dark, sign out. */
export function MeMenu() {
  const words = useWords(frameWords)
  const me = useMe()
  const button = (
    <>
      <Icon name="me" />
      <span className="bar-name">{me?.person.name}</span>
    </>
  )
  return (
    <Menu label={`${words.me.title} ${me?.person.name ?? ''}`} className="bar-button" button={button}>
      {(close) => (
        <>
          <div className="me-who">
            <strong>{me?.person.name}</strong>
            {me?.grants.map((grant) => (
              <span key={grant.role + grant.organizationId + grant.onBehalfOf?.id}>
                {grant.organizationName} {words.roles[grant.role]}
                {grant.onBehalfOf && ` ${words.onBehalf(grant.onBehalfOf.name)}`}
              </span>
            ))}
          </div>
          <Link to="/me" className="ui-menu-link" onClick={close}>
            {words.me.account}
          </Link>
          <OwnPages close={close} />
          {!isAdministrator(me) && (
            <Link to="/delegations" className="ui-menu-link" onClick={close}>
              {words.delegations}
            </Link>
          )}
          <Choices close={close} />
          <Leave />
        </>
      )}
    </Menu>
  )
}

/** What is held on oneself; and for the two who handle them, what people ask about theirs. */
function OwnPages({ close }: { close: () => void }) {
  const words = useWords(frameWords).me
  const me = useMe()
  const navigate = useNavigate()
  const open = (to: '/my-data' | '/data-requests' | '/notice-ways' | '/outlets') => () => {
    close()
    void navigate({ to })
  }
  return (
    <>
      <button type="button" onClick={open('/my-data')}>
        {words.myData}
      </button>
      <button type="button" onClick={open('/notice-ways')}>
        {words.noticeWays}
      </button>
      {hasCountyRole(me, 'system_admin', 'security_admin', 'audit_admin') && (
        <button type="button" onClick={open('/outlets')}>
          {words.outlets}
        </button>
      )}
      {hasCountyRole(me, 'system_admin', 'security_admin') && (
        <button type="button" onClick={open('/data-requests')}>
          {words.dataRequests}
        </button>
      )}
    </>
  )
}

function Choices({ close }: { close: () => void }) {
  const words = useWords(frameWords).me
  const { language, choose } = useLanguage()
  const { scheme, choose: chooseScheme } = useScheme()
  const then = (act: () => void) => () => {
    act()
    close()
  }
  return (
    <>
      <button
        type="button"
        lang={language === 'zh' ? 'en' : 'zh-CN'}
        onClick={then(() => choose(language === 'zh' ? 'en' : 'zh'))}
      >
        {words.language}
      </button>
      <button type="button" onClick={then(() => chooseScheme(scheme === 'dark' ? 'light' : 'dark'))}>
        {scheme === 'dark' ? words.light : words.dark}
      </button>
    </>
  )
}

/** Ends the session and forgets everything this page had read. */
function Leave() {
  const words = useWords(frameWords).me
  const common = useWords(commonWords)
  const client = useQueryClient()
  const navigate = useNavigate()
  const leave = useMutation({
    mutationFn: () => call(signOut, {}),
    onSuccess: async () => {
      dropDrafts()
      // Signed out already: there is nothing to stay for.
      await navigate({ to: '/sign-in', ignoreBlocker: true })
      // Everything of the person goes; the page that is there now has asked already what it offers.
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'sign-in' })
      client.getMutationCache().clear()
    },
  })
  return (
    <>
      <button type="button" disabled={leave.isPending} onClick={() => leave.mutate()}>
        {words.signOut}
      </button>
      {leave.isError && <p role="alert">{sayError(leave.error, common)}</p>}
    </>
  )
}
