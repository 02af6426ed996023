import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { call } from '#ui/api.ts'
import { Banner } from '#ui/banner.tsx'
import { DESK } from '#ui/base-path.ts'
import { useLanguage, useWords } from '#ui/language.tsx'
import { sayError } from '#ui/trouble.ts'
import { commonWords } from '#ui/words/index.ts'
import { signIn } from '../api.ts'
import { meQuery } from './me.ts'
import './sign-in.css'
import { signInWords } from './words.ts'

/** Plain on purpose: two fields and one button, without the desk's components. */
export function SignInPage() {
  const words = useWords(signInWords)
  const { language, choose } = useLanguage()
  return (
    <div className="sign-in">
      <header>
        <Banner />
      </header>
      <main className="sign-in-main">
        <h1>{words.product}</h1>
        <p className="sign-in-what">{words.what}</p>
        <SignInForm />
        <p className="sign-in-help">{words.forgot}</p>
        <button
          type="button"
          className="sign-in-language"
          lang={language === 'zh' ? 'en' : 'zh-CN'}
          onClick={() => choose(language === 'zh' ? 'en' : 'zh')}
        >
          {words.language}
        </button>
      </main>
    </div>
  )
}

function SignInForm() {
  const words = useWords(signInWords)
  const common = useWords(commonWords)
  const [empty, setEmpty] = useState<'username' | 'password'>()
  const [shown, setShown] = useState(false)
  const [capsLock, setCapsLock] = useState(false)
  const enter = useEnter()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const username = String(data.get('username')).trim()
    const password = String(data.get('password'))
    const missing = username === '' ? 'username' : password === '' ? 'password' : undefined
    setEmpty(missing)
    if (missing) (event.currentTarget.elements.namedItem(missing) as HTMLInputElement).focus()
    else enter.mutate({ username, password })
  }
  const fault =
    empty === 'username' ? words.emptyUsername : empty === 'password' ? words.emptyPassword : undefined
  return (
    <form className="sign-in-form" onSubmit={submit} noValidate aria-label={words.title}>
      {(fault || (enter.isError && !enter.isPending)) && (
        <p className="sign-in-fault" id="sign-in-fault" role="alert">
          {fault ?? sayError(enter.error, common)}
        </p>
      )}
      <label>
        <span>{words.username}</span>
        <input
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={60}
          aria-invalid={empty === 'username'}
        />
      </label>
      <label>
        <span>{words.password}</span>
        <span className="sign-in-password">
          <input
            name="password"
            // The label also holds the button beside the field, which is no part of its name.
            aria-label={words.password}
            type={shown ? 'text' : 'password'}
            autoComplete="current-password"
            maxLength={200}
            aria-invalid={empty === 'password'}
            onKeyUp={(event) => setCapsLock(event.getModifierState('CapsLock'))}
          />
          <button type="button" onClick={() => setShown(!shown)}>
            {shown ? words.hide : words.show}
          </button>
        </span>
      </label>
      {capsLock && <p className="sign-in-caps">{words.capsLock}</p>}
      <button type="submit" className="sign-in-submit" disabled={enter.isPending}>
        {enter.isPending ? words.submitting : words.submit}
      </button>
    </form>
  )
}

/** Signs in and goes on to where the reader wanted to go: a page of the desk, never another site. */
function useEnter() {
  const client = useQueryClient()
  const router = useRouter()
  const { from } = useSearch({ from: '/sign-in' })
  return useMutation({
    mutationFn: (body: { username: string; password: string }) => call(signIn, { body }),
    onSuccess: (me) => {
      client.clear()
      client.setQueryData(meQuery.queryKey, me)
      const wanted = from?.startsWith('/') && !from.startsWith('//') ? from : '/'
      router.history.push(wanted.startsWith(DESK) ? wanted : `${DESK}${wanted === '/' ? '' : wanted}`)
    },
  })
}
