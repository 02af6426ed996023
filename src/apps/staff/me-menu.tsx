import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App, Dropdown, type MenuProps } from 'antd'
import { signOut } from '#features/accounts/api.ts'
import { useMe } from '#features/accounts/staff/index.ts'
import { call } from '#ui/api.ts'
import { Icon } from '#ui/icons.tsx'
import { useLanguage, useWords } from '#ui/language.tsx'
import { useScheme } from '#ui/scheme.tsx'
import { sayError } from '#ui/trouble.ts'
import { commonWords } from '#ui/words/index.ts'
import { frameWords } from './words.ts'

/** Who is signed in and as what; language, light or dark, sign out. */
export function MeMenu() {
  const words = useWords(frameWords)
  const common = useWords(commonWords)
  const me = useMe()
  const { language, choose } = useLanguage()
  const { scheme, choose: chooseScheme } = useScheme()
  const { message } = App.useApp()
  const leave = useLeave((error) => message.error(sayError(error, common)))
  const items: MenuProps['items'] = [
    {
      key: 'who',
      type: 'group',
      label: (
        <div className="me-who">
          <strong>{me?.person.name}</strong>
          {me?.grants.map((grant) => (
            <span key={grant.role + grant.organizationId}>
              {grant.organizationName} {words.roles[grant.role]}
            </span>
          ))}
        </div>
      ),
    },
    { type: 'divider' },
    { key: 'language', label: words.me.language, onClick: () => choose(language === 'zh' ? 'en' : 'zh') },
    {
      key: 'scheme',
      label: scheme === 'dark' ? words.me.light : words.me.dark,
      onClick: () => chooseScheme(scheme === 'dark' ? 'light' : 'dark'),
    },
    { type: 'divider' },
    { key: 'leave', label: words.me.signOut, onClick: leave },
  ]
  return (
    <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
      <button type="button" className="bar-button" aria-label={words.me.title} aria-haspopup="menu">
        <Icon name="me" />
        <span className="bar-name">{me?.person.name}</span>
      </button>
    </Dropdown>
  )
}

/** Ends the session and forgets everything this page had read. */
function useLeave(failed: (error: unknown) => void): () => Promise<void> {
  const client = useQueryClient()
  const navigate = useNavigate()
  return async () => {
    try {
      await call(signOut, {})
    } catch (error) {
      failed(error)
      return
    }
    await navigate({ to: '/sign-in' })
    client.clear()
  }
}
