import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { call } from '#ui/api.ts'
import { Banner } from '#ui/banner.tsx'
import { DESK } from '#ui/base-path.ts'
import { useFormat } from '#ui/format.ts'
import { useLanguage, useWords } from '#ui/language.tsx'
import { sayError } from '#ui/trouble.ts'
import { commonWords } from '#ui/words/index.ts'
import { getSignIn, type SignedIn, signIn, signOut } from '../sign-in-api.ts'
import { FactorForm } from './factor-form.tsx'
import { FactorSetup } from './factor-setup.tsx'
import { Fault, PasswordField, TextField } from './fields.tsx'
import { meQuery } from './me.ts'
import { PasswordForm } from './password-form.tsx'
import './sign-in.css'
import { SsoButton, useSsoFault } from './sso.tsx'
import { signInWords } from './words.ts'

/** What the page offers and how far somebody is: a reload in the middle goes on where it was. */
const signInQuery = queryOptions({ queryKey: ['sign-in'], queryFn: () => call(getSignIn, {}), staleTime: 0 })

/** Plain on purpose, without the desk's components: two fields and one button, then what the county asks besides. */
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
        <Step />
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

function Step() {
  const words = useWords(signInWords)
  const format = useFormat()
  const { entered, again } = useEntered()
  const { data: state } = useQuery(signInQuery)
  const { from, sso } = useSearch({ from: '/sign-in' })
  const ssoFault = useSsoFault(sso)
  const step = state?.step ?? 'none'
  if (step === 'none' || step === 'open')
    return (
      <>
        <SignInForm entered={entered} fault={ssoFault} />
        {state?.sso && <SsoButton from={from} />}
        <p className="sign-in-help">{words.forgot}</p>
      </>
    )
  const { title, why, form } = {
    factor: {
      ...{ title: words.factor.title, why: undefined },
      form: state?.factors && <FactorForm factors={state.factors} done={entered} />,
    },
    password: {
      ...{ title: words.change.first, why: words.change.firstWhy },
      form: state && <PasswordForm rules={state.passwordRules} done={entered} focused />,
    },
    enrol: { title: words.enrol.title, why: words.enrol.why, form: <FactorSetup done={again} /> },
  }[step]
  return (
    <>
      <h2 className="sign-in-step">{title}</h2>
      {why && <p className="sign-in-note">{why}</p>}
      {state?.resetBy && (
        <p className="sign-in-note">
          {words.change.resetBy(state.resetBy.name, format.dateTime(state.resetBy.at))}
        </p>
      )}
      {form}
      {step === 'factor' && <p className="sign-in-help">{words.factor.lost}</p>}
      <StartOver />
    </>
  )
}

type FormProps = {
  entered: (answer: SignedIn) => void
  /** What went wrong on the way here, until something is tried. */
  fault: string | undefined
}

function SignInForm({ entered, fault: before }: FormProps) {
  const words = useWords(signInWords)
  const common = useWords(commonWords)
  const [empty, setEmpty] = useState<'username' | 'password'>()
  const enter = useMutation({
    mutationFn: (body: { username: string; password: string }) => call(signIn, { body }),
    onSuccess: entered,
  })
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
  const told = enter.isError && !enter.isPending ? sayError(enter.error, common) : undefined
  return (
    <form className="sign-in-form" onSubmit={submit} noValidate aria-label={words.title}>
      <Fault>{fault ?? told ?? (enter.isIdle ? before : undefined)}</Fault>
      <TextField
        label={words.username}
        name="username"
        autoComplete="username"
        maxLength={60}
        invalid={empty === 'username'}
      />
      <PasswordField
        label={words.password}
        name="password"
        autoComplete="current-password"
        invalid={empty === 'password'}
      />
      <button type="submit" className="sign-in-submit" disabled={enter.isPending}>
        {enter.isPending ? words.submitting : words.submit}
      </button>
    </form>
  )
}

function StartOver() {
  const words = useWords(signInWords)
  const client = useQueryClient()
  const leave = useMutation({
    mutationFn: () => call(signOut, {}),
    onSettled: () => client.invalidateQueries(signInQuery),
  })
  return (
    <button type="button" className="sign-in-language" onClick={() => leave.mutate()}>
      {words.startOver}
    </button>
  )
}

/** Goes on to the next step, or to where the reader wanted to go: a page of the desk, never another site. */
function useEntered() {
  const client = useQueryClient()
  const router = useRouter()
  const { from } = useSearch({ from: '/sign-in' })
  const again = async () => {
    const { step } = await client.fetchQuery(signInQuery)
    if (step !== 'open') return
    client.clear()
    open()
  }
  const open = () => {
    const wanted = from?.startsWith('/') && !from.startsWith('//') ? from : '/'
    router.history.push(wanted.startsWith(DESK) ? wanted : `${DESK}${wanted === '/' ? '' : wanted}`)
  }
  const entered = (answer: SignedIn) => {
    if ('step' in answer) return void client.invalidateQueries(signInQuery)
    client.clear()
    client.setQueryData(meQuery.queryKey, answer)
    open()
  }
  return { entered, again: () => void again() }
}
